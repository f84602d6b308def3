internal import Screen

/// A part of a formula, and how it relates to its neighbours.
struct MathAtom: Equatable {
  enum Kind: Equatable {
    case plain
    /// A bracket that unambiguously opens or closes.
    case delimiter
    /// A multi-letter name, spaced apart from adjacent letters.
    case word
    /// A function such as `lim`, whose script is a bound.
    case limit
    case sum
    case quantifier
    case root
    /// - Parameter isOperator: whether the fraction is a derivative operator such as d/dx.
    case fraction(isOperator: Bool)
  }

  var box: MathBox
  var kind = Kind.plain

  init(_ box: MathBox, _ kind: Kind = .plain) {
    self.box = box
    self.kind = kind
  }

  init(_ text: String, _ kind: Kind = .plain) { self.init(MathBox(text), kind) }

  /// Returns a word if the text consists of several letters, otherwise a plain atom.
  static func word(_ box: MathBox) -> Self {
    let text = box.text
    let isWord = text.count > 1 && text.allSatisfy { $0.isLetter || $0 == " " }
    return Self(box, isWord ? .word : .plain)
  }
}

/// A row of atoms, with the spaces and parentheses that keep them from being misread.
struct MathRow {
  private var box = MathBox()
  private var last = MathAtom.Kind.plain
  /// Whether the bounds of a sum or a limit were the last thing appended.
  private var isBounded = false
  /// The last fraction, held back until its right neighbour is known.
  private var fraction: (text: String, isOperator: Bool, followsOperand: Bool)?
  private var only: MathAtom.Kind?
  private var count = 0

  private var end: Character? { box.rows[box.baseline].last }

  /// Returns the whole row as one atom. If the row has only one atom, its kind is kept.
  mutating func finish() -> MathAtom {
    let kind = count == 1 ? only ?? .plain : .plain
    settleFraction(isOperand: false)
    return MathAtom(box, kind)
  }

  mutating func appendScript(_ script: MathBox) {
    settleFraction(isOperand: true)
    count += 1
    box.append(script)
    isBounded = isBounded || last == .limit || last == .sum
  }

  /// - Parameter spaces: whether the source has spaces before and after the atom. LaTeX ignores
  ///   them, but they help to interpret punctuation.
  mutating func append(_ atom: MathAtom, spaces: (before: Bool, behind: Bool)) {
    guard atom.box.isSingleRow, let first = atom.box.text.first else {
      settleFraction(isOperand: false)
      box.append(atom.box)
      return note(atom.kind)
    }
    settleFraction(isOperand: Self.beginsOperand(first) || "([{⟨".contains(first))
    if needsSpace(before: atom, first) { box.append(MathBox(" ")) }
    switch atom.kind {
    case .fraction(let isOperator):
      let follows = Self.endsOperand(end)
      fraction = (atom.box.text, isOperator, follows)
    case .plain where atom.box.text.count == 1: appendSymbol(first, spaces: spaces)
    default: box.append(atom.box)
    }
    note(atom.kind)
  }

  private mutating func note(_ kind: MathAtom.Kind) {
    count += 1
    only = kind
    last = kind
    isBounded = false
  }

  private mutating func settleFraction(isOperand: Bool) {
    guard let (text, isOperator, followsOperand) = fraction else { return }
    fraction = nil
    if isOperator, !followsOperand {
      box.append(MathBox(isOperand ? text + " " : text))
    } else {
      box.append(MathBox(isOperand || followsOperand ? "(" + text + ")" : text))
    }
  }

  private func needsSpace(before atom: MathAtom, _ first: Character) -> Bool {
    guard let end, end != " ", first != " " else { return false }
    if isBounded { return !",.;:!)]}⟩".contains(first) && !MathSymbols.isRelation(first) }
    let isName: Bool
    switch atom.kind {
    case .word, .limit, .quantifier: isName = true
    case .plain, .delimiter, .sum, .root, .fraction: isName = false
    }
    if isName, Self.endsOperand(end) { return true }
    switch last {
    case .word, .limit, .root: return Self.beginsOperand(first)
    case .plain, .delimiter, .sum, .quantifier, .fraction: return false
    }
  }

  private static func beginsOperand(_ first: Character) -> Bool {
    first.isLetter || first.isNumber || "√∛∜∑∏∫∂∇∞".contains(first)
  }

  private static func endsOperand(_ end: Character?) -> Bool {
    guard let end else { return false }
    return end.isLetter || end.isNumber || ")]}⟩′!∞".contains(end)
  }

  private mutating func appendSymbol(_ symbol: Character, spaces: (before: Bool, behind: Bool)) {
    switch symbol {
    case ",", ";":
      dropEnd()
      box.append(MathBox(String(symbol) + (spaces.behind ? " " : "")))
    case ":" where spaces.behind && !spaces.before: box.append(MathBox(": "))
    case ":" where spaces.behind, "|" where spaces.before && spaces.behind:
      box.append(MathBox((end == nil || end == " " ? "" : " ") + String(symbol) + " "))
    case _ where MathSymbols.isRelation(symbol): appendRelation(symbol)
    default: box.append(MathBox(String(symbol)))
    }
  }

  /// Appends a relation or an operator with spaces around it, or a sign directly before its
  /// operand.
  private mutating func appendRelation(_ symbol: Character) {
    let isSign = "±∓+−".contains(symbol)
    guard let end else {
      return box.append(MathBox(isSign ? String(symbol) : String(symbol) + " "))
    }
    if "([{".contains(end) || symbol == "−" && end == " " {
      box.append(MathBox(String(symbol)))
    } else {
      box.append(MathBox((end == " " ? "" : " ") + String(symbol) + " "))
    }
  }

  /// Removes trailing spaces, so that a comma follows its neighbour directly.
  private mutating func dropEnd() {
    guard box.isSingleRow else { return }
    while box.rows[0].last == " " { box.rows[0].removeLast() }
  }
}
