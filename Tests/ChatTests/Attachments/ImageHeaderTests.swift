import Chat
import Testing

@Suite struct ImageHeaderTests {
  struct Sample: CustomTestStringConvertible {
    var name: String
    var type: ImageType
    var width: Int
    var height: Int
    var bytes: [UInt8]
    /// The number of leading bytes needed to determine the size.
    var needed: Int

    var testDescription: String { name }
  }

  private static let segments: [UInt8] = [
    // APP0 with 6 bytes of data, a restart marker, fill bytes, APP1 with 4 bytes of data, and a
    // Huffman table.
    0xFF, 0xE0, 0, 8, 1, 2, 3, 4, 5, 6, 0xFF, 0xD0, 0xFF, 0xFF, 0xFF, 0xE1, 0, 6, 0xFF, 0xC0, 9, 9,
    0xFF, 0xC4, 0, 4, 1, 2,
  ]

  static let samples = [
    Sample(
      name: "PNG", type: .png, width: 640, height: 480, bytes: ImageFiles.png(640, 480), needed: 24),
    Sample(
      name: "large PNG", type: .png, width: 70_000, height: 1, bytes: ImageFiles.png(70_000, 1),
      needed: 24),
    Sample(
      name: "JPEG", type: .jpeg, width: 300, height: 200, bytes: ImageFiles.jpeg(300, 200),
      needed: 11),
    Sample(
      name: "progressive JPEG with segments", type: .jpeg, width: 4000, height: 3000,
      bytes: ImageFiles.jpeg(4000, 3000, frame: 0xC2, before: segments), needed: 11 + segments.count
    ),
    Sample(
      name: "GIF", type: .gif, width: 16, height: 9, bytes: ImageFiles.gif(16, 9), needed: 10),
    Sample(
      name: "old GIF", type: .gif, width: 65_535, height: 256,
      bytes: ImageFiles.gif(65_535, 256, version: "GIF87a"), needed: 10),
    Sample(
      name: "WebP", type: .webP, width: 550, height: 368, bytes: ImageFiles.webP(550, 368),
      needed: 30),
    Sample(
      name: "lossless WebP", type: .webP, width: 386, height: 395,
      bytes: ImageFiles.losslessWebP(386, 395), needed: 25),
    Sample(
      name: "extended WebP", type: .webP, width: 16_384, height: 1,
      bytes: ImageFiles.extendedWebP(16_384, 1), needed: 30),
  ]

  @Test(arguments: samples)
  func sizeIsRead(_ sample: Sample) {
    #expect(ImageHeader.type(of: sample.bytes) == sample.type)
    let header = ImageHeader(type: sample.type, width: sample.width, height: sample.height)
    #expect(ImageHeader.read(sample.type, sample.bytes) == header)
    #expect(ImageHeader.read(sample.type, Array(sample.bytes.prefix(sample.needed))) == header)
  }

  @Test(arguments: samples)
  func cutHeadersAreRefused(_ sample: Sample) {
    for count in 0..<sample.needed {
      #expect(ImageHeader.read(sample.type, Array(sample.bytes.prefix(count))) == nil, "\(count)")
    }
  }

  /// Reading changed bytes never traps, and never finds an image without pixels.
  @Test(arguments: samples)
  func changedBytesAreSafe(_ sample: Sample) {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = sample.bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      for type in ImageType.allCases {
        guard let header = ImageHeader.read(type, bytes) else { continue }
        #expect(header.width > 0 && header.height > 0)
      }
    }
  }

  @Test(arguments: [
    ImageFiles.png(0, 5), ImageFiles.png(5, 0), ImageFiles.png(0x8000_0000, 1),
    ImageFiles.jpeg(0, 5), ImageFiles.jpeg(5, 0), ImageFiles.gif(0, 1), ImageFiles.webP(0, 9),
  ])
  func imagesWithoutPixelsAreRefused(_ bytes: [UInt8]) throws {
    let type = try #require(ImageHeader.type(of: bytes))
    #expect(ImageHeader.read(type, bytes) == nil)
  }

  @Test(arguments: [
    "", "G", "GIF88a", "RIFF....WAVE", "plain text", "\u{89}PNG", "%PDF-1.7", "<svg/>",
  ])
  func otherFilesAreNoImages(_ text: String) {
    #expect(ImageHeader.type(of: Array(text.utf8)) == nil)
  }

  @Test func tokensAreEstimatedFromTheSize() {
    func tokens(_ width: Int, _ height: Int) -> Int {
      AttachedImage(type: .png, width: width, height: height, bytes: []).estimatedTokens
    }
    #expect(tokens(1, 1) == 4)
    #expect(tokens(280, 140) == 50)
    #expect(tokens(281, 141) == 66)
    #expect(tokens(4000, 3000) == 1600)
    #expect(tokens(.max, .max) == 1600)
  }
}
