import Testing

@testable import aside

/// The `[composer]` table of the configuration.
@Suite struct ComposerSettingTests {
  private func lines(_ text: String) throws -> Int? {
    try Configuration(TOMLFile(path: "config.toml", text: text)).composer.foldedPasteLines
  }

  @Test func pastesAreFoldedFromTenLinesOn() throws {
    #expect(try lines("") == 10)
    #expect(try lines("[composer]\nfold_pastes = 40") == 40)
    #expect(try lines("[composer]\nfold_pastes = 0") == nil)
  }

  @Test func viIsOffUnlessItIsTurnedOn() throws {
    func vi(_ text: String) throws -> Bool {
      try Configuration(TOMLFile(path: "config.toml", text: text)).composer.vi
    }
    #expect(try !vi(""))
    #expect(try vi("[composer]\nvi = true"))
    #expect(try !vi("[composer]\nvi = false"))
  }

  @Test(arguments: [
    "vi = 1", "vi = \"on\"", "fold_pastes = -1", "fold_pastes = \"10\"", "folded = 10",
  ])
  func wrongValuesAreNamed(_ line: String) {
    #expect(throws: UsageProblem.self) { try lines("[composer]\n" + line) }
  }
}
