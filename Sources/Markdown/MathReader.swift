/// Reads LaTeX from the left to the right. Groups deeper than a bound are taken as text.
struct MathReader {
  private let source: [Character]
  private let isDisplay: Bool
  private var position = 0
  private var depth = 0

  private static let deepest = 40

  init(_ latex: String, isDisplay: Bool) {
    source = Array(latex)
    self.isDisplay = isDisplay
  }

  mutating func readAll() -> MathBox {
    var lines: [MathBox] = []
    while true {
      lines.append(read(until: [.line]))
      guard isAtLineBreak else { break }
      skip(2)
    }
    return stacked(lines)
  }

  private func stacked(_ lines: [MathBox]) -> MathBox {
    let lines = lines.filter { !$0.rows.allSatisfy { $0.allSatisfy { $0 == " " } } }
    guard lines.count > 1 else { return lines.first ?? MathBox() }
    guard isDisplay else { return MathBox(lines.map(\.text).joined(separator: "; ")) }
    return MathBox(rows: lines.flatMap(\.rows), baseline: (lines.count - 1) / 2)
  }

  private enum Stop {
    case brace
    case bracket
    case line
    case cell
    case end
  }

  private var current: Character? { position < source.count ? source[position] : nil }
  private var isAtLineBreak: Bool { isAt("\\\\") }

  private mutating func skip(_ count: Int) { position = min(source.count, position + count) }

  private func isAt(_ text: String) -> Bool { source[position...].starts(with: text) }

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

  private mutating func read(until stops: [Stop]) -> MathBox {
    var box = MathBox()
    var operation = Operation.none
    while current != nil, !self.stops(stops) {
      if current == "^" || current == "_" {
        box.append(readScript())
        if operation == .named { operation = .bounded }
      } else {
        let atom = readAtom()
        guard atom != MathBox() else { continue }
        if operation == .bounded, box.isSingleRow, atom.text.first != " " {
          box.append(MathBox(" "))
        }
        operation = MathSymbols.takesBounds(atom.text) ? .named : .none
        box.append(spaced(atom, after: box))
      }
    }
    return box
  }

  /// A sum or a limit and its bounds, which stand apart from what follows.
  private enum Operation {
    case none
    case named
    case bounded
  }

  /// Spaces of the source mean nothing, except around relations, where they are put in.
  private func spaced(_ atom: MathBox, after box: MathBox) -> MathBox {
    guard atom.isSingleRow, atom.rows[0].count == 1, let symbol = atom.rows[0].first,
      MathSymbols.relations.contains(symbol)
    else { return atom }
    guard let before = box.rows[box.baseline].last else {
      return "±∓+−÷×".contains(symbol) ? atom : MathBox(String(symbol) + " ")
    }
    let isSign = symbol == "−" && before == " "
    guard before != "(", before != "[", !isSign else { return atom }
    return MathBox((before == " " ? "" : " ") + String(symbol) + " ")
  }

  private mutating func readAtom() -> MathBox {
    guard let character = current else { return MathBox() }
    switch character {
    case "\\": return readCommand()
    case "{": return readGroup()
    case " ", "\n", "\t", "}", "&":
      skip(1)
      return MathBox()
    case "-":
      skip(1)
      return MathBox("−")
    case "'":
      skip(1)
      return MathBox("′")
    case "~":
      skip(1)
      return MathBox(" ")
    default:
      skip(1)
      return MathBox(String(character))
    }
  }

  private mutating func readGroup() -> MathBox {
    guard depth < Self.deepest else {
      skip(1)
      return MathBox("{")
    }
    depth += 1
    defer { depth -= 1 }
    skip(1)
    let box = read(until: [.brace])
    skip(1)
    return box
  }

  private mutating func readArgument() -> MathBox {
    while current == " " { skip(1) }
    guard depth < Self.deepest else { return MathBox() }
    depth += 1
    defer { depth -= 1 }
    return readAtom()
  }

  /// The source of a group in braces, as it is.
  private mutating func readText() -> String {
    while current == " " { skip(1) }
    guard current == "{" else { return readArgument().text }
    skip(1)
    var text = ""
    var open = 1
    while let character = current {
      skip(1)
      if character == "{" { open += 1 } else if character == "}" { open -= 1 }
      if open == 0 { break }
      text.append(character)
    }
    return text
  }

  private mutating func readScript() -> MathBox {
    let isSuper = current == "^"
    skip(1)
    let argument = readArgument().text
    guard !argument.isEmpty else { return MathBox(isSuper ? "^" : "_") }
    if isSuper, argument == "∘" { return MathBox("°") }
    let table = isSuper ? MathSymbols.superscripts : MathSymbols.subscripts
    let compact = argument.filter { $0 != " " }
    let letters = compact.compactMap { table[$0] }
    if letters.count == compact.count { return MathBox(String(letters)) }
    let mark = isSuper ? "^" : "_"
    return MathBox(argument.count == 1 ? mark + argument : mark + "(" + argument + ")")
  }

