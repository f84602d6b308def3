internal import App
internal import ArgumentParser
internal import Chat
internal import Screen
internal import Terminal
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `aside keys`: lists the current key bindings, or shows what the terminal sends.
struct ListKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: Words.Help.Keys.abstract,
    discussion: Words.Help.Keys.discussion)

  @ParentCommand var parent: Aside

  @Option(help: ArgumentHelp(Words.Help.Common.configuration, valueName: Words.Help.Value.file))
  var config: TypedPath?

  @Flag(
    help: ArgumentHelp(
      Words.Help.Common.jsonLines(["context", "key", "action", "title", "source"])))
  var json = false

  @Flag(help: ArgumentHelp(Words.Help.Keys.actions))
  var actions = false

  @Flag(help: ArgumentHelp(Words.Help.Keys.read))
  var read = false

  func run() throws {
    // List the actions without reading the configuration, because the list helps to correct a
    // mistake in it.
    guard !actions else { return try list(Self.actionRows) }
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let path = config?.path ?? parent.chat.config?.path
    let (configuration, problems) = try Configuration.read(path, paths: paths)
    if read {
      try KeyReading(configuration.keymap).run()
    } else {
      try list(rows(of: configuration.keymap, path ?? paths.configuration))
    }
    try problems.checkAll()
  }

  private func list(_ rows: [Row]) throws {
    try StandardStreams.requireOutput()
    try StandardStreams.output(json ? rows.map(\.object).joined() : Self.table(rows))
  }

  private struct Row {
    let cells: [(name: String, text: String)]

    var object: String {
      JSONValue.object(
        Dictionary(cells.map { ($0.name, .string($0.text)) }, uniquingKeysWith: { $1 })
      ).text + "\n"
    }
  }

  private static var actionRows: [Row] {
    Keymap.actions.map {
      Row(cells: [("context", $0.context), ("action", $0.action), ("title", $0.title)])
    }
  }

  private func rows(of keymap: Keymap, _ path: String) throws -> [Row] {
    var problems = SettingProblems()
    let section = try TOMLFile.read(path)?.section("keys")
    let lines = section.map { KeyTables($0, &problems).lines } ?? []
    return keymap.lines.map { line in
      let number = line.setting.flatMap { lines.indices.contains($0) ? lines[$0]() : nil }
      let source = line.setting == nil ? Words.defaultKey : number.map { "\(path):\($0)" } ?? path
      return Row(cells: [
        ("context", line.context), ("key", line.keys), ("action", line.action),
        ("title", line.title), ("source", source),
      ])
    }
  }

  private static func table(_ rows: [Row]) -> String {
    let shown = rows.map { row in
      row.cells.filter { $0.name != "title" || row.cells.count == 3 }.map {
        Sanitizer.sanitizeLine($0.text)
      }
    }
    return TextTable(shown).text
  }
}

/// A monitor that shows the name, the bytes and the meaning of each key that is pressed.
struct KeyReading {
  private let keymap: Keymap

  init(_ keymap: Keymap) { self.keymap = keymap }

  func run() throws {
    let monitor: KeyMonitor
    do throws(TerminalError) {
      monitor = try KeyMonitor(
        terminal: ProcessInfo.processInfo.environment["TERM"] ?? "")
    } catch {
      throw UsageProblem(Words.needsTerminal)
    }
    defer { monitor.leave() }
    try StandardStreams.output(Words.pressKeys + "\n")
    var last: Key?
    while let press = monitor.next() {
      try StandardStreams.output(line(press) + "\n")
      guard let key = press.key else { continue }
      if key == last, key == .control("c") || key == .character("q") { return }
      last = key
    }
  }

  private func line(_ press: KeyMonitor.Press) -> String {
    let bytes = press.bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined(separator: " ")
    guard let key = press.key else { return Words.pressedKey(Words.notAKey, bytes, meaning: "") }
    let meanings = keymap.meanings(of: key).map { meaning in
      Words.meaningOfKey(meaning.action, in: meaning.context)
    }
    return Words.pressedKey(
      Sanitizer.sanitizeLine(key.name), bytes, meaning: meanings.joined(separator: ", "))
  }
}
