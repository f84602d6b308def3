import Screen
import Testing

@testable import Terminal

/// Bracketed pastes that are complete, cut into pieces or never ended.
@Suite struct PasteTests {
  private static let pause = Duration.milliseconds(40)
  private static let start = "\u{1B}[200~"
  private static let end = "\u{1B}[201~"

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func read(_ pieces: [[UInt8]], gap: Duration = .zero) -> [InputEvent] {
    var reader = InputReader()
    return pieces.flatMap { reader.read($0, after: gap) }
  }

  private func pieces(_ bytes: [UInt8], of length: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: length).map {
      Array(bytes[$0..<min($0 + length, bytes.count)])
    }
  }

  @Test func lineEndsBecomeLineFeeds() {
    #expect(
      read([bytes("\(Self.start)a\rb\r\nc\n量\r\r\n\(Self.end)d")])
        == [.input(.paste("a\nb\nc\n量\n\n")), .input(.key(.character("d")))])
    #expect(read([bytes(Self.start + Self.end)]) == [])
  }

  @Test func pasteIsTheSameWhateverTheCut() {
    let text = "hello wörld 量 \u{1B}[A \u{1B}[201 \u{3}\u{1B}[20x"
    let all = bytes(Self.start + text + Self.end + "x")
    let expected: [InputEvent] = [.input(.paste(text)), .input(.key(.character("x")))]
    for gap in [Duration.zero, Self.pause] {
      for length in 1...all.count where length != 1 || gap == .zero {
        #expect(read(pieces(all, of: length), gap: gap) == expected, "\(length) bytes, \(gap)")
      }
    }
  }

  @Test(arguments: [7, 64, 1400])
  func manyCharactersArriveInPieces(_ length: Int) {
    let text = String(repeating: "量子纠缠是什么", count: 520)
    let all = bytes(Self.start + text + Self.end)
    #expect(read(pieces(all, of: length), gap: Self.pause) == [.input(.paste(text))])
  }

  @Test func pasteWithoutAnEndIsInsertedAfterTheWaitAndKeysWork() {
    var reader = InputReader()
    #expect(reader.read(bytes(Self.start + "text")) == [])
    #expect(reader.patience(isReplyDue: false) == InputReader.longPatience)
    #expect(reader.expire() == [.input(.paste("text"))])
    #expect(reader.patience(isReplyDue: false) == nil)
    #expect(reader.read([0x0D], after: .seconds(2)) == [.input(.key(.enter))])
    #expect(reader.read(bytes("\u{1B}[A"), after: .seconds(2)) == [.input(.key(Key(.up)))])
  }

  @Test func ctrlCInsertsAPasteWithoutAnEnd() {
    var reader = InputReader()
    #expect(reader.read(bytes(Self.start + "text")) == [])
    #expect(
      reader.read([0x03], after: Self.pause)
        == [.input(.paste("text")), .input(.key(.control("c")))])
    #expect(reader.read([0x61], after: Self.pause) == [.input(.key(.character("a")))])
  }

  /// Text after a stall still belongs to the paste. A line end in it must not send half a
  /// question.
  @Test func restOfAStalledPasteIsText() {
    var reader = InputReader()
    #expect(reader.read(bytes(Self.start + "one")) == [])
    #expect(reader.expire() == [.input(.paste("one"))])
    #expect(
      reader.read(bytes("\rtwo\rthree"), after: .seconds(3)) == [.input(.paste("\ntwo\nthree"))])
    #expect(
      reader.read(bytes("four" + Self.end + "x"), after: .seconds(3))
        == [.input(.paste("four")), .input(.key(.character("x")))])
  }

  @Test func stalledEndMarkTypesNothing() {
    for cut in 1..<Self.end.utf8.count {
      var reader = InputReader()
      let mark = bytes(Self.end)
      var events = reader.read(bytes(Self.start + "one") + mark[..<cut])
      events += reader.expire()
      #expect(events == [.input(.paste("one"))], "\(cut)")
      #expect(reader.read(Array(mark[cut...]), after: .seconds(5)) == [], "\(cut)")
      #expect(reader.read([0x78]) == [.input(.key(.character("x")))])
    }
  }

  /// A character whose bytes arrive on both sides of a stall stays whole.
  @Test func stalledCharacterStaysWhole() {
    for text in ["wörld", "量", "👍 x"] {
      let all = bytes(text)
      for cut in 1..<all.count {
        var reader = InputReader()
        var events = reader.read(bytes(Self.start) + all[..<cut])
        events += reader.expire()
        for byte in all[cut...] { events += reader.read([byte], after: .seconds(2)) }
        events += reader.read(bytes(Self.end), after: .seconds(2))
        let typed = events.map { event in
          switch event {
          case .input(.paste(let text)): text
          case .input(.key(let key)):
            if case .character(let letter) = key.code { String(letter) } else { "?" }
          default: "?"
          }
        }
        #expect(typed.joined() == text, "\(cut)")
      }
    }
  }

  @Test func keyAfterHalfACharacterIsAKey() {
    var reader = InputReader()
    #expect(reader.read(bytes(Self.start + "w") + [0xC3]) == [])
    #expect(reader.expire() == [.input(.paste("w"))])
    #expect(
      reader.read([0x0D], after: .seconds(2)) == [.input(.paste("\u{FFFD}")), .input(.key(.enter))])
  }

  /// The last bytes of a stalled paste are held back only if a character may begin with them. All
  /// others are inserted at once.
  @Test func onlyAPossibleCharacterWaits() {
    let beginnings: [[UInt8]] = [[0xC3], [0xE9, 0x80], [0xF0, 0x9F, 0x91], [0xF4, 0x8F]]
    let others: [[UInt8]] = [
      [0xF5, 0xA4, 0xA4], [0xC0], [0xE0, 0x80], [0xED, 0xA0], [0xF4, 0x90], [0xFF],
    ]
    for (end, waits) in beginnings.map({ ($0, true) }) + others.map({ ($0, false) }) {
      var reader = InputReader()
      _ = reader.read(bytes(Self.start + "w") + end)
      let inserted = "w" + (waits ? "" : String(decoding: end, as: UTF8.self))
      #expect(reader.expire() == [.input(.paste(inserted))], "\(end)")
      let rest: [InputEvent] = waits ? [.input(.paste("\u{FFFD}"))] : []
      #expect(reader.read([0x0D], after: .seconds(2)) == rest + [.input(.key(.enter))], "\(end)")
    }
  }
}
