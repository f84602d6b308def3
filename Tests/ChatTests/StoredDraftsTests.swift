import Chat
import Testing

/// The drafts of several programs in one string.
@Suite struct StoredDraftsTests {
  private func replacing(_ old: String?, _ new: String, in stored: String) -> [String] {
    StoredDrafts.split(StoredDrafts.replacing(old, with: new, in: stored))
  }

  @Test func oneProgramStoresPlainText() {
    #expect(StoredDrafts.replacing(nil, with: "a", in: "") == "a")
    #expect(StoredDrafts.replacing("a", with: "ab\n\nc", in: "a") == "ab\n\nc")
    #expect(StoredDrafts.replacing("a", with: "", in: "a") == "")
    #expect(StoredDrafts.split("").isEmpty)
  }

  @Test func eachProgramReplacesItsOwnDraft() {
    var stored = StoredDrafts.replacing(nil, with: "one", in: "")
    stored = StoredDrafts.replacing(nil, with: "two", in: stored)
    stored = StoredDrafts.replacing("one", with: "one!", in: stored)
    stored = StoredDrafts.replacing("two", with: "two!", in: stored)
    #expect(StoredDrafts.split(stored) == ["one!", "two!"])
    stored = StoredDrafts.replacing("one!", with: "", in: stored)
    #expect(stored == "two!")
  }

  @Test func draftsTakenOverTogetherAreReplacedTogether() {
    let both = StoredDrafts.replacing(nil, with: "two", in: "one")
    #expect(replacing(both, "one and two", in: both) == ["one and two"])
    let three = StoredDrafts.replacing(nil, with: "three", in: both)
    #expect(replacing(both, "", in: three) == ["three"])
  }

  @Test func unchangedOrEmptyDraftsChangeNothing() {
    #expect(replacing(nil, "", in: "theirs") == ["theirs"])
    #expect(replacing("", "", in: "theirs") == ["theirs"])
    #expect(replacing("mine", "mine", in: "") == [])
    #expect(replacing("mine", "", in: "theirs") == ["theirs"])
    #expect(replacing("x", "same", in: "same") == ["same"])
  }

  @Test func aDraftThatWasReplacedIsAdded() {
    #expect(replacing("mine", "mine!", in: "theirs") == ["theirs", "mine!"])
    #expect(replacing("mine", "mine!", in: "") == ["mine!"])
  }
}
