/// A token counter for text that arrives in pieces. It does not know the model's vocabulary.
///
/// The counter imitates how byte-pair vocabularies split text: a word with the space before it
/// is usually one token, a digit is one token, and a Chinese character is two thirds of a
/// token. The weights were fitted to the vocabularies of Qwen and OpenAI (docs/decisions/0058).
/// The count does not depend on where the pieces begin.
public struct TokenMeter: Equatable, Sendable {
  private var thousandths = 0
  private var last = Kind.none
  /// The number of scalars of the same kind at the end of the text.
  private var runLength = 0
  private var endsInLowerCase = false

  /// The number of tokens that a request adds to each message, for its role and the delimiters at
  /// both ends.
  public static let envelope = 4

  public init() {}

  public init(_ text: String) { add(text) }

  /// The estimated number of tokens; at least 1 unless the text is empty or a single space.
  public var count: Int { thousandths == 0 ? 0 : max(1, (thousandths + 500) / 1000) }

  /// - Complexity: O(length of the piece)
  public mutating func add(_ piece: String) {
    for scalar in piece.unicodeScalars { add(scalar) }
  }

  private enum Kind {
    case none, word, digit, space, newLine, punctuation
    case foreignWord, han, kana, hangul, wideMark, emoji, joiner, symbol
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    let kind = Self.kind(scalar)
    runLength = kind == last ? runLength + 1 : 1
    let isUpper = (0x41...0x5A).contains(scalar.value)
    let weight =
      switch kind {
      case .word: word(isCut: isUpper && endsInLowerCase, isASCII: scalar.value < 0x80)
      case .foreignWord: runLength == 1 ? 1200 : 170
      case .digit: 1200
      // A single space belongs to the word after it, and a line break to the punctuation before it.
      case .space: runLength == 2 ? 300 : 0
      case .newLine: runLength == 1 && last != .punctuation ? 1100 : 0
      case .punctuation: runLength == 1 ? 800 : 100
      case .han, .kana: 650
      case .hangul, .wideMark: 800
      case .emoji: 2000
      case .joiner: 500
      case .symbol: 1700
      case .none: 0
      }
    thousandths = thousandths.addingClamped(weight)
    last = kind
    endsInLowerCase = (0x61...0x7A).contains(scalar.value)
  }

  /// - Parameter isCut: whether a capital letter follows a lower-case one, as in `camelCase`.
  private mutating func word(isCut: Bool, isASCII: Bool) -> Int {
    if isCut { runLength = 2 }
    let accent = isASCII ? 0 : 600
    return accent + (runLength == 1 ? 1000 : isCut ? 1100 : runLength > 6 ? 200 : 0)
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x0A, 0x0D: .newLine
    case 0x09, 0x20: .space
    case 0x30...0x39: .digit
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: .word
    case 0..<0x80, 0x2010...0x2027: .punctuation
    case 0x370...0x10FF, 0x1200...0x1FFF: .foreignWord
    case 0x1100...0x11FF, 0xAC00...0xD7A3: .hangul
    case 0x200D, 0xFE00...0xFE0F: .joiner
    case 0x3000...0x303F, 0xFF00...0xFFEF: .wideMark
    case 0x3040...0x30FF: .kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: .han
    case 0x1_F000...0x1_FFFF: .emoji
    default: .symbol
    }
  }
}

/// The program's only token estimator. It scales a ``TokenMeter`` count by the latest ratio of the
/// model server's own count to ours.
public struct TokenEstimator: Equatable, Sendable {
  /// The ratio of the server's token count to the ``TokenMeter`` count.
  public private(set) var scale = 1.0

  public init() {}

  /// Calibrates the estimator with an answer for which the server reported its usage; `nil` if
  /// the server's count does not cover the same text, or if the ratio of the two counts would not
  /// be reliable.
  public init?(calibratedBy answer: Message) {
    // For a continued answer, the reported usage does not cover the whole text.
    guard answer.role == .assistant, answer.status == .complete, answer.toolCalls.isEmpty,
      answer.earlier == nil, let usage = answer.usage, let written = usage.completionTokens
    else { return nil }
    // Some servers bill thinking that they do not show.
    let hidden = answer.reasoning.isEmpty ? max(0, usage.reasoningTokens ?? 0) : 0
    self.init(written.subtractingClamped(hidden), for: answer.countedTokens)
  }

  /// Calibrates the estimator with the server's token count and our count of the same text; `nil`
  /// if the text is too short or the ratio is not credible.
  public init?(_ reported: Int, for counted: Int) {
    guard counted >= Self.least else { return nil }
    let scale = Double(reported) / Double(counted)
    guard Self.credible.contains(scale) else { return nil }
    self.scale = scale
  }

  /// Below this count, the ratio is mostly noise.
  private static let least = 16
  /// A ratio outside this range means that the server counted something else.
  private static let credible = 0.25...6.0

  /// Returns the calibrated number of tokens for a count by ``TokenMeter``.
  public func tokens(_ counted: Int) -> Int {
    guard counted > 0 else { return 0 }
    return max(1, Int(clamping: (Double(counted) * scale).rounded()))
  }

  public func tokens(in text: String) -> Int { tokens(TokenMeter(text).count) }
}

extension Message {
  /// The uncalibrated token count of everything that the model wrote.
  /// - Complexity: O(length of the text)
  public var countedTokens: Int {
    var answer = TokenMeter(spoken)
    for call in toolCalls { answer.add(call.written) }
    return TokenMeter(reasoning).count.addingClamped(answer.count)
  }
}
