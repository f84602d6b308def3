extension MathReader {
  mutating func readCommand() -> MathAtom {
    skip(1)
    guard let first = current else {
      fail()
      return MathAtom("")
    }
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

  private mutating func read(command name: String) -> MathAtom {
    if let symbol = MathSymbols.symbols[name] {
      return MathAtom(symbol, MathSymbols.kind(of: symbol))
    }
    if MathSymbols.functions.contains(name) {
      return MathAtom(name, MathSymbols.limits.contains(name) ? .limit : .word)
    }
    if MathSymbols.sizes.contains(name) { return readDelimiter(isMiddle: name == "middle") }
    if MathSymbols.ignored.contains(name) { return MathAtom("") }
    if let accent = MathSymbols.accents[name] { return readAccent(accent) }
    if MathSymbols.alphabets.contains(name) {
      let letters = readArgument().box.text.map { MathSymbols.letter($0, in: name) }
      return MathAtom(String(letters))
    }
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac": return MathFraction(readArgument(), readArgument()).atom
    case "binom": return MathAtom("C(" + argumentText() + ", " + argumentText() + ")")
    case "sqrt": return readRoot()
    case "begin": return readEnvironment()
    case "pmod": return MathAtom(" (mod " + argumentText() + ")")
    case "bmod": return MathAtom(" mod ")
    case "not": return readNegation()
    case "text", "textrm", "mbox", "hbox", "textbf", "textit", "texttt", "textsf":
      return .word(MathBox(readText()))
    case "tag": return MathAtom("  (" + readText() + ")")
    case "xrightarrow": return MathAtom(" –" + argumentText() + "→ ")
    default:
      if MathSymbols.transparent.contains(name) { return .word(readArgument().box) }
      fail()
      return MathAtom("")
    }
  }

  private mutating func argumentText() -> String { readArgument().box.text }

  private mutating func readNegation() -> MathAtom {
    let symbol = argumentText()
    let isRelation = symbol.count == 1 && symbol.first.map(MathSymbols.isRelation) == true
    return MathAtom(isRelation ? " " + symbol + "\u{338} " : symbol + "\u{338}")
  }

  /// Reads the delimiter after `\left` or a similar command. A dot means no delimiter.
  private mutating func readDelimiter(isMiddle: Bool) -> MathAtom {
    skipSpaces()
    guard let current, "()[]|/.<>".contains(current) else { return MathAtom("") }
    skip(1)
    switch current {
    case ".": return MathAtom("")
    case "<": return MathAtom("⟨", .delimiter)
    case ">": return MathAtom("⟩", .delimiter)
    default:
      let text = String(current)
      return MathAtom(isMiddle ? " " + text + " " : text, .delimiter)
    }
  }

  private mutating func readAccent(_ accent: String) -> MathAtom {
    let argument = argumentText()
    guard argument.count == 1 else {
      return MathAtom(argument.map { String($0) + accent }.joined())
    }
    return MathAtom(argument + accent)
  }

  private mutating func readRoot() -> MathAtom {
    var index = ""
    skipSpaces()
    if current == "[" {
      skip(1)
      let text = read(until: [.bracket]).box.text
      if current == nil { fail() }
      skip(1)
      let letters = text.compactMap { MathSymbols.superscripts[$0] }
      if letters.count < text.count { fail() }
      index = ["2": "", "3": "∛", "4": "∜"][text] ?? String(letters)
    }
    let argument = argumentText()
    let isOne = argument.count == 1 || argument.allSatisfy(\.isNumber)
    let sign = index == "∛" || index == "∜" ? index : index + "√"
    return MathAtom(sign + (isOne ? argument : "(" + argument + ")"), .root)
  }
}
