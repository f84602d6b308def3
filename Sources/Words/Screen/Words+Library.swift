public import Chat

extension Words {
  /// Presets and prompts stored as files.
  public enum Library {
    /// Marks the row of a file that cannot be used.
    public static var broken: String { "broken" }

    /// Explains why a string cannot be the name of a preset or prompt.
    public static func flaw(_ flaw: LibraryName.Flaw) -> String {
      switch flaw {
      case .empty: "Type a name."
      case .tooLong:
        "A name can be at most \(LibraryName.longestInBytes) bytes."
      case .slash: "A name cannot contain “/”."
      case .dot: "A name cannot begin with a dot."
      case .space: "A name cannot begin or end with a space."
      case .controlCharacter: "A name cannot contain control characters."
      }
    }

    public static var notAFile: String { "not a regular file." }
    public static func tooLarge(limit kibibytes: Int) -> String {
      "too large. The limit is \(kibibytes) KiB."
    }
    public static var binary: String { "not a UTF-8 text file." }
    public static var blank: String { "empty." }
    /// - Parameter reason: the operating system's error message.
    public static func cannotReadFolder(_ path: String, _ reason: String) -> String {
      "Cannot read \(path): \(reason)."
    }
    public static func cannotRead(_ path: String, _ reason: String) -> String {
      "Cannot read \(path): \(reason)."
    }
    public static func cannotWrite(_ path: String, _ reason: String) -> String {
      "Cannot write \(path): \(reason). The preset was not saved."
    }
    public static var noFolder: String { "its folder cannot be created" }
    /// - Parameter flaw: a sentence that says what is wrong with the name.
    public static func invalidFileName(_ path: String, _ flaw: String) -> String {
      "\(path): \(flaw) Rename the file."
    }
  }

  public enum Presets {
    public static var heading: String { "Presets" }
    public static var filter: String { "Filter presets" }
    public static func count(_ count: Int) -> String {
      count == 1 ? "1 preset" : "\(count) presets"
    }
    /// - Parameters:
    ///   - form: the key that opens the request parameter form.
    ///   - save: the key that saves a preset there.
    public static func none(in folder: String, form: String, save: String) -> String {
      "No presets yet. Press \(form), then \(save) to save the current settings as one. "
        + "Presets are files in \(folder)."
    }
    public static func plainUsage(_ folder: String) -> String {
      "/preset NAME to use one. Presets are files in \(folder)."
    }
    public static var useHint: String { "Enter use" }

    public static func unknown(_ name: String, folder: String) -> String {
      "No preset “\(name)” in \(folder)."
    }

    /// - Parameters:
    ///   - model: empty if only the provider is named.
    ///   - provider: empty if only the model is named.
    public static func model(_ model: String, _ provider: String) -> String {
      if model.isEmpty { return provider }
      return provider.isEmpty ? model : "\(model) (\(provider))"
    }
    public static func value(_ name: String, _ value: String) -> String { "\(name) \(value)" }
    public static var systemPrompt: String { "system prompt" }
    public static var setsNothing: String { "Sets nothing." }

    public static func used(_ name: String) -> String { "Now using preset “\(name)”." }
    /// - Parameter changes: what the preset changed, as phrases.
    public static func used(_ name: String, changes: [String]) -> String {
      changes.isEmpty
        ? "Preset “\(name)”: nothing to change."
        : "Preset “\(name)”: \(changes.joined(separator: ", "))."
    }
    /// - Parameters:
    ///   - form: the key that opens the request parameter form.
    ///   - undo: the key that undoes a change there.
    public static func undoAdvice(form: String, undo: String) -> String {
      "\(form) \(undo) to undo."
    }

    // MARK: Saving

    public static var saveHeading: String { "Save as preset" }
    public static var saveHint: String { "Enter save" }
    public static var replaceHint: String { "y replace" }
    public static func saves(_ contents: [String]) -> String {
      "Saves \(contents.joined(separator: " · "))."
    }
    public static var saving: String { "Saving…" }
    public static func exists(_ name: String, hasComments: Bool) -> String {
      hasComments
        ? "Preset “\(name)” already exists. Replacing it loses the comments in its file. y to replace."
        : "Preset “\(name)” already exists. y to replace."
    }
    public static func notReplaced(_ name: String) -> String {
      "Preset “\(name)” already exists and was not replaced."
    }
    /// - Parameter isElsewhere: whether requests go to an address other than the provider's own.
    public static func saved(_ name: String, path: String, isElsewhere: Bool) -> String {
      let fact = "Preset “\(name)” saved in \(path)."
      return isElsewhere ? fact + " The address from --base-url is not included." : fact
    }

    // MARK: Files

    public static func twoNames(_ name: String, _ other: String) -> String {
      "\(name) and \(other) are the same setting. Remove one."
    }
    /// - Parameter place: the file and line of the setting that names the preset; empty if an
    ///   option names it.
    public static func missing(_ name: String, path: String, at place: String) -> String {
      let fact = "No preset “\(name)”: \(path) does not exist."
      return place.isEmpty ? fact : "\(place): \(fact)"
    }
    public static func invalidName(_ name: String, _ flaw: String) -> String {
      "Invalid preset name “\(name)”. \(flaw)"
    }
  }

  public enum Prompts {
    public static var heading: String { "Prompts" }
    public static var filter: String { "Filter prompts" }
    public static func count(_ count: Int) -> String {
      count == 1 ? "1 prompt" : "\(count) prompts"
    }
    public static func none(in folder: String) -> String {
      "No prompts yet. Save one as NAME.md in \(folder); "
        + "{{placeholders}} are filled in when you use it."
    }
    public static func plainUsage(_ folder: String) -> String {
      "/prompt NAME to use one. Prompts are files in \(folder)."
    }
    public static var useHint: String { "Enter insert" }

    public static func unknown(_ name: String, folder: String) -> String {
      "No prompt “\(name)” in \(folder)."
    }
    public static func asksFor(_ names: [String]) -> String {
      "Asks for \(names.joined(separator: ", "))."
    }
    public static func needsScreen(_ name: String) -> String {
      "Prompt “\(name)” has placeholders, which plain mode cannot fill in."
    }

    public static func title(_ name: String) -> String { "Prompt \(name)" }
    public static var insertHint: String { "Enter insert" }
    public static var nextHint: String { "Enter next" }
    public static var fieldHint: String { "Tab field" }
  }
}
