import App
import Terminal
import Testing

@testable import aside

/// The `[notify]` table of the configuration, and `terminal_title`.
@Suite struct NotifySettingTests {
  private func configuration(_ text: String) throws -> Configuration {
    try Configuration(TOMLFile(path: "config.toml", text: text))
  }

  @Test(
    arguments: [
      ("", .bell, nil, .unfocused), ("with = \"osc9\"", .osc9, nil, .unfocused),
      ("with = \"osc777\"\nwhen = \"always\"", .osc777, nil, .always),
      ("with = \"none\"", .none, nil, .unfocused), ("when = \"never\"", .bell, nil, .never),
      // A command replaces the bell, unless both are configured.
      ("command = \"play x\"", .none, "play x", .unfocused),
      ("command = \"play x\"\nwith = \"bell\"", .bell, "play x", .unfocused),
    ] as [(String, AlertSignal, String?, AlertTime)])
  func settingsAreRead(
    _ lines: String, _ signal: AlertSignal, _ command: String?, _ time: AlertTime
  ) throws {
    let notify = try configuration("[notify]\n" + lines).notify
    #expect(notify.signal == signal)
    #expect(notify.command == command)
    #expect(notify.time == time)
  }

  @Test(arguments: [
    "with = \"sound\"", "with = true", "when = \"sometimes\"", "command = \" \"", "command = 1",
    "bell = true",
  ])
  func wrongValuesAreNamed(_ line: String) {
    #expect(throws: UsageProblem.self) { try configuration("[notify]\n" + line) }
  }

  @Test func titleCanBeTurnedOff() throws {
    #expect(try configuration("").showsTitle)
    #expect(try !configuration("terminal_title = false").showsTitle)
    #expect(throws: UsageProblem.self) { try configuration("terminal_title = 1") }
  }
}
