import Chat
import Testing

@Suite struct UUIDv7Tests {
  /// A generator that always returns the same word.
  private struct Constant: RandomNumberGenerator {
    let word: UInt64
    mutating func next() -> UInt64 { word }
  }

  @Test func hasTheLayoutOfRFC9562() {
    var random = Constant(word: 0)
    let id = UUIDv7(time: Timestamp(milliseconds: 0x017F_22E2_79B0), random: &random)
    #expect(id.description == "017f22e2-79b0-7000-8000-000000000000")
    random = Constant(word: .max)
    let other = UUIDv7(time: Timestamp(milliseconds: 0x017F_22E2_79B0), random: &random)
    #expect(other.description.hasPrefix("017f22e2-79b0-7"))
    #expect("89ab".contains(Array(other.description)[19]))
  }

  @Test func textRoundTrips() {
    var random = SystemRandomNumberGenerator()
    for milliseconds in [Int64(0), 1, 1_764_000_000_000, 0xFFFF_FFFF_FFFF] {
      let id = UUIDv7(time: Timestamp(milliseconds: milliseconds), random: &random)
      #expect(UUIDv7(id.description) == id)
      #expect(UUIDv7(id.description.uppercased()) == id)
    }
  }

  @Test func sortsByTime() {
    var random = SystemRandomNumberGenerator()
    let ids = (0..<100).map { UUIDv7(time: Timestamp(milliseconds: Int64($0)), random: &random) }
    #expect(ids == ids.sorted())
    #expect(ids.map(\.description) == ids.map(\.description).sorted())
  }

  @Test(arguments: [
    "", "017f22e2", "017f22e2-79b0-7000-8000-00000000000", "017f22e2-79b0-7000-8000-0000000000000",
    "017f22e279b0-7000-8000-0000000000000", "g17f22e2-79b0-7000-8000-000000000000",
    "017f22e2-79b0-7000-8000-00000000000é",
  ])
  func refusesOtherTexts(_ text: String) {
    #expect(UUIDv7(text) == nil)
  }
}
