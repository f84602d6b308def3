extension Words {
  /// The title of the terminal's window.
  public enum Title {
    public static var program: String { "Aside" }
    /// After a conversation's title.
    public static var ending: String { " - Aside" }
    public static var privateConversation: String { "Private conversation" }
  }

  /// Alerts when an answer has ended.
  public enum Alert {
    public static var answered: String { "The answer is ready." }
    public static var failed: String { "The answer failed." }
    public static var cutOff: String { "The answer was cut off." }

    /// - Parameter status: `nil` if it did not run, or did not finish.
    public static func commandFailed(status: Int?) -> String {
      guard let status else { return "The command under [notify] did not run or was stopped." }
      return "The command under [notify] ended with status \(status)."
    }
    public static var commandAdvice: String { "Check it in config.toml." }
  }
}
