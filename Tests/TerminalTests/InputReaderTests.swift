import Screen
import Testing

@testable import Terminal

/// How the reader interprets bytes that arrive at once, cut at every position, and one by one.
@Suite struct InputReaderTests {
  static let pause = Duration.milliseconds(40)

  private static func keys(_ text: String) -> [TerminalInput] {
    text.unicodeScalars.map { .key(.character(Character($0))) }
  }

  /// Reads the pieces one after another, and returns the inputs, including those from sequences
  /// that expired while incomplete.
  private func inputs(
    _ pieces: [[UInt8]], gap: Duration = .zero, reader: InputReader = InputReader()
  ) -> [TerminalInput] {
    var reader = reader
    var events: [InputEvent] = []
    for piece in pieces { events += reader.read(piece, after: gap) }
    while reader.patience(isReplyDue: false) != nil { events += reader.expire() }
    return events.compactMap { if case .input(let input) = $0 { input } else { nil } }
  }

  private func inputs(_ text: String) -> [TerminalInput] { inputs([Array(text.utf8)]) }

  /// Checks the result with all bytes at once, one by one, and cut in two at every position.
  private func expect(
    _ bytes: [UInt8], _ expected: [TerminalInput], gaps: [Duration] = [.zero, Self.pause],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(inputs([bytes]) == expected, sourceLocation: sourceLocation)
    for gap in gaps {
      #expect(
        inputs(bytes.map { [$0] }, gap: gap) == expected, "byte by byte, \(gap)",
        sourceLocation: sourceLocation)
      for cut in bytes.indices.dropFirst() {
        #expect(
          inputs([Array(bytes[..<cut]), Array(bytes[cut...])], gap: gap) == expected,
          "cut at \(cut), \(gap)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: [
    "hello", "äöü", "量子纠缠", "🍓👩‍👩‍👧", "e\u{301}", "\u{9B}x",
  ])
  func textIsTypedWhateverTheCut(_ text: String) {
    expect(Array(text.utf8), Self.keys(text))
  }

  @Test(arguments: [true, false])
  func focusIsReportedAndNothingIsTyped(_ isFocused: Bool) {
    expect(
      Array("a\u{1B}[\(isFocused ? "I" : "O")b".utf8),
      Self.keys("a") + [.focus(isFocused)] + Self.keys("b"))
  }

  @Test func invalidBytesDoNotAffectOtherText() {
    expect([0x61, 0xFF, 0x62], Self.keys("a\u{FFFD}b"))
    expect([0xC3, 0x61], Self.keys("\u{FFFD}a"))
    expect([0xE9, 0x80], Self.keys("\u{FFFD}"))
    expect([0xE9, 0x80, 0x0D], Self.keys("\u{FFFD}") + [.key(.enter)])
    expect([0xF0, 0x9F, 0x1B, 0x5B, 0x41], Self.keys("\u{FFFD}") + [.key(Key(.up))])
    let paste = Array("\u{1B}[200~a".utf8) + [0xFF] + Array("b量\u{1B}[201~c".utf8)
    expect(paste, [.paste("a\u{FFFD}b量")] + Self.keys("c"))
  }

