internal import App
internal import Chat
internal import TOMLKit
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A TOML file read key by key. Every error message can name the file, line and key.
struct TOMLFile {
  let path: String
  let table: TOMLTable
  private let lines: TOMLLines
  /// The path of this table in the file, such as `["providers", "work"]`.
  private var place: [String] = []

  /// - Returns: `nil` if the file does not exist.
  static func read(_ path: String) throws(UsageProblem) -> TOMLFile? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageProblem(Words.cannotRead(path))
    }
    guard let text = String(validating: data, as: UTF8.self), !data.contains(0) else {
      // The parser stops at a zero byte and would accept what precedes it as the whole file.
      let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let line = lines.firstIndex { $0.contains(0) || String(validating: $0, as: UTF8.self) == nil }
      throw UsageProblem(
        Words.located(Words.line((line ?? 0) + 1, of: path), Words.invalidUTF8))
    }
    return try TOMLFile(path: path, text: text)
  }

  init(path: String, text: String) throws(UsageProblem) {
    self.path = path
    lines = TOMLLines(text)
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let number = Int(error.source.begin.line)
      throw UsageProblem(
        Words.located(
          Words.line(number, of: path),
          Self.isUnclosedQuote(error.description, line: number, of: text)
            ? Words.unclosedQuote : error.description))
    } catch {
      throw UsageProblem(Words.located(path, "\(error)"))
    }
  }

  /// Returns whether a string has no closing quotation mark. The parser then complains about the
  /// end of the line, which is a control character.
  private static func isUnclosedQuote(_ message: String, line: Int, of text: String) -> Bool {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard message.contains("control characters"), lines.indices.contains(line - 1) else {
      return false
    }
    return lines[line - 1].allSatisfy {
      $0.properties.generalCategory != .control || $0 == "\t" || $0 == "\r"
    }
  }

  /// Returns a table within this one.
  func section(_ key: String) throws(UsageProblem) -> TOMLFile? {
    guard let value = table[key] else { return nil }
    guard let table = value.table else { throw problem(key, .table) }
    return TOMLFile(self, key, table)
  }

  private init(_ file: TOMLFile, _ key: String, _ table: TOMLTable) {
    path = file.path
    lines = file.lines
    self.table = table
    place = file.place + [key]
  }

  /// Throws if a key is not in `known`.
  func check(keys known: [String]) throws(UsageProblem) {
    var problems = SettingProblems()
    check(keys: known, &problems)
    try problems.check()
  }

  /// Records every key that is not in `known`.
  func check(keys known: [String], _ problems: inout SettingProblems) {
    for key in table.keys where !known.contains(key) {
      problems.note(
        UsageProblem(
          Words.unknownSetting(
            name(of: key), at: position(of: key), nearest: NearestName.of(key, in: known))))
    }
  }

  /// Returns the key as messages show it, preceded by its tables.
  func name(of key: String) -> String { (place + [key]).joined(separator: ".") }

  /// Returns the file and line of a key.
  func position(of key: String) -> String {
    line(of: key).map { Words.line($0, of: path) } ?? path
  }

  func line(of key: String) -> Int? { lines.line(of: place + [key]) }

  /// Reads a path, and expands a leading `~` to the home folder.
  func path(_ key: String) throws(UsageProblem) -> String? {
    guard let text = try string(key) else { return nil }
    guard !text.isEmpty else { throw problem(key, .path) }
    return Paths(environment: ProcessInfo.processInfo.environment).expanding(text)
  }

  /// Reads the path of a file that must be readable.
  func readableFile(_ key: String) throws(UsageProblem) -> String? {
    guard let path = try path(key) else { return nil }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw UsageProblem(
        Words.setting(name(of: key), cannotRead: path, at: position(of: key)))
    }
    return path
  }

  /// Reads a positive duration in seconds.
  func seconds(_ key: String) throws(UsageProblem) -> Duration? {
    guard let value = table[key] else { return nil }
    guard let seconds = value.double ?? value.int.map(Double.init), seconds > 0, seconds <= 86_400
    else { throw problem(key, .seconds) }
    return .milliseconds(Int64(clamping: (seconds * 1000).rounded(.up)))
  }

  func string(_ key: String) throws(UsageProblem) -> String? {
    guard let value = table[key] else { return nil }
    guard let string = value.string else { throw problem(key, .string) }
    return string
  }

  /// Reads one of the given words, and returns its value.
  func word<Value>(
    _ key: String, in meanings: [(word: String, meaning: Value)]
  ) throws(UsageProblem) -> Value? {
    guard let word = try string(key) else { return nil }
    guard let found = meanings.first(where: { $0.word == word }) else {
      throw problem(key, .oneOf(meanings.map(\.word)))
    }
    return found.meaning
  }

  func bool(_ key: String) throws(UsageProblem) -> Bool? {
    guard let value = table[key] else { return nil }
    guard let bool = value.bool else { throw problem(key, .boolean) }
    return bool
  }

  func integer(_ key: String) throws(UsageProblem) -> Int? {
    guard let value = table[key] else { return nil }
    guard let integer = value.int else { throw problem(key, .integer) }
    return integer
  }

  func problem(_ key: String, _ expected: Words.Expected) -> UsageProblem {
    UsageProblem(Words.setting(name(of: key), mustBe: expected, at: position(of: key)))
  }
}
