internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The user's presets: `presets/NAME.toml` in the configuration folder.
struct PresetFolder {
  let folder: LibraryFolder

  init(_ paths: Paths) { folder = LibraryFolder(path: paths.presets, fileExtension: ".toml") }

  func listing() -> LibraryListing<Preset> {
    folder.listing { name, path, text throws(UsageProblem) in
      try PresetFile.preset(name, path, text)
    }
  }

  /// Writes a preset to its file.
  /// - Parameter replaces: whether an existing file is replaced.
  func save(_ preset: Preset, replaces: Bool) -> PresetSaving {
    if let flaw = LibraryName.flaw(in: preset.name) {
      return .failed(Words.Presets.invalidName(preset.name, Words.Library.flaw(flaw)))
    }
    let path = folder.path(of: preset.name)
    do {
      try FileManager.default.createDirectory(
        atPath: folder.path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      let target = try FileTarget(path).filePath()
      let file = try UnfinishedFile(beside: target)
      try file.write(PresetFile.text(preset))
      try file.takePlace(of: target, replaces: replaces)
      return .saved(path)
    } catch let error as FileError where error.number == EEXIST && !replaces {
      // A file that cannot be read may have comments.
      let text = (try? LibraryFile.read(path)) ?? nil
      return .exists(hasComments: text.map(TOMLText.hasComments) ?? true)
    } catch let error as FileError {
      return .failed(Words.Library.cannotWrite(path, Words.Errors.reason(error.fault)))
    } catch {
      return .failed(Words.Library.cannotWrite(path, Words.Library.noFolder))
    }
  }
}

/// The user's reusable prompts: `prompts/NAME.md` in the configuration folder.
struct PromptFolder {
  let folder: LibraryFolder

  init(_ paths: Paths) { folder = LibraryFolder(path: paths.prompts, fileExtension: ".md") }

  func listing() -> LibraryListing<PromptTemplate> {
    folder.listing { _, path, text throws(UsageProblem) in
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw UsageProblem(Words.located(path, Words.Library.blank))
      }
      return PromptTemplate(text)
    }
  }
}
