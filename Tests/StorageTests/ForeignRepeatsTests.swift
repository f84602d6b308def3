import Chat
import Foundation
import Testing

@testable import Storage

/// Imports in which one name occurs thousands of times. The last occurrence must cost no more
/// than the first.
@Suite struct ForeignRepeatsTests {
  @Test func numberingRepeatedNamesDoesNotRetryEarlierOnes() {
    var numbers = NameNumbers()
    var taken: Set<String> = ["a", "a (3)"]
    var looks = 0
    for _ in 0..<1000 {
      let name = numbers.free("a") {
        looks += 1
        return taken.contains($0)
      }
      taken.insert(name)
    }
    #expect(taken.count == 1002)
    #expect(taken.contains("a (2)") && taken.contains("a (1002)"))
    #expect(looks == 1001, "one for each, and one for the name that was taken")
  }

  @Test func nameChainsAreWalkedOnce() {
    var steps = 0
    var chains = NameChains { name in
      steps += 1
      guard let number = Int(name), number > 0 else { return nil }
      return .some("\(number - 1)")
    }
    for number in (0...1000).reversed() { #expect(chains.end(of: "\(number)") == "0") }
    #expect(steps <= 1002)
  }

  @Test func deadEndAndCyclicChainsTerminate() {
    let names: [String: String?] = ["a": "b", "b": nil, "c": "d", "d": "e", "e": "d"]
    var chains = NameChains { names[$0] }
    #expect(chains.end(of: "a") == nil)
    #expect(chains.end(of: "b") == nil)
    #expect(chains.end(of: "z") == "z")
    #expect(["d", "e"].contains(chains.end(of: "c")))
    #expect(["d", "e"].contains(chains.end(of: "e")))
  }

  @Test func equalMemberNamesAreAllRead() throws {
    let count = 20_000
    let text = "{" + (0..<count).map { "\"x\": \($0)" }.joined(separator: ",") + "}"
    try Data(text.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      let value = try reader.value()
      #expect(value["x"] == .integer(0))
      #expect(value["x (\(count))"] == .integer(count - 1))
      #expect(reader.repeatedNames.count == count - 1)
    }
  }

  @Test func equalMessageIDsAreAllKept() {
    var conversation = ForeignConversation(source: "s", name: "n", createdAt: nil)
    let count = 20_000
    for number in 0..<count {
      conversation.add("x", after: nil, role: .user, at: nil, place: "") {
        $0.content = "\(number)"
      }
      conversation.omit(.part(type: "\(number)"))
    }
    #expect(conversation.omissions.count == count)
    let finished = conversation.finished(fileTime: Timestamp(milliseconds: 0))
    #expect(finished.conversation.allMessages.count == count)
    #expect(conversation.remarks.count == count - 1)
  }
}
