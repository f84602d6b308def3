extension Words {
  /// Titles of the terminal window.
  public enum Title {
    public static var program: String { "Aside" }
    /// The ending of the window title, after the conversation's title.
    public static var ending: String { " - Aside" }
    public static var privateConversation: String { "Private conversation" }
  }

  /// Alerts that announce the end of an answer.
  public enum Alert {
    public static var answered: String { "The answer is ready." }
    public static var failed: String { "The answer failed." }
    public static var cutOff: String { "The answer was cut off." }

    /// - Parameter status: the command's exit status; `nil` if the command did not run or did not
    ///   finish.
    public static func commandFailed(status: Int?) -> String {
      guard let status else { return "The [notify] command did not run or was stopped." }
      return "The [notify] command exited with status \(status)."
    }
    public static var commandAdvice: String { "Check it in config.toml." }
  }
}
