import Screen
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  private func decode(_ raws: [KeyDecoder.Raw]) -> [TerminalInput] {
    var decoder = KeyDecoder()
    return raws.flatMap { decoder.decode($0) } + decoder.flush()
  }

  @Test(
    arguments: [
      (0x0D, Key.enter), (0x0A, .control("j")), (0x09, .tab), (0x7F, Key(.backspace)),
      (0x08, Key(.backspace)), (0x00, .control(" ")), (0x03, .control("c")), (0x1A, .control("z")),
      (0x61, .character("a")), (0x91CF, .character("量")), (0x1F353, .character("🍓")),
      (0x1F, .control("_")),
    ] as [(UInt32, Key)])
  func readsCharacters(_ scalar: UInt32, _ key: Key) {
    #expect(decode([.scalar(scalar)]) == [.key(key)])
  }

  @Test func anEscapeAloneIsTheKeyAndBeforeACharacterIsAlt() {
    #expect(decode([.scalar(0x1B)]) == [.key(.escape)])
    #expect(decode([.scalar(0x1B), .scalar(0x62)]) == [.key(.alt("b"))])
    #expect(decode([.scalar(0x1B), .scalar(0x0D)]) == [.key(Key(.enter, alt: true))])
    #expect(decode([.scalar(0x1B), .scalar(0x1B)]) == [.key(.escape), .key(.escape)])
  }

  @Test func aPasteIsOneEventWithLineFeeds() {
    let text = "a\rb\r\nc\n量".unicodeScalars.map { KeyDecoder.Raw.scalar($0.value) }
    let raws =
      [.code(KeyDecoder.Code.pasteStart)] + text + [.code(KeyDecoder.Code.pasteEnd), .scalar(0x63)]
    #expect(decode(raws) == [.paste("a\nb\nc\n量"), .key(.character("c"))])
  }

  @Test func unknownCodesAndSurrogatesAreDropped() {
    #expect(decode([.code(0x7FFF), .scalar(0xD800), .scalar(0x61)]) == [.key(.character("a"))])
  }
}
