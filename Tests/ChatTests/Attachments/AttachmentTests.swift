import Chat
import Testing

@Suite struct AttachmentTests {
  private func attach(
    _ name: String, _ bytes: [UInt8], lines: ClosedRange<Int>? = nil
  ) -> Result<Attachment, AttachmentFault> {
    do throws(AttachmentFault) {
      return .success(try Attachment(name: name, bytes: bytes, lines: lines))
    } catch {
      return .failure(error)
    }
  }

  private func text(
    _ name: String, _ text: String, lines: ClosedRange<Int>? = nil
  ) throws -> AttachedText {
    let attachment = try attach(name, Array(text.utf8), lines: lines).get()
    guard case .text(let text) = attachment.content else { throw AttachmentFault.missing }
    return text
  }

  // MARK: Kinds of files

  @Test func textKeepsItsLineEnds() throws {
    #expect(try text("a.swift", "let a = 1\r\n\n").text == "let a = 1\r\n\n")
    #expect(try text("a.swift", "\u{FEFF}x").text == "x")
    #expect(try text("empty", "").text == "")
    #expect(try text("bell", "\u{1B}[1m\u{7}\t\u{C}").lineCount == 1)
  }

  @Test func imagesAreRecognisedByContent() throws {
    let bytes = ImageFiles.jpeg(30, 20)
    #expect(
      try attach("picture.txt", bytes).get().content
        == .image(AttachedImage(type: .jpeg, width: 30, height: 20, bytes: bytes)))
  }

  private static let refusals: [(name: String, bytes: [UInt8], fault: AttachmentFault)] = [
    ("a.bin", [0x61, 0, 0x62], .binary(format: nil, offset: 1)),
    ("a.txt", [0x63, 0x61, 0x66, 0xE9], .notUTF8(byte: 0xE9, offset: 3)),
    ("a.txt", [0x61, 0xE2, 0x82], .notUTF8(byte: 0xE2, offset: 1)),
    ("a.txt", [0xEF, 0xBB, 0xBF, 0x61, 0xFF], .notUTF8(byte: 0xFF, offset: 4)),
    ("a.o", [0x7F, 0x45, 0x4C, 0x46, 0xFF, 1], .binary(format: "ELF", offset: 0)),
    ("a", [0xFF, 1, 0x61], .binary(format: nil, offset: 1)),
    ("a.txt", [0xFF, 0xFE, 0x61, 0], .otherEncoding("UTF-16")),
    ("a.txt", [0xFE, 0xFF, 0, 0x61], .otherEncoding("UTF-16")),
    ("a.txt", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], .otherEncoding("UTF-32")),
    ("a.pdf", Array("%PDF-1.7\nhello".utf8), .binary(format: "PDF", offset: 0)),
    ("a.docx", Array("PK\u{3}\u{4}".utf8) + [0, 0xFF], .binary(format: "ZIP", offset: 0)),
    ("a.heic", [0, 0, 0, 24] + Array("ftypheic".utf8), .binary(format: "HEIC", offset: 0)),
    ("a.png", Array("version https://git-lfs.github.com".utf8), .notAnImage(named: .png)),
    ("a.JPG", [], .notAnImage(named: .jpeg)),
    ("a.webp", [0, 1, 2], .notAnImage(named: .webP)),
    ("a.png", Array(ImageFiles.png(4, 4).prefix(20)), .brokenImage(.png)),
    ("a.gif", ImageFiles.gif(0, 4), .brokenImage(.gif)),
  ]

  @Test(arguments: refusals.indices)
  func otherFilesAreRefusedWithTheReason(_ index: Int) {
    let sample = Self.refusals[index]
    #expect(attach(sample.name, sample.bytes) == .failure(sample.fault))
  }

  @Test func sizesAreLimited() {
    var limits = AttachmentLimits()
    (limits.text, limits.image) = (4, 40)
    let image = ImageFiles.png(1, 1)
    func fault(_ bytes: [UInt8]) -> AttachmentFault? {
      do throws(AttachmentFault) {
        _ = try Attachment(name: "a", bytes: bytes, limits: limits)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault(Array("1234".utf8)) == nil)
    #expect(fault(Array("12345".utf8)) == .tooLarge(size: 5, limit: 4, isImage: false))
    #expect(fault(image) == nil)
    let large = image + [UInt8](repeating: 0, count: 8)
    #expect(fault(large) == .tooLarge(size: 41, limit: 40, isImage: true))
  }

  /// Any bytes become an attachment or are refused with a reason.
  @Test func garbageIsSafe() {
    var random = SystemRandomNumberGenerator()
    let beginnings: [[UInt8]] =
      [
        [], Array("%PDF".utf8), [0xFF, 0xFE], [0xEF, 0xBB, 0xBF],
        [0, 0, 0, 1, 0x66, 0x74, 0x79, 0x70],
      ]
      + [ImageFiles.png(9, 9), ImageFiles.jpeg(9, 9), ImageFiles.webP(9, 9)].map {
        Array($0.prefix(12))
      }
    for beginning in beginnings {
      for _ in 0..<500 {
        let rest = (0..<Int.random(in: 0...40, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        switch attach("a.txt", beginning + rest, lines: Bool.random() ? 1...2 : nil) {
        case .success(let attachment): #expect(attachment.byteCount <= beginning.count + rest.count)
        case .failure: break
        }
      }
    }
  }

  // MARK: Lines

  @Test(arguments: [
    ("a\nb\nc\n", 1...1, "a\n", 1...1), ("a\nb\nc\n", 2...3, "b\nc\n", 2...3),
    ("a\nb\nc", 3...3, "c", 3...3), ("a\nb\nc", 2...99, "b\nc", 2...3),
    ("a\r\nb\r\nc", 2...2, "b\r\n", 2...2), ("a\rb\rc", 2...2, "b\r", 2...2),
    ("\n\nx", 1...2, "\n\n", 1...2), ("é\nü\n", 2...Int.max, "ü\n", 2...2),
  ])
  func linesAreTakenFromText(
    _ whole: String, _ lines: ClosedRange<Int>, _ part: String, _ found: ClosedRange<Int>
  ) throws {
    #expect(try text("a", whole, lines: lines) == AttachedText(part, lines: found))
  }

  @Test func missingLinesAreRefused() {
    let bytes = Array("a\nb\n".utf8)
    #expect(attach("a", bytes, lines: 3...5) == .failure(.linesBeyondEnd(first: 3, count: 2)))
    #expect(attach("a", [], lines: 1...1) == .failure(.linesBeyondEnd(first: 1, count: 0)))
    #expect(attach("a", ImageFiles.gif(1, 1), lines: 1...1) == .failure(.linesOfImage))
  }

  private static let languages: [(String, String?)] = [
    ("Sources/main.swift", "swift"), ("a/Makefile", "makefile"), ("Dockerfile", "dockerfile"),
    ("x.PY", "python"), ("README", nil), (".bashrc", "bash"), ("notes.txt", nil), (".swift", nil),
  ]

  @Test(arguments: languages)
  func languageComesFromTheName(_ name: String, _ language: String?) throws {
    #expect(try text(name, "x").language == language)
  }

  // MARK: SHA-256 and Base64

  /// Examples from FIPS 180, and texts about as long as a block.
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    ("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func digestsAreThoseOfTheStandard(_ text: String, _ count: Int, _ digits: String) {
    #expect(SHA256.digits(of: Array(String(repeating: text, count: count).utf8)) == digits)
  }

  @Test func bytesSurviveBase64() {
    #expect(Base64.text(Array("aside".utf8)) == "YXNpZGU=")
    for count in 0...70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
  }
}
