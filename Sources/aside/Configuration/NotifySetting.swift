internal import App
internal import Terminal
internal import Words

/// The `[notify]` table of the configuration: how the user is alerted when an answer has ended.
struct NotifySetting: Equatable {
  var time = AlertTime.unfocused
  var signal = AlertSignal.bell
  /// The shell command to run; `nil` for none.
  var command: String?

  init() {}

  init(_ table: TOMLFile, _ problems: inout SettingProblems) {
    table.check(keys: ["with", "command", "when"], &problems)
    time =
      problems.note { () throws(UsageProblem) in
        try table.word(
          "when", in: [("unfocused", .unfocused), ("always", .always), ("never", .never)])
      } ?? .unfocused
    command = problems.note { () throws(UsageProblem) -> String? in
      let command = try table.string("command")
      if let command, command.allSatisfy(\.isWhitespace) || command.contains("\0") {
        throw table.problem("command", .string)
      }
      return command
    }
    signal =
      problems.note { () throws(UsageProblem) in
        try table.word(
          "with",
          in: [("bell", .bell), ("osc9", .osc9), ("osc777", .osc777), ("none", .none)]
            as [(word: String, meaning: AlertSignal)])
      } ?? (command == nil ? .bell : .none)
  }
}