  // MARK: - Commands

  private mutating func readCommand() -> MathBox {
    skip(1)
    guard let first = current else { return MathBox("\\") }
    var name = String(first)
    skip(1)
    if first.isLetter {
      while let next = current, next.isLetter, next.isASCII {
        name.append(next)
        skip(1)
      }
      if current == "*" { skip(1) }
    }
    return read(command: name)
  }

  private mutating func read(command name: String) -> MathBox {
    if let symbol = MathSymbols.symbols[name] { return MathBox(symbol) }
    if MathSymbols.functions.contains(name) { return readFunction(name) }
    if MathSymbols.ignored.contains(name) { return readDelimiter() }
    if let accent = MathSymbols.accents[name] { return readAccent(accent) }
    if MathSymbols.alphabets.contains(name) {
      let letters = readArgument().text.map { MathSymbols.letter($0, in: name) }
      return MathBox(String(letters))
    }
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac": return readFraction()
    case "binom": return MathBox("C(" + readArgument().text + ", " + readArgument().text + ")")
    case "sqrt": return readRoot()
    case "begin": return readEnvironment()
    case "pmod": return MathBox(" (mod " + readArgument().text + ")")
    case "bmod": return MathBox(" mod ")
    case "not":
      return MathBox(readArgument().text + "\u{338}")
    case "text", "textrm", "mbox", "hbox", "textbf", "textit", "texttt":
      return MathBox(readText())
    case "tag": return MathBox("  (" + readText() + ")")
    case "xrightarrow": return MathBox(" –" + readArgument().text + "→ ")
    default:
      if MathSymbols.transparent.contains(name) { return readArgument() }
      return current == "{" ? MathBox("\\\(name){\(readText())}") : MathBox("\\" + name)
    }
  }

  /// A function's name stands apart from what follows.
  private func readFunction(_ name: String) -> MathBox {
    let next = source[position...].first { $0 != " " }
    let isApart = next.map { $0.isLetter || $0.isNumber || $0 == "\\" } ?? false
    return MathBox(isApart && next != nil ? name + " " : name)
  }

  /// After `\left` and the like: the delimiter; a dot is none.
  private mutating func readDelimiter() -> MathBox {
    if current == "." { skip(1) }
    return MathBox()
  }

  private mutating func readAccent(_ accent: String) -> MathBox {
    let argument = readArgument().text
    guard argument.count == 1 else { return MathBox(argument.map { String($0) + accent }.joined()) }
    return MathBox(argument + accent)
  }

  private mutating func readFraction() -> MathBox {
    let numerator = Self.operand(readArgument().text)
    return MathBox(numerator + "/" + Self.operand(readArgument().text))
  }

  /// A part of a fraction: in parentheses unless it is one thing.
  private static func operand(_ text: String) -> String {
    let isOne = text.allSatisfy { $0.isLetter || $0.isNumber || "′°∂∞.".contains($0) }
    return isOne ? text : "(" + text + ")"
  }

  private mutating func readRoot() -> MathBox {
    var index = ""
    while current == " " { skip(1) }
    if current == "[" {
      skip(1)
      let text = read(until: [.bracket]).text
      skip(1)
      index =
        ["2": "", "3": "∛", "4": "∜"][text]
        ?? String(text.compactMap { MathSymbols.superscripts[$0] })
    }
    let argument = readArgument().text
    let isOne = argument.count == 1 || argument.allSatisfy(\.isNumber)
    let sign = index == "∛" || index == "∜" ? index : index + "√"
    return MathBox(sign + (isOne ? argument : "(" + argument + ")"))
  }

  // MARK: - Environments

  private mutating func readEnvironment() -> MathBox {
    let name = readText().filter { $0 != "*" }
    guard depth < Self.deepest else { return MathBox() }
    depth += 1
    defer { depth -= 1 }
    if name == "array" { _ = readText() }
    let cells = readCells()
    if isAt("\\end{") {
      skip(4)
      _ = readText()
    }
    let isGrid = name.hasSuffix("matrix") || name == "cases" || name == "array"
    let (left, right) = MathBox.brackets(for: name)
    if isDisplay {
      guard isGrid else {
        return MathBox(
          rows: cells.map { $0.joined(separator: " ") }, baseline: max(0, (cells.count - 1) / 2))
      }
      return .grid(cells, left: left, right: right)
    }
    let rows = cells.map { $0.joined(separator: " ") }
    return MathBox(left.one + rows.joined(separator: "; ") + right.one)
  }

  private mutating func readCells() -> [[String]] {
    var rows: [[String]] = [[]]
    while current != nil {
      rows[rows.count - 1].append(read(until: [.cell, .line, .end]).text)
      if current == "&" {
        skip(1)
      } else if isAtLineBreak {
        skip(2)
        rows.append([])
      } else {
        break
      }
    }
    if rows.count > 1, rows[rows.count - 1].allSatisfy(\.isEmpty) { rows.removeLast() }
    return rows
  }
}
