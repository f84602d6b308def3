internal import Foundation

/// A generator of text with natural word frequencies: the second word is half as frequent as
/// the first, and the hundredth is a hundredth as frequent (Zipf). The frequent words are real,
/// and the rare ones are made of syllables.
struct Words {
  enum Language: CaseIterable {
    case english, german, chinese, japanese, korean, code

    static func any(_ random: inout Generator) -> Language {
      switch random.unit() {
      case ..<0.52: .english
      case ..<0.66: .german
      case ..<0.79: .chinese
      case ..<0.86: .japanese
      case ..<0.91: .korean
      default: .code
      }
    }
  }

  private var vocabulary: [Language: [String]] = [:]

  init(random: inout Generator) {
    vocabulary[.english] =
      Self.english
      + Self.made(
        60_000, Self.latin, 2...4, &random)
    vocabulary[.german] = Self.german + Self.made(80_000, Self.latin + Self.umlauts, 2...5, &random)
    vocabulary[.code] =
      Self.code
      + Self.made(30_000, Self.latin, 1...3, &random).map {
        Bool.random(using: &random) ? $0 : $0 + "_" + $0.prefix(3) + "Of"
      }
    // Characters are as unevenly distributed as words. It does not matter which ones are frequent.
    let han = (0..<5000).compactMap { Unicode.Scalar(0x4E00 + ($0 * 7919) % 20_000) }.map(
      String.init)
    vocabulary[.chinese] = Array("的是不了在人有我他这中大来上国个到说们为量子").map(String.init) + han
    let kana = (0x3042...0x3093).compactMap { Unicode.Scalar($0) }.map(String.init)
    vocabulary[.japanese] =
      Array("のにはをたがでとしれさ").map(String.init) + kana + ["データ", "サーバー"] + han.prefix(2500)
    vocabulary[.korean] = Self.made(
      40_000,
      (0..<900).compactMap { Unicode.Scalar(0xAC00 + ($0 * 611) % 11_172) }.map(String.init),
      1...3, &random)
  }

  mutating func text(
    _ language: Language, bytes: ClosedRange<Int>, _ random: inout Generator
  ) -> String {
    // Short lengths are more likely than long ones.
    let share = random.unit() * random.unit() * 1.6
    let length = bytes.lowerBound + Int(Double(bytes.upperBound - bytes.lowerBound) * min(1, share))
    let words = vocabulary[language] ?? []
    let separator =
      switch language {
      case .chinese, .japanese: ""
      case .english, .german, .korean, .code: " "
      }
    var text = ""
    var sentence = 0
    while text.utf8.count < length {
      // Mix some English into every other language, as in real text.
      let isForeign = language != .english && random.unit() < 0.06
      text += isForeign ? word(of: vocabulary[.english] ?? [], &random) : word(of: words, &random)
      sentence += 1
      if sentence > 8, random.unit() < 0.12 {
        text += separator.isEmpty ? "。" : language == .code ? ";\n  " : ". "
        if random.unit() < 0.1 { text += "\n\n" }
        sentence = 0
      } else {
        text += isForeign ? " " : separator
      }
    }
    return text
  }

  func word(of words: [String], _ random: inout Generator) -> String {
    words[min(words.count - 1, Int(pow(Double(words.count), random.unit())) - 1)]
  }

  private static func made(
    _ count: Int, _ syllables: [String], _ lengths: ClosedRange<Int>, _ random: inout Generator
  ) -> [String] {
    (0..<count).map { _ in
      (0..<Int.random(in: lengths, using: &random))
        .map { _ in syllables[Int.random(in: 0..<syllables.count, using: &random)] }.joined()
    }
  }

  private static let latin = [
    "con", "pro", "in", "re", "ter", "ment", "tion", "al", "er", "ing", "st", "per", "ac", "tor",
    "de", "ad", "lock", "qua", "ver", "si", "on", "le", "ra", "mo", "del", "ex", "am", "ple", "un",
    "der", "stand", "com", "pa", "ny", "ge", "ble", "ful", "ser", "ver", "cli", "ent", "ba", "se",
  ]
  private static let umlauts = ["ü", "ö", "ä", "ß", "schaft", "ung", "keit", "lich", "über", "für"]
  private static let english = """
    the of to and a in is it you that for on with as are this be at or from have an they which one \
    we can not by but what all were when there use your how said each she do their time if will way \
    about many then them write would like so these her long make thing see him two has look more day \
    could go come did number sound no most people my over know water than call first who may down \
    side been now find any new work part take get place made live where after back little only round \
    man year came show every good me give our under name very through just form sentence great think \
    say help low line differ turn cause much mean before move right boy old too same tell does set \
    three want air well also play small end put home read hand port large spell add even land here \
    must big high such follow act why ask men change went light kind off need house picture try us \
    again animal point mother world near build self earth father actor deadlock server message query
    """.split(separator: " ").map(String.init)
  private static let german = """
    der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden \
    aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur \
    oder aber vor zur bis mehr durch man sein wurde wenn kann schon können müssen größer Straße Übung \
    Schlüssel Änderung möglich Gerät hören später Lösung prüfen Größe während natürlich Verfügung
    """.split(separator: " ").map(String.init)
  private static let code = """
    let var func return if else guard for in while struct class enum case switch import self init nil \
    true false throws try await async String Int Array URLSession.shared foo_bar print(value) { } \
    => == != += i++ items.map result.append(x) static private public extension protocol
    """.split(separator: " ").map(String.init)
}
