internal import App
internal import Chat
internal import Storage
internal import Terminal
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The part of `aside doctor` that checks this machine: where keys are saved, the terminal and
/// the database.
struct PlaceCheck {
  let environment: [String: String]
  let keys: KeyStore

  func run(database path: String, _ report: inout DoctorReport) {
    let place = keys.newPlace(among: RunningCommands())
    if let folder = Self.unwritableFolder(for: place) {
      report.add(.error, .keyStorage, Words.Doctor.cannotCreate(place, in: folder))
    } else {
      report.add(.ok, .keyStorage, place)
    }
    checkTerminal(&report)
    checkDatabase(path, &report)
  }

  private func checkTerminal(_ report: inout DoctorReport) {
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty else {
      return report.add(.error, .terminal, Words.Doctor.terminalTypeUnset)
    }
    guard let terminal = TerminalDescription(named: name) else {
      return report.add(.error, .terminal, Words.Doctor.unknownTerminalType(name))
    }
    let hints = TerminalHints(environment: environment)
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    let isUnicode = locale?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
    report.add(
      isUnicode ? .ok : .note, .terminal,
      Words.Doctor.terminal(
        name, Self.colors(ColorDepth(terminal, hints)), isColorUnwanted: hints.wantsNoColor,
        foreignLocale: isUnicode ? nil : locale ?? "C",
        isOutputTerminal: StandardStreams.isOutputTerminal))
  }

  private static func colors(_ depth: ColorDepth) -> Words.Doctor.Colors {
    switch depth {
    case .none: .none
    case .eight: .palette(8)
    case .sixteen: .palette(16)
    case .indexed: .palette(256)
    case .direct: .direct
    }
  }

  /// Returns the deepest existing part of the path if it is not a writable folder, so that the file
  /// cannot be created; `nil` if it can, if the file exists, or if the path is not absolute.
  private static func unwritableFolder(for path: String) -> String? {
    guard path.hasPrefix("/"), !FileManager.default.fileExists(atPath: path) else { return nil }
    var folder = path
    repeat {
      folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
      if folder.isEmpty { folder = "/" }
    } while folder != "/" && !FileManager.default.fileExists(atPath: folder)
    return FileManager.default.isWritableFile(atPath: folder + "/.") ? nil : folder
  }

  private func checkDatabase(_ path: String, _ report: inout DoctorReport) {
    guard FileManager.default.fileExists(atPath: path) else {
      guard let folder = Self.unwritableFolder(for: path) else {
        return report.add(.ok, .database, Words.Doctor.newDatabase(path))
      }
      return report.add(.error, .database, Words.Doctor.cannotCreate(path, in: folder))
    }
    do throws(StoreError) {
      let store = try ConversationStore(path: path)
      let count = try store.conversationCount()
      // The database opens, so failing to read its size is not a fault.
      let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
      let damage = try ProgressLine.during(Words.checking) { (_) throws(StoreError) in
        try store.damage()
      }
      if let damage {
        report.add(
          .error, .database,
          Words.Doctor.damagedDatabase(
            path, damage: Words.Errors.reason(damage), repairCommand: ErrorText.repair(path)))
      } else {
        report.add(
          .ok, .database,
          Words.Doctor.database(path, conversations: count, kilobytes: (size + 1023) / 1024))
      }
    } catch {
      report.add(.error, .database, ErrorText.commandLine(error))
    }
  }
}
