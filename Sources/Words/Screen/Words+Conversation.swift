public import Chat

extension Words {
  /// A reassurance that follows an error message: work was kept, or nothing was sent or deleted.
  public enum Kept: Sendable {
    case draft
    case line
    case queue
    case nothingSent
    case nothingDeleted

    var sentence: String {
      switch self {
      case .draft: "Your draft is kept."
      case .line: "Line not sent."
      case .queue: "Queued messages are kept."
      case .nothingSent: "Nothing sent."
      case .nothingDeleted: "Nothing deleted."
      }
    }
  }

  /// Questions and their answers.
  public enum Asking {
    public static func stillAnswering(_ kept: Kept) -> String {
      "Still answering. \(kept.sentence)"
    }

    public static func answeringElsewhere(_ kept: Kept) -> String {
      "Another Aside instance is still receiving this answer. \(kept.sentence)"
    }

    public static var waitForAnswer: String { "Wait for it to finish." }

    /// - Parameter reason: a sentence.
    public static func obstacle(_ reason: String, _ kept: Kept) -> String {
      "\(reason) \(kept.sentence)"
    }

    public static var retrying: String { "Retrying automatically." }
    public static var loadingModel: String { "The server is loading the model." }
    public static var waitingForModel: String { "Waiting until it is ready." }

    /// Shown when an answer has ended in a conversation that is not on the screen.
    public static func ended(_ title: String, _ status: MessageStatus?) -> String {
      switch status {
      case .complete: "“\(title)”: answer finished."
      case .cancelled: "“\(title)”: answer stopped."
      case .failed: "“\(title)”: answer failed."
      case .truncated, .streaming, nil: "“\(title)”: answer cut off."
      }
    }

    public static var nothingToContinue: String {
      "This answer is complete; nothing to continue."
    }

    public static var startsAgain: String {
      "This answer has no text yet; nothing to continue. Starting again."
    }

    // MARK: Answering now

    public static var notThinking: String { "The model is not thinking." }
    public static var endsThinkingLater: String {
      "Aside will end the thinking as soon as it begins."
    }
    public static var askAgainWithoutThinking: String { "Stop and retry without thinking?" }

    public static func cannotAnswerNow(_ provider: String) -> String {
      "\(provider) can neither end the thinking nor answer without it."
    }

    /// - Parameter reason: a sentence.
    public static func thinkingGoesOn(_ reason: String) -> String {
      "\(reason) The model is still thinking."
    }

    // MARK: Titles from a model

    public static var titleTooLong: String { "The model's suggestion was too long." }

    /// - Parameter reason: a sentence.
    public static func noTitle(_ reason: String) -> String {
      "Could not generate a title. \(reason)"
    }

    public static var noTitleAdvice: String {
      "Using the question's first words. To turn titles off, set titles = false."
    }
  }

  /// Versions of a message, edits, quotes and forks.
  public enum Versions {
    public static var none: String { "No other version here." }
    public static func first(of count: Int) -> String { "First of \(count) versions." }
    public static func last(of count: Int) -> String { "Last of \(count) versions." }

    public static var editCancelled: String { "Edit cancelled." }
    /// - Parameter key: the key that starts editing.
    public static func resumeEdit(_ key: String) -> String { "\(key) to resume it." }

    public static var nothingToQuote: String { "Nothing to quote." }

    public static func forked(from title: String) -> String {
      "Forked from “\(title)”. The original is unchanged."
    }
    public static func forkedPrivate(from title: String) -> String {
      "Private fork of “\(title)”. The original was discarded."
    }
  }

  /// Deleting and restoring messages.
  public enum Deletion {
    public static var confirmConversation: String { "Delete this conversation?" }

    /// - Parameters:
    ///   - isQuestion: `false` for an answer.
    ///   - below: the number of messages below it, which are deleted too.
    public static func confirm(isQuestion: Bool, below: Int) -> String {
      "Delete this \(isQuestion ? "question" : "answer")\(alsoBelow(below))?"
    }

    public static func deleted(isQuestion: Bool, below: Int) -> String {
      "\(isQuestion ? "Question" : "Answer")\(alsoBelow(below)) deleted."
    }

    private static func alsoBelow(_ count: Int) -> String {
      switch count {
      case 0: ""
      case 1: " and the message below it"
      default: " and \(count) messages below it"
      }
    }

    public static var conversationDeleted: String { "Conversation moved to the trash." }
    public static var restored: String { "Restored." }
  }

  /// Request parameters set with slash commands.
  public enum Parameter {
    public static func set(_ name: String, _ value: String) -> String { "\(name) = \(value)" }
    public static func unset(_ name: String) -> String { "\(name) unset" }

    public static func thinkingOn(budget: String) -> String {
      "Thinking on, thinking_budget = \(budget)"
    }

    public static func thinkingOn(effort: String) -> String {
      "Thinking on, reasoning_effort = \(effort)"
    }
    public static var thinkingOn: String { "Thinking on" }
    public static var thinkingOff: String { "Thinking off" }
  }

