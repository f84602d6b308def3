extension Words {
  /// The first screen, for a user without an API key.
  public enum Start {
    public static var heading: String { "Welcome to Aside" }
    /// - Parameter key: the key that confirms the choice.
    public static func introduction(_ key: String) -> String {
      "Type a question to try the demo, or a number and \(key) to choose a provider."
    }
    /// Replaces the introduction in a small window.
    public static func shortIntroduction(_ key: String) -> String {
      "Type a question or number, then \(key)."
    }
    public static func model(_ model: String) -> String {
      "The provider that you choose will use \(model)."
    }
    public static var plainIntroduction: String {
      "Welcome to Aside. Type a number to choose a provider, or a question to try the demo."
    }
    public static func entry(_ number: Int, _ name: String, _ detail: String) -> String {
      "\(number). \(name): \(detail)"
    }
    public static var noServerHere: String {
      "No server was found on this machine. If one is running, type its address."
    }
    /// - Parameter key: the key that opens the conversation list.
    public static func conversations(_ key: String) -> String { "\(key) for your conversations." }
    public static func noEntry(_ number: String, of count: Int) -> String {
      "\(number) is not in the list. Type a number from 1 to \(count)."
    }
    public static var looksLikeKey: String {
      "That looks like an API key, so it was not sent."
    }
    /// Replaces the hints after Enter in a draft that looks like an API key.
    public static var keyNotSent: String {
      "Not sent: it looks like an API key. Choose a provider, then paste it."
    }
    public static var demoChosen: String { "Using the demo. Type a question." }
    /// Shown once to a user who named a model and then tries the demo.
    public static func modelIsKept(_ model: String) -> String {
      "The demo does not use \(model). The next provider that you choose will."
    }
    public static var demo: String { "scripted answers, no key needed" }
    public static var shortDemo: String { "scripted answers" }

    public static var onThisMachine: String { "On this machine" }
    public static var running: String { "running" }
    public static var looking: String { "Looking for servers…" }
    public static var noServer: String { "None found." }
    public static func noServer(onPorts ports: [String]) -> String {
      "Nothing found on \(named(ports))."
    }
    public static func nothingNew(onPorts ports: [String]) -> String {
      "Nothing new on \(named(ports))."
    }
    private static func named(_ ports: [String]) -> String {
      guard let last = ports.last, ports.count > 1 else { return "port \(ports.first ?? "")" }
      return "ports \(ports.dropLast().joined(separator: ", ")) and \(last)"
    }
    /// Explains what to do if a server was not found.
    public static func lookOrType(_ key: String) -> String {
      "\(key) to look again, or type a server's address."
    }

    /// Shown below the servers that were found, and while looking for servers.
    public static var typeAddress: String { "You can also type a server's address." }

    /// The heading above the addresses of servers that were used in earlier runs.
    public static var usedBefore: String { "Used before" }
    public static var withKey: String { "With an API key from" }
    public static var hasKey: String { "key found" }

    public static var chooseHint: String { "Enter choose" }
    /// Shown while a local server's port is being typed.
    public static var connectHint: String { "Enter connect" }
    public static var lookHint: String { "Ctrl-R find servers" }
    public static var closeHint: String { "Esc demo" }
  }

  /// Advice on what a newcomer can do next.
  public enum NextStep {
    public static func model(_ key: String) -> String {
      "That was the demo. \(key) to choose a real model."
    }
    public static func thinking(show: String, turnOff: String) -> String {
      "\(show) to show or hide the thinking, \(turnOff) to turn it off for the next question."
    }
    public static func messages(_ key: String) -> String {
      "\(key) to move to the messages: r regenerate, e edit, y copy."
    }
    public static func conversations(list: String, new: String) -> String {
      "\(list) to list your conversations, \(new) to start another."
    }
    public static func commands(_ key: String) -> String { "\(key) for all commands." }
  }
}
