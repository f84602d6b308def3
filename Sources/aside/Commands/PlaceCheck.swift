internal import App
internal import Chat
internal import Storage
internal import Terminal

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The part of `aside doctor` that looks at this machine: the terminal and the database.
struct PlaceCheck {
  let environment: [String: String]

  func run(database path: String, _ report: inout DoctorReport) {
    checkTerminal(&report)
    checkDatabase(path, &report)
  }

  private func checkTerminal(_ report: inout DoctorReport) {
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty else {
      return report.add(
        .wrong, "terminal",
        "TERM is not set. Set it to the terminal's name, such as xterm-256color.")
    }
    guard let terminal = TerminalDescription(named: name) else {
      return report.add(
        .wrong, "terminal",
        "“\(name)” is not known here, or can show no screen. Set TERM, such as to xterm-256color.")
    }
    var facts = [name]
    let hints = TerminalHints(environment: environment)
    facts.append(Self.words(ColorDepth(terminal, hints)))
    if hints.wantsNoColor { facts.append("NO_COLOR is set") }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    let isUnicode = locale?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
    if !isUnicode { facts.append("the locale \(locale ?? "C") says no UTF-8; UTF-8 is used") }
    if !StandardStreams.isOutputTerminal { facts.append("standard output is no terminal") }
    report.add(isUnicode ? .ok : .note, "terminal", facts.joined(separator: ", "))
  }

  private static func words(_ depth: ColorDepth) -> String {
    switch depth {
    case .none: "no colours"
    case .eight: "8 colours"
    case .sixteen: "16 colours"
    case .indexed: "256 colours"
    case .direct: "24-bit colour"
    }
  }

  private func checkDatabase(_ path: String, _ report: inout DoctorReport) {
    guard FileManager.default.fileExists(atPath: path) else {
      return report.add(.ok, "database", "\(path) is made with the first question")
    }
    do throws(StoreError) {
      let store = try ConversationStore(path: path)
      let count = try store.conversationCount()
      // The store is open: a size that is not told is no fault of it.
      let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
      let words =
        "\(path), \(count) conversation\(count == 1 ? "" : "s"), \((size + 1023) / 1024) KB"
      if let damage = try store.damage() {
        report.add(
          .wrong, "database",
          "\(path) is damaged: \(damage). \(ErrorText.repair(path)) recovers what can be read.")
      } else {
        report.add(.ok, "database", words)
      }
    } catch {
      report.add(.wrong, "database", ErrorText.commandLine(error))
    }
  }
}
