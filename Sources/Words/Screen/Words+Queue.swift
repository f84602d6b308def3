extension Words {
  /// Messages waiting for an answer to end.
  public enum Queue {
    // MARK: Rows

    /// Shown to the right of the first message.
    public static var waiting: String { "queued" }
    public static func waiting(editKey: String) -> String { "queued · \(editKey) edit" }
    public static func held(sendKey: String, editKey: String) -> String {
      "queued · \(sendKey) send · \(editKey) edit"
    }
    public static var heldWhileAnswering: String { "queued · on hold" }
    public static func place(_ number: Int, of count: Int) -> String { "\(number) of \(count)" }
    public static func more(_ count: Int) -> String { "… \(count) more" }

    public static func editing(_ number: Int, of count: Int) -> String {
      count == 1 ? "queued message" : "queued message \(number) of \(count)"
    }
    public static var keepHint: String { "Enter keep" }
    public static var emptyHint: String { "leave empty to remove it" }

    // MARK: Notices

    public static var empty: String { "No queued messages." }

    public static func added(_ count: Int) -> String {
      count == 1
        ? "Queued until this answer ends." : "Queued until this answer ends (\(count) in all)."
    }
    public static func addedToHeld(_ count: Int) -> String {
      "Queued, on hold (\(count) in all)."
    }
    public static func held(_ count: Int) -> String {
      count == 1 ? "1 queued message not sent." : "\(count) queued messages not sent."
    }
    /// - Parameter name: a word after `@`.
    public static func absent(_ name: String) -> String {
      "No such file: \(name). If you send now, the name is sent as text."
    }
    public static func discarded(_ count: Int) -> String {
      count == 1 ? "Queued message discarded." : "\(count) queued messages discarded."
    }
    public static func insertDiscarded(_ key: String) -> String {
      "\(key) to insert the text again."
    }
    public static func sent(_ text: String) -> String { "Sending: \(text)" }

    // MARK: Advice

    public static func send(_ style: CommandStyle) -> String {
      style.choose(
        { "\($0("send")) with an empty draft to send them when this answer ends." },
        "/sendqueue to send them when this answer ends.")
    }

    public static func decide(_ style: CommandStyle) -> String {
      style.choose(
        {
          "\($0("send")) to send, \($0("line-up")) to edit, \($0("cancel")) to discard, "
            + "\($0("stop")) to decide later."
        },
        "/sendqueue to send, /discardqueue to discard.")
    }
  }
}
