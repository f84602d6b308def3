internal import TOMLKit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A TOML file that is read key by key, so that every complaint can name file and key.
struct TOMLFile {
  let path: String
  let table: TOMLTable

  /// - Returns: `nil` when there is no such file.
  static func read(_ path: String) throws(UsageProblem) -> TOMLFile? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageProblem("\(path) cannot be read.")
    }
    return try TOMLFile(path: path, text: String(decoding: data, as: UTF8.self))
  }

  init(path: String, text: String) throws(UsageProblem) {
    self.path = path
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let line = error.source.begin.line
      throw UsageProblem("\(path), line \(line): \(error.description)")
    } catch {
      throw UsageProblem("\(path): \(error)")
    }
  }

  /// Complains about the first key that is none of `known`.
  func check(keys known: [String], of table: TOMLTable, in section: String = "")
    throws(UsageProblem)
  {
    for key in table.keys where !known.contains(key) {
      let place = section.isEmpty ? key : "\(section).\(key)"
      throw UsageProblem("\(path): there is no setting “\(place)”.")
    }
  }

  func string(_ key: String) throws(UsageProblem) -> String? {
    guard let value = table[key] else { return nil }
    guard let string = value.string else { throw problem(key, "a text in quotes") }
    return string
  }

  func bool(_ key: String) throws(UsageProblem) -> Bool? {
    guard let value = table[key] else { return nil }
    guard let bool = value.bool else { throw problem(key, "true or false") }
    return bool
  }

  func integer(_ key: String) throws(UsageProblem) -> Int? {
    guard let value = table[key] else { return nil }
    guard let integer = value.int else { throw problem(key, "a whole number") }
    return integer
  }

  func problem(_ key: String, _ expected: String) -> UsageProblem {
    UsageProblem("\(path): \(key) takes \(expected).")
  }
}
