/// A fraction on one line, with parentheses wherever it would otherwise be misread.
struct MathFraction {
  private let numerator: String
  private let denominator: String
  private let numeratorIsWord: Bool
  private let denominatorIsWord: Bool

  init(_ numerator: MathAtom, _ denominator: MathAtom) {
    self.numerator = numerator.box.text
    self.denominator = denominator.box.text
    numeratorIsWord = numerator.kind == .word
    denominatorIsWord = denominator.kind == .word && !denominator.box.text.contains(" ")
  }

  var atom: MathAtom {
    MathAtom(text, .fraction(isOperator: isDerivative && isBareOperator))
  }

  private var text: String {
    if isDerivative { return numerator + "/" + denominator }
    let over = numeratorIsWord || Self.isProduct(numerator) ? numerator : "(" + numerator + ")"
    let isOne = denominatorIsWord || Self.isOne(denominator)
    return over + "/" + (isOne ? denominator : "(" + denominator + ")")
  }

  /// Whether this is a derivative such as `dy/dx`, which needs no parentheses.
  private var isDerivative: Bool {
    guard let sign = denominator.first, sign == "d" || sign == "∂", numerator.first == sign,
      denominator.count > 1
    else { return false }
    return (numerator + denominator).allSatisfy { $0.isLetter || $0.isNumber || "∂′".contains($0) }
  }

  private var isBareOperator: Bool { numerator.dropFirst().allSatisfy(Self.isScript) }

  /// Whether a numerator needs no parentheses, because it contains no sum or fraction that the
  /// slash could split.
  private static func isProduct(_ text: String) -> Bool {
    var depth = 0
    for character in text.first == "−" ? text.dropFirst() : text[...] {
      if "([{⟨⌊⌈".contains(character) { depth += 1 }
      if ")]}⟩⌋⌉".contains(character) { depth -= 1 }
      if depth == 0, character == " " || MathSymbols.isRelation(character) || character == "/" {
        return false
      }
    }
    return !text.isEmpty && text != "−"
  }

  /// Whether a denominator is a single unit: a number, a letter with its scripts, a function and
  /// its argument, or something in brackets.
  private static func isOne(_ text: String) -> Bool {
    var rest = Array(text)[...]
    if let bar = rest.first, bar == "|" || bar == "‖" {
      return rest.count > 2 && rest.dropFirst().firstIndex(of: bar) == rest.endIndex - 1
    }
    if let sign = rest.first, "√∛∜".contains(sign) { rest.removeFirst() }
    let number = rest.prefix { $0.isWholeNumber && !isScript($0) || $0 == "." }
    if !number.isEmpty {
      rest = rest.dropFirst(number.count)
    } else if rest.first == "(" {
      skipGroup(&rest)
    } else {
      guard let letter = rest.popFirst(), letter != " ", !MathSymbols.isRelation(letter) else {
        return false
      }
      skipScripts(&rest)
      if letter.isLetter, rest.first == "(" { skipGroup(&rest) }
    }
    skipScripts(&rest)
    return rest.isEmpty
  }

  private static func skipScripts(_ rest: inout ArraySlice<Character>) {
    while let next = rest.first {
      if isScript(next) {
        rest.removeFirst()
      } else if next == "^" || next == "_" {
        rest.removeFirst()
        if rest.first == "(" { skipGroup(&rest) } else { rest = rest.dropFirst() }
      } else {
        return
      }
    }
  }

  private static func skipGroup(_ rest: inout ArraySlice<Character>) {
    var depth = 0
    while let next = rest.popFirst() {
      if next == "(" { depth += 1 } else if next == ")" { depth -= 1 }
      if depth == 0 { return }
    }
  }

  private static let scripts = Set(MathSymbols.superscripts.values)
    .union(MathSymbols.subscripts.values).union("′!°")

  private static func isScript(_ character: Character) -> Bool { scripts.contains(character) }
}
