/// A left-to-right LaTeX reader. It reports anything that it does not understand, because a partly
/// converted formula would have a different meaning.
struct MathReader {
  let source: [Character]
  var isDisplay: Bool
  private(set) var position = 0
  private var depth = 0
  /// Whether the whole formula was understood.
  private(set) var isUnderstood = true

  private static let deepest = 40

  init(_ latex: String, isDisplay: Bool) {
    source = latex.map { $0.isWhitespace ? " " : $0 }
    self.isDisplay = isDisplay
  }

  mutating func readAll() -> MathBox {
    var lines: [[MathBox]] = [[]]
    while true {
      lines[lines.count - 1].append(read(until: [.cell, .line]).box)
      if current == "&" {
        skip(1)
      } else if isAtLineBreak {
        skipLineBreak()
        lines.append([])
      } else {
        break
      }
    }
    if lines.contains(where: { $0.count > 1 }) {
      return arranged(lines.map { $0.map(\.text) }, in: "aligned")
    }
    return stacked(lines.flatMap { $0 })
  }

  private func stacked(_ lines: [MathBox]) -> MathBox {
    let lines = lines.filter { !$0.rows.allSatisfy { $0.allSatisfy { $0 == " " } } }
    guard lines.count > 1 else { return lines.first ?? MathBox() }
    guard isDisplay else { return MathBox(lines.map(\.text).joined(separator: "; ")) }
    return MathBox(rows: lines.flatMap(\.rows), baseline: (lines.count - 1) / 2)
  }

  enum Stop {
    case brace
    case bracket
    case line
    case cell
    case end
  }

  var current: Character? { position < source.count ? source[position] : nil }
  var isAtLineBreak: Bool { isAt("\\\\") }

  mutating func skip(_ count: Int) { position = min(source.count, position + count) }

  mutating func skipSpaces() { while current == " " { skip(1) } }

  mutating func fail() { isUnderstood = false }

  func isAt(_ text: String) -> Bool { source[position...].starts(with: text) }

  /// Skips a line break, including its optional spacing.
  mutating func skipLineBreak() {
    skip(2)
    guard current == "[", let end = source[position...].prefix(12).firstIndex(of: "]"),
      source[(position + 1)..<end].allSatisfy({
        $0.isASCII && $0.isLetter || "-.0123456789".contains($0)
      }),
      source[(position + 1)..<end].contains(where: \.isNumber)
    else { return }
    skip(end + 1 - position)
  }

  private func stops(_ stops: [Stop]) -> Bool {
    stops.contains { stop in
      switch stop {
      case .brace: current == "}"
      case .bracket: current == "]"
      case .line: isAtLineBreak
      case .cell: current == "&"
      case .end: isAt("\\end{")
      }
    }
  }

  // MARK: - Sequences

  mutating func read(until stops: [Stop]) -> MathAtom {
    var row = MathRow()
    while current != nil, !self.stops(stops) {
      if current == "^" || current == "_" {
        row.appendScript(readScript())
      } else {
        let isBehindSpace = position > 0 && source[position - 1] == " "
        let atom = readAtom()
        guard atom.box != MathBox() else { continue }
        row.append(atom, spaces: (isBehindSpace, isAtSpace))
      }
    }
    return row.finish()
  }

  private var isAtSpace: Bool {
    current == " " || ["\\,", "\\;", "\\ ", "\\:", "\\quad", "\\qquad"].contains(where: isAt)
  }

  private mutating func readAtom() -> MathAtom {
    guard let character = current else { return MathAtom("") }
    switch character {
    case "\\": return readCommand()
    case "{": return readGroup()
    case "}", "&": fail()
    case " ": break
    case "-":
      skip(1)
      return MathAtom("−")
    case "'":
      skip(1)
      return MathAtom("′")
    case "~":
      skip(1)
      return MathAtom(" ")
    case ":" where isAt(":="):
      skip(2)
      return MathAtom(" := ")
    default:
      skip(1)
      return MathAtom(String(character))
    }
    skip(1)
    return MathAtom("")
  }

