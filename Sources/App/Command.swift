/// Everything a person can order, whatever key, slash command or list it comes from.
public enum Command: String, CaseIterable, Sendable {
  case send
  case newLine
  case closeOrStop
  case stopOrClear
  case deleteOrQuit
  case toggleThinking
  case toggleReasoning
  case newConversation
  case startPrivate
  case openBrowser
  case openSearch
  case openHelp
  case openParameters
  case openPalette
  case focusNext
  case focusPrevious
  case pageUp
  case pageDown
  case regenerate
  case continueAnswer
  case nextMessage
  case previousMessage
  case nextQuestion
  case previousQuestion
  case nextSibling
  case previousSibling
  case edit
  case quote
  case delete
  case undo
  case fork
  case compare
  case nextCode
  case previousCode
  case select
  case find
  case copyText
  case copyMarkdown
  case redraw
  case suspend
  case quit
}

/// What the composer's text asks for when it is sent.
enum Submission: Equatable {
  case question(String)
  case command(Command)
  /// `/set NAME VALUE`
  case set(String, String)
  /// `/unset NAME`
  case unset(String)
  /// `/copy N`
  case copyCode(Int)
  /// `/find TEXT`
  case find(String)
  /// `/open N`, a row of the last list
  case openListed(Int)
  /// `/export`, `/export PATH`
  case export(String)
  /// `/search QUERY`
  case search(String)
  /// `/provider`, `/provider NAME`, `/provider NAME MODEL`
  case provider(name: String, model: String)
  case unknownCommand(String)
  /// Something stands behind a command that takes nothing.
  case unexpectedArgument(String)
  case nothing

  /// A line that begins with a word after a slash is a command; `/usr/bin` or a text of several lines
  /// is a question.
  init(_ text: String) {
    let trimmed = String(text.drop { $0.isWhitespace })
    guard trimmed.contains(where: { !$0.isWhitespace }) else {
      self = .nothing
      return
    }
    let word = trimmed.dropFirst().prefix { !$0.isWhitespace }
    let isLine = text.hasPrefix("/") && !text.contains("\n")
    let isCommand =
      isLine && !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter }
    guard isCommand else {
      // Two commands in one line, as "/provider/model", are a slip and no question.
      let first = String(word.prefix { $0 != "/" })
      if isLine, word.contains("/"), Self.isCommandName(first) {
        self = .unknownCommand(String(word))
        return
      }
      self = .question(text)
      return
    }
    let rest = text.dropFirst(word.count + 1).drop { $0 == " " }
    self = Self.command(String(word), String(rest))
  }

  private static func isCommandName(_ word: String) -> Bool {
    ["set", "unset", "model", "provider"].contains(word) || Command.named(word) != nil
  }

  private static func command(_ word: String, _ rest: String) -> Submission {
    switch word {
    case "set":
      let name = rest.prefix { $0 != " " }
      return .set(String(name), String(rest.dropFirst(name.count).drop { $0 == " " }))
    case "unset": return .unset(rest.trimmingSuffix { $0 == " " })
    case "model": return .set("model", rest.trimmingSuffix { $0 == " " })
    case "export": return .export(rest.trimmingSuffix { $0 == " " })
    case "search" where !rest.isEmpty: return .search(String(rest))
    case "copy" where Int(rest) != nil: return .copyCode(Int(rest) ?? 0)
    case "copy" where ["raw", "markdown"].contains(rest): return .command(.copyMarkdown)
    case "find" where !rest.isEmpty: return .find(rest)
    case "open" where Int(rest) != nil: return .openListed(Int(rest) ?? 0)
    case "provider":
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      return .provider(
        name: words.first ?? "",
        model: words.count > 1 ? words[1].trimmingSuffix { $0 == " " } : "")
    case "think" where !rest.isEmpty: return thinking(rest)
    default:
      guard let command = Command.named(word) else { return .unknownCommand(word) }
      return rest.isEmpty ? .command(command) : .unexpectedArgument(word)
    }
  }
}

extension Submission {
  /// `/think on`, `/think off`, `/think 4096`.
  private static func thinking(_ argument: String) -> Submission {
    switch argument {
    case "on": .set("enable_thinking", "true")
    case "off": .set("enable_thinking", "false")
    default: .set("think", argument)
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