  /// Switching between providers and models.
  public enum ProviderChoice {
    public static func unknown(_ name: String) -> String { "Unknown provider “\(name)”." }
    public static func available(_ names: [String]) -> String {
      "Available: \(names.joined(separator: ", "))."
    }
    public static var orAddress: String {
      "/provider ADDRESS to connect to any other server, as in /provider localhost:8080."
    }

    /// - Parameter model: empty if the server chooses it, or if none has been chosen yet.
    public static func now(_ model: String, _ provider: String) -> String {
      model.isEmpty ? "Now using \(provider)." : "Now using \(model) (\(provider))."
    }

    public static func unlisted(_ model: String, at provider: String) -> String {
      "\(provider) does not list “\(model)”."
    }
    public static func didYouMean(_ model: String) -> String { "Did you mean \(model)?" }
    /// - Parameter command: the whole command, like `/model foo!`.
    public static func force(_ command: String) -> String { "\(command) to use it anyway." }
    public static func unchecked(_ provider: String) -> String {
      "Not checked: \(provider)'s model list is not loaded."
    }

    /// Shown when the command line overrides the settings of a conversation.
    public static func changed(
      from model: String, at place: String, to newModel: String, at newPlace: String
    ) -> String {
      "This conversation used \(model) (\(place)). \(now(newModel, newPlace))"
    }

    /// Shown for an imported conversation whose file does not name a model.
    /// - Parameter source: the program or format that the conversation comes from.
    public static func changed(
      fromImport source: String, to newModel: String, at newPlace: String
    ) -> String {
      "Imported from \(source). \(now(newModel, newPlace))"
    }

    /// Shown when the command line overrides the thinking mode of a conversation.
    public static func thinkingChanged(to mode: ThinkingMode) -> String {
      switch (mode.isOn, mode.budget) {
      case (false, _): "Thinking is now off."
      case (true, nil): "Thinking is now on."
      case (true, let budget?): "Thinking is now on, at most \(grouped(budget)) tokens."
      }
    }
  }

  /// The text that a request begins with.
  public enum SystemPrompt {
    public static func now(_ text: String) -> String { "System prompt: \(text)" }
    public static var none: String { "No system prompt." }
    public static var usage: String { "/system TEXT to set one." }
    public static var usageToChange: String {
      "/system TEXT to change it, /system off to remove it."
    }
    public static var removed: String { "System prompt removed." }
    public static var heading: String { "System prompt" }
    public static var note: String {
      "Tells the model how to answer. Sent at the start of every request in this conversation."
    }
    public static func emptyRemoves(_ key: String) -> String {
      "Leave empty and press \(key) to remove the prompt."
    }
    /// Marks a system message that another prompt has replaced.
    public static var replaced: String { "replaced, not sent" }
    /// Follows the first line of a folded prompt.
    public static func moreLines(_ count: Int) -> String {
      count == 1 ? "+1 line" : "+\(count) lines"
    }
    /// Shown when the command line overrides the system prompt of a conversation.
    public static var changed: String { "Now using the system prompt from the command line." }
  }

  /// Saving, and conversations that are not saved.
  public enum Saving {
    public static func worksAgain(isConversationSaved: Bool) -> String {
      isConversationSaved
        ? "Saving works again; this conversation is saved." : "Saving works again."
    }

    public static var noConversations: String { "No saved conversations yet." }

    public static var privateStarted: String {
      "Private conversation: in memory only, never saved."
    }
    public static var privateAdvice: String { "It is discarded when you leave it." }

    public static var deletedElsewhere: String {
      "Another instance deleted this conversation."
    }
    public static var restoreAdvice: String { "Send a message to restore it." }
    /// - Parameter title: the title of a conversation that is no longer open.
    public static func undone(_ deletion: UndoneDeletion, of title: String?) -> String {
      let name = title.map { "“\($0)”" } ?? "this conversation"
      return switch deletion {
      case .trash: "Another instance moved \(name) to the trash. It was restored."
      case .erasure: "Another instance permanently deleted \(name)."
      }
    }
    public static var erasureUndone: String { "All messages were saved again." }

    // MARK: Warnings

    public static var discardsPrivate: String {
      "Private conversation: discarded when you leave it."
    }
    public static var discardsThis: String {
      "This conversation is not saved. Quitting now loses the unsaved messages."
    }
    public static var discardsSome: String {
      "Some conversations are not saved. Quitting now loses the unsaved messages."
    }
    public static func stopsAnswer(in title: String) -> String {
      "“\(title)” is still answering. Quitting stops it."
    }
    public static func stopsAnswers(_ count: Int) -> String {
      "\(count) answers are still in progress. Quitting stops them."
    }
  }
}

extension Words {
  /// Returns the prompt that asks the model for a title. Only the model sees the prompt, but like
  /// all other text here, it depends on the interface language.
  public static func titlePrompt(question: String, answer: String) -> String {
    """
    Write a title of at most six words for this conversation, in the conversation's language. \
    Reply with the title only.

    Question:
    \(question)

    Answer:
    \(answer)
    """
  }
}