  private mutating func readGroup() -> MathAtom {
    skip(1)
    guard depth < Self.deepest else {
      fail()
      return MathAtom("")
    }
    depth += 1
    defer { depth -= 1 }
    let atom = read(until: [.brace])
    if current == nil { fail() }
    skip(1)
    return atom
  }

  /// Reads the argument of a command, laid out on one line.
  mutating func readArgument() -> MathAtom {
    skipSpaces()
    guard depth < Self.deepest, let current, current != "}", current != "&" else {
      fail()
      return MathAtom("")
    }
    depth += 1
    let wasDisplay = isDisplay
    isDisplay = false
    defer {
      depth -= 1
      isDisplay = wasDisplay
    }
    return readAtom()
  }

  /// Reads the text in braces verbatim.
  mutating func readText() -> String {
    skipSpaces()
    guard current == "{" else { return readArgument().box.text }
    skip(1)
    var text = ""
    var open = 1
    while let character = current {
      skip(1)
      if character == "\\", let next = current, "%_&#${}".contains(next) {
        text.append(next)
        skip(1)
        continue
      }
      if character == "\\" || character == "$" { fail() }
      if character == "{" { open += 1 } else if character == "}" { open -= 1 }
      if open == 0 { return text }
      text.append(character == "~" ? " " : character)
    }
    fail()
    return text
  }

  private mutating func readScript() -> MathBox {
    let isSuper = current == "^"
    skip(1)
    let argument = readArgument().box.text
    guard !argument.isEmpty else { return MathBox() }
    if isSuper, argument == "∘" { return MathBox("°") }
    let table = isSuper ? MathSymbols.superscripts : MathSymbols.subscripts
    let compact = argument.filter { $0 != " " }
    let letters = compact.compactMap { table[$0] }
    if letters.count == compact.count { return MathBox(String(letters)) }
    let mark = isSuper ? "^" : "_"
    return MathBox(argument.count == 1 ? mark + argument : mark + "(" + argument + ")")
  }

  // MARK: - Environments

  mutating func readEnvironment() -> MathAtom {
    let name = readText().filter { $0 != "*" }
    guard depth < Self.deepest, MathSymbols.environments.contains(name) else {
      fail()
      return MathAtom("")
    }
    depth += 1
    let wasDisplay = isDisplay
    isDisplay = false
    // Vertical lines between an array's columns cannot be drawn.
    if name == "array" || name.hasPrefix("alignat") || name == "alignedat", readText().contains("|")
    {
      fail()
    }
    let cells = readCells()
    if isAt("\\end{") {
      skip(4)
      if readText().filter({ $0 != "*" }) != name { fail() }
    } else {
      fail()
    }
    depth -= 1
    isDisplay = wasDisplay
    return MathAtom(arranged(cells, in: name))
  }

  private mutating func readCells() -> [[String]] {
    var rows: [[String]] = [[]]
    while current != nil {
      rows[rows.count - 1].append(read(until: [.cell, .line, .end]).box.text)
      if current == "&" {
        skip(1)
      } else if isAtLineBreak {
        skipLineBreak()
        rows.append([])
      } else {
        break
      }
    }
    if rows.count > 1, rows[rows.count - 1].allSatisfy(\.isEmpty) { rows.removeLast() }
    return rows
  }

  private func arranged(_ cells: [[String]], in name: String) -> MathBox {
    let isGrid = name.hasSuffix("matrix") || name == "cases" || name == "array"
    let (left, right) = MathBox.brackets(for: name)
    if isDisplay { return isGrid ? .grid(cells, left: left, right: right) : .aligned(cells) }
    let rows = cells.map { $0.filter { !$0.isEmpty }.joined(separator: " ") }
    return MathBox(left.one + rows.joined(separator: "; ") + right.one)
  }
}