  @Test(
    arguments: [
      ("\r", .enter), ("\n", .control("j")), ("\t", .tab), ("\u{7F}", Key(.backspace)),
      ("\u{8}", Key(.backspace)), ("\u{0}", .control(" ")), ("\u{3}", .control("c")),
      ("\u{1A}", .control("z")), ("\u{1F}", .control("_")), ("\u{1C}", .control("\\")),
      ("\u{1B}[A", Key(.up)), ("\u{1B}OA", Key(.up)), ("\u{1B}[B", Key(.down)),
      ("\u{1B}OB", Key(.down)), ("\u{1B}[C", Key(.right)), ("\u{1B}OC", Key(.right)),
      ("\u{1B}[D", Key(.left)), ("\u{1B}OD", Key(.left)), ("\u{1B}[H", Key(.home)),
      ("\u{1B}OH", Key(.home)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[7~", Key(.home)),
      ("\u{1B}[F", Key(.end)), ("\u{1B}OF", Key(.end)), ("\u{1B}[4~", Key(.end)),
      ("\u{1B}[3~", Key(.delete)), ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[6~", Key(.pageDown)),
      ("\u{1B}[Z", Key(.backTab)), ("\u{1B}OP", Key(.function(1))),
      ("\u{1B}[11~", Key(.function(1))), ("\u{1B}[[A", Key(.function(1))),
      ("\u{1B}[[E", Key(.function(5))), ("\u{1B}[15~", Key(.function(5))),
      ("\u{1B}[24~", Key(.function(12))), ("\u{1B}[1;5D", Key(.left, control: true)),
      ("\u{1B}[1;3C", Key(.right, alt: true)), ("\u{1B}O5C", Key(.right, control: true)),
      ("\u{1B}Oc", Key(.right, control: true)), ("\u{1B}[3;5~", Key(.delete, control: true)),
      ("\u{1B}[1;2P", Key(.function(1))), ("\u{1B}OM", .enter), ("\u{1B}Oj", .character("*")),
      ("\u{1B}Op", .character("0")), ("\u{1B}Oy", .character("9")),
    ] as [(String, Key)])
  func keysAreReadHoweverTheyAreCut(_ text: String, _ key: Key) {
    expect(
      Array("a\(text)b".utf8), Self.keys("a") + [.key(key)] + Self.keys("b"))
  }

  /// xterm's modifyOtherKeys and the kitty form produce the same keys as the plain bytes.
  @Test(
    arguments: [
      (13, 2, Key(.enter, alt: true)), (13, 3, Key(.enter, alt: true)), (13, 1, .enter),
      (106, 5, .control("j")), (74, 6, .control("j")), (97, 3, .alt("a")), (65, 2, .character("A")),
      (97, 2, .character("A")), (32, 5, .control(" ")), (105, 5, .tab), (109, 5, .enter),
      (104, 5, Key(.backspace)), (91, 5, .escape), (9, 2, Key(.backTab)), (27, 1, .escape),
      (127, 1, Key(.backspace)), (127, 3, Key(.backspace, alt: true)), (47, 5, .control("_")),
      (8712, 1, .character("∈")), (228, 1, .character("ä")),
    ] as [(Int, Int, Key)])
  func bothCodingsOfModifiersMeanTheSameKey(_ code: Int, _ modifiers: Int, _ key: Key) {
    expect(Array("\u{1B}[27;\(modifiers);\(code)~".utf8), [.key(key)])
    expect(Array("\u{1B}[\(code);\(modifiers)u".utf8), [.key(key)])
  }

  @Test func theKittyFormHasAlternativesEventsAndText() {
    #expect(inputs("\u{1B}[97:65;2u") == Self.keys("A"))
    #expect(inputs("\u{1B}[97;1:1u\u{1B}[97;1:3u") == Self.keys("a"))
    #expect(inputs("\u{1B}[97;5:2u") == [.key(.control("a"))])
    #expect(inputs("\u{1B}[57404u\u{1B}[57414u") == Self.keys("5") + [.key(.enter)])
    #expect(inputs("\u{1B}[57358u\u{1B}[57441;2u") == [])
    #expect(inputs("\u{1B}[0;;228:246u") == Self.keys("äö"))
    #expect(inputs("\u{1B}[1;1:3A") == [])
    #expect(inputs("\u{1B}[99999999999u\u{1B}[97;99999999999u\u{1B}[;u\u{1B}[u") == [])
  }

  @Test(arguments: [
    "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\",
    "\u{1B}^private message\u{1B}\\", "\u{1B}Xany text\u{1B}\\", "\u{1B}]0;title\u{7}",
    "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}]l title\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\",
    "\u{1B}P!|00000000\u{1B}\\", "\u{1B}[c", "\u{1B}[y", "\u{1B}[?62;22c", "\u{1B}[>1;2;3c",
    "\u{1B}[24;80R", "\u{1B}[8;24;80t", "\u{1B}[M !!", "\u{1B}[M#\u{7F}~", "\u{1B}[<34;3;4M",
    "\u{1B}[32;5;6M", "\u{1B}[2~", "\u{1B}[99~", "\u{1B}[?1;2$y", "\u{1B}[201~", "\u{1B}[E",
    "\u{1B}[\(String(repeating: "1;", count: 3000))m", "\u{1B}[1$w",
    "\u{1B}]52;c;\(String(repeating: "QUJD", count: 3000))\u{7}",
    "\u{1B}X\(String(repeating: "long ", count: 2000))\u{1B}\\",
  ])
  func terminalReportsAreNeverTyped(_ text: String) {
    let bytes = Array("he\(text)llo".utf8)
    guard bytes.count < 200 else {
      #expect(inputs([bytes]) == Self.keys("hello"))
      #expect(inputs(bytes.map { [$0] }, gap: Self.pause) == Self.keys("hello"))
      return
    }
    expect(bytes, Self.keys("hello"))
  }

  @Test func mouseReportsWithHighBytesAreConsumed() {
    expect([0x1B, 0x5B, 0x4D, 0x20, 0xF0, 0xFF, 0x61], Self.keys("a"))
    expect([0x1B, 0x5B, 0x4D, 0x20, 0x03], [.key(.control("c"))])
    expect(
      Array("\u{1B}[<0;3;4M".utf8), [.mouse(MouseEvent(.press, at: Point(x: 2, y: 3)))])
  }

  @Test(arguments: [
    ("\u{1B}]11;rgb:0/0/0\u{7}", 1_000), ("\u{1B}]11;rgb:0/0/0\u{7}", 3_000), ("\u{1B}[I", 1_000),
    ("\u{1B}[A", 500),
  ])
  func replyArrivingLateAfterItsEscapeIsNotTyped(_ text: String, _ milliseconds: Int) {
    var reader = InputReader()
    var events = reader.read([0x1B])
    let gap = Duration.milliseconds(milliseconds)
    if let patience = reader.patience(isReplyDue: true), patience <= gap {
      events += reader.expire()
    }
    events += reader.read(Array(text.utf8.dropFirst()), after: min(gap, .seconds(1)))
    events += reader.read(Array("x".utf8), after: gap)
    let typed = events.filter {
      if case .input(.key(let key)) = $0 { key != .escape } else { false }
    }
    let arrow: [InputEvent] = text.hasSuffix("A") ? [.input(.key(Key(.up)))] : []
    #expect(typed == arrow + [.input(.key(.character("x")))])
  }

  @Test func escapeAloneIsAKeyAndBeforeAKeyIsAlt() {
    #expect(inputs("\u{1B}") == [.key(.escape)])
    #expect(inputs("\u{1B}b") == [.key(.alt("b"))])
    #expect(inputs("\u{1B}ä") == [.key(.alt("ä"))])
    #expect(inputs("\u{1B}\r") == [.key(Key(.enter, alt: true))])
    #expect(inputs("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
    #expect(inputs("\u{1B}\u{1B}[A") == [.key(.escape), .key(Key(.up))])
  }

  @Test(
    arguments: [
      ("\u{1B}[", [.alt("[")]), ("\u{1B}]", [.alt("]")]),
      ("\u{1B}]x", [.alt("]"), .character("x")]),
      ("\u{1B}O", [.alt("O")]), ("\u{1B}Oz", [.alt("O"), .character("z")]),
      ("\u{1B}P", [.alt("P")]), ("\u{1B}Please", [.alt("P")] + "lease".map { .character($0) }),
      ("\u{1B}Please\r", [.alt("P")] + "lease".map { .character($0) } + [.enter]),
      ("\u{1B}[\u{1B}", [.alt("["), .escape]),
      ("]11;rgb:0/0/0", "]11;rgb:0/0/0".map { .character($0) }),
    ] as [(String, [Key])])
  func typedTextIsKept(_ text: String, _ keys: [Key]) {
    #expect(inputs(text) == keys.map { .key($0) })
    #expect(inputs([Array(text.utf8)], gap: .zero) == keys.map { .key($0) })
  }

  /// Escape, followed after a pause by another key, is not Alt, whatever that key is.
  @Test(arguments: ["x", "P", "O", "[", "]", "_", "ä", "\r"])
  func escapeAndALaterKeyAreTwoKeys(_ text: String) {
    let second = Key(typed: text.unicodeScalars.first ?? " ")
    #expect(
      inputs([[0x1B], Array(text.utf8)], gap: Self.pause) == [.key(.escape), .key(second)])
    var reader = InputReader()
    var events = reader.read([0x1B]) + reader.expire()
    events += reader.read(Array(text.utf8), after: .milliseconds(200)) + reader.expire()
    #expect(events == [.input(.key(.escape)), .input(.key(second))])
  }

  @Test func ctrlCIsAKeyInEveryState() {
    for start in [
      "", "\u{1B}", "\u{1B}[", "\u{1B}[1;", "\u{1B}O", "\u{1B}[M", "\u{1B}[M!", "\u{1B}[[",
      "\u{1B}]",
      "\u{1B}]11;rgb", "\u{1B}P>|X", "\u{1B}_G", "\u{1B}X", "\u{1B}]11;\u{1B}", "\u{1B}[200~text",
      "\u{1B}[200~text\u{1B}[20",
    ] {
      var reader = InputReader()
      var events = reader.read(Array(start.utf8))
      events += reader.read([0x03], after: Self.pause)
      let inputs = events.compactMap { if case .input(.key(let key)) = $0 { key } else { nil } }
      #expect(
        inputs.contains(.control("c")) || inputs.last == Key.control("c"),
        "\(start.debugDescription)")
      #expect(reader.read([0x78], after: Self.pause) == [.input(.key(.character("x")))])
    }
  }

  @Test func terminalsOwnSequencesAreKnown() {
    let reader = InputReader(keys: [
      Array("\u{1B}[3$".utf8): Key(.delete), Array("\u{1B}A".utf8): Key(.up),
      Array("\u{1B}OT".utf8): Key(.function(5)),
    ])
    #expect(
      inputs([Array("\u{1B}[3$x".utf8)], reader: reader) == [.key(Key(.delete))] + Self.keys("x"))
    #expect(inputs([Array("\u{1B}Ax".utf8)], reader: reader) == [.key(Key(.up))] + Self.keys("x"))
    #expect(
      inputs([Array("\u{1B}OTx".utf8)], reader: reader) == [.key(Key(.function(5)))]
        + Self.keys("x"))
  }
}
