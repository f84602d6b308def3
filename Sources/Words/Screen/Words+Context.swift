extension Words {
  /// The context window, and what to do when it is full.
  public enum Context {
    /// - Parameters:
    ///   - percent: how much of the window is used.
    ///   - used: the number of tokens used, shortened for the screen.
    public static func nearlyFull(_ percent: String, used: String, window: String) -> String {
      "Context \(percent) full: \(used) of \(window) tokens."
    }

    /// Shown when the request alone fits in the window but leaves no room for an answer.
    public static func leavesNoRoom(tokens: String, window: String) -> String {
      "≈ \(tokens) of \(window) tokens: too little room for an answer."
    }
    public static func doesNotFit(over: String, window: String) -> String {
      let unit = over == "1" ? "token" : "tokens"
      return "≈ \(over) \(unit) over the model's limit of \(window)."
    }

    public static var dropsOldest: String {
      "When the context is full, the oldest turns are not sent. They stay in the conversation."
    }
    public static var keepsOldest: String {
      "When the context is full, Aside asks before sending."
    }

    /// Shown when the request just sent left out the oldest messages.
    public static func omitted(_ count: Int) -> String {
      "Context full: \(oldest(count)) not sent."
    }
    public static func omittedRemark(_ count: Int) -> String { "\(oldest(count)) not sent" }

    private static func oldest(_ count: Int) -> String {
      count == 1 ? "oldest message" : "\(count) oldest messages"
    }

    /// Shown on a rule above the first message that was sent.
    public static var startsHere: String { "sent from here on" }

    // MARK: The status line

    /// - Parameter count: the number of tokens used, with the size of the window if that is known.
    public static func used(_ count: String) -> String { "\(count) context" }
  }

  /// The cost of answers.
  public enum Spending {
    /// - Parameters:
    ///   - spent: the cost of the conversation so far.
    ///   - next: what the next request is likely to add, if that is known.
    public static func conversationLimit(spent: String, next: String?, limit: String) -> String {
      "This conversation has cost \(spent)\(adding(next)); your limit is \(limit)."
    }
    public static func dayLimit(spent: String, next: String?, limit: String) -> String {
      "You have spent \(spent) today\(adding(next)); your limit is \(limit)."
    }

    private static func adding(_ next: String?) -> String {
      next.map { ", and this question may add ≈ \($0)" } ?? ""
    }

    public static var limitReached: String { "Spending limit reached." }

    // MARK: The status line

    public static func conversation(_ cost: String) -> String { "conversation \(cost)" }
    public static func today(_ cost: String) -> String { "today \(cost)" }
  }

  /// The page about context and cost.
  public enum FiguresPage {
    public static var heading: String { "Context and cost" }
    public static var context: String { "Context" }
    public static var cost: String { "Cost" }

    public static var nextRequest: String { "next request" }
    public static var thisRequest: String { "this request" }
    public static var window: String { "window" }
    public static var reserve: String { "answer reserve" }
    public static var whenFull: String { "when full" }
    public static var notSent: String { "not sent" }
    public static var lastAnswer: String { "last answer" }
    public static var conversation: String { "conversation" }
    public static var today: String { "today" }
    public static var prices: String { "prices" }

    public static func tokens(_ count: String) -> String { "\(count) tokens" }
    public static func messages(_ count: Int) -> String {
      count == 1 ? "the oldest message" : "the \(count) oldest messages"
    }

    public static var unknownWindow: String { "unknown; set context_length in [providers.NAME]" }
    public static func asks(_ key: String) -> String {
      "ask before sending · \(key) drop the oldest turns"
    }
    public static func dropsOldest(_ key: String) -> String {
      "drop the oldest turns · \(key) ask instead"
    }
    public static var asksInLines: String { "ask before sending; /dropoldest to change it" }
    public static var dropsOldestInLines: String {
      "drop the oldest turns; /dropoldest to change it"
    }

    public static var unknown: String { "unknown" }
    public static func unknown(limit: String?) -> String {
      limit.map { "unknown; limit \($0)" } ?? unknown
    }
    public static var noAnswer: String { "no answer yet" }
    /// - Parameter cost: the total for the answers whose cost is known.
    public static func atLeast(_ cost: String) -> String { "at least \(cost)" }
    public static func of(_ spent: String, limit: String) -> String { "\(spent) of \(limit)" }
    /// - Parameter cached: the price of input tokens that are in the server's cache.
    public static func prices(input: String, output: String, cached: String?) -> String {
      let cached = cached.map { " · \($0) cached" } ?? ""
      return "\(input) in\(cached) · \(output) out, per million tokens"
    }
    public static var estimateNote: String { "≈ estimate" }
  }
}

extension Words.Advice {
  /// - Parameter name: the name of a parameter that the server refuses.
  public static func changeParameter(_ name: String, _ style: Words.CommandStyle) -> String {
    style.choose({ "\($0("params")) to change \(name)." }, "/unset \(name) to send without it.")
  }

  public static func makeRoom(_ style: Words.CommandStyle) -> String {
    style.choose(
      {
        "\($0("new")) for a new conversation, \($0("fork")) to fork, "
          + "\($0("dropoldest")) to drop old turns."
      },
      "/new for a new conversation, /fork to fork from here, /dropoldest to drop old turns.")
  }

  /// Explains how to send a question despite a warning.
  public static func sendAnyway(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\(Words.again($0("send"))) to send anyway." }, "Repeat the question to send anyway.")
  }

  /// Explains how to repeat a command despite a warning.
  public static func repeatAnyway(_ style: Words.CommandStyle) -> String {
    style.choose({ _ in "Press again to send anyway." }, "Repeat the command to send anyway.")
  }
}
