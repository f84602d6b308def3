extension Words {
  /// The model picker and the page that asks for an API key.
  public enum Picker {
    // MARK: Sections and keys

    public static var favorites: String { "favourites" }
    public static var recent: String { "recent" }

    public static var filter: String { "Filter models" }
    public static func models(_ count: Int) -> String {
      count == 1 ? "1 model" : "\(count) models"
    }

    public static var loading: String { "Loading model lists…" }

    /// Counts the models of a provider that are not shown.
    public static func more(_ count: Int) -> String { "\(count) more" }
    public static func moreToFilter(_ count: Int) -> String {
      "\(more(count)) · type to filter"
    }

    public static var listHint: String { "Enter list all" }
    public static var chooseHint: String { "Enter choose" }
    public static var addKeyHint: String { "Enter add key" }
    public static var replaceKeyHint: String { "Enter replace key" }
    public static var retryHint: String { "Enter retry" }
    /// - Parameter key: the key for this action in the focused part of the page.
    public static func favoriteHint(_ key: String, isFavorite: Bool) -> String {
      isFavorite ? "\(key) unfavourite" : "\(key) favourite"
    }
    /// - Parameter key: the key for this action in the focused part of the page.
    public static func markHint(_ key: String, isMarked: Bool) -> String {
      isMarked ? "\(key) unmark" : "\(key) mark"
    }
    public static func compareHint(_ count: Int) -> String {
      count == 1 ? "Enter compare" : "Enter compare \(count)"
    }
    public static func mostMarked(_ limit: Int) -> String { "At most \(limit) models." }
    public static var markHelp: String { "Mark to compare" }
    public static var refreshHint: String { "Ctrl-R refresh" }
    public static var filterHint: String { "Tab filter" }

    public static var heading: String { "Model picker" }
    public static var favoriteHelp: String { "Favourite" }
    public static var refreshHelp: String { "Refresh all lists" }
    public static var focusHelp: String { "Switch filter/list" }

    // MARK: Providers

    public static func listed(_ age: String, isJustNow: Bool) -> String {
      isJustNow ? "updated just now" : "updated \(age) ago"
    }
    public static var refreshing: String { "refreshing…" }
    public static var noKey: String { "no key" }
    public static var notRunning: String { "not running" }
    public static var notListed: String { "not loaded yet" }
    public static var noModels: String { "no models listed" }
    public static var scripted: String { "scripted, no model" }
    public static var refusedKey: String { "rejected the key" }
    public static func toAdd(_ key: String) -> String { "\(key) to add one" }
    public static func noKey(toAdd key: String) -> String { "\(noKey) · \(toAdd(key))" }
    public static func toReplaceKey(_ key: String) -> String { "\(key) to replace the key" }
    public static func toRetry(_ key: String) -> String { "\(key) to retry" }

    // MARK: Models

    /// Shown in the price column for a server on this machine.
    public static var local: String { "local" }
    public static var thinks: String { "think" }
    public static var sees: String { "vision" }
    public static var callsTools: String { "tools" }
    public static var free: String { "free" }

    /// - Parameter count: the number of tokens, formatted.
    public static func context(_ count: String) -> String { "\(count) context" }
    /// This and `priceColumn` explain the columns of the selected model's row.
    public static var contextColumn: String { "context in tokens" }
    public static var priceColumn: String { "$ per million tokens, in/out" }
    public static func input(_ price: String) -> String { "\(price) in" }
    public static func output(_ price: String) -> String { "\(price) out per million tokens" }
    public static var thinking: String { "thinking" }
    public static var vision: String { "vision" }
    public static var tools: String { "tools" }
    public static var current: String { "current" }
    public static var favorite: String { "favourite" }

    /// Offers a model that is not in any list.
    public static func use(_ model: String, with provider: String) -> String {
      "Use “\(model)” with \(provider)"
    }

    /// Shown on Enter with nothing selected.
    public static func notListed(_ model: String) -> String {
      "“\(model)” is not in the list. ↓ to select it anyway."
    }

    // MARK: Addresses

    public static func connect(to address: String) -> String {
      "Connect to the server at \(address)"
    }
    public static var connectHint: String { "Enter connect" }
    public static func connecting(to address: String) -> String { "Connecting to \(address)…" }
    public static func connected(to address: String) -> String { "Connected to \(address)." }
    /// - Parameter port: the text after the colon.
    public static func wrongPort(_ port: String) -> String {
      "\(port) is not a port. Ports are numbers from 1 to 65535."
    }
    /// - Parameter address: four numbers with dots, one of which is too large.
    public static func wrongNumbers(_ address: String) -> String {
      "\(address) is invalid: its numbers can be at most 255."
    }
    /// - Parameter scheme: the text before `://`.
    public static func wrongScheme(_ scheme: String) -> String {
      "\(scheme):// does not work here. Only http:// and https:// do."
    }
    /// - Parameter scheme: `http` or `https`.
    public static func noHost(after scheme: String) -> String {
      "The host after \(scheme):// is missing."
    }
    /// Shown if the server does not answer the request for its model list as a model server would.
    public static func notAModelServer(_ address: String) -> String {
      "\(address) does not look like a model server: it sent no model list."
    }
    public static var spaceBeforePort: String { "The port follows a colon, not a space." }
    public static func notAnAddress(_ text: String) -> String { "\(text) is not an address." }

    // MARK: Obstacles

    public static func nothingAnswers(at address: String) -> String {
      "nothing is listening at \(address)"
    }

    public static var stillAnswering: String {
      "Still answering. Switch providers when the answer ends, or stop it first."
    }
    public static func asking(_ provider: String) -> String {
      "Loading \(provider)'s model list…"
    }
    public static var noModelChosen: String { "No model chosen." }

    // MARK: API key

    public static func keyHeading(_ provider: String) -> String { "API key for \(provider)" }
    public static func keyPage(_ address: String) -> String { "Get a key at \(address)" }
    public static func keyPageLine(_ address: String) -> String { "Get an API key at \(address)" }
    public static func logInThenStart(_ command: String) -> String {
      "Quit, run \(command), and start again."
    }
    public static var keyIntroduction: String { "Paste or type the key. It is never shown." }
    /// - Parameter server: the host, with its port unless that is the default.
    public static func keyFor(_ server: String) -> String { "Sent only to \(server)." }
    public static var keyIsOptional: String {
      "If the server needs no key, just press Enter."
    }
    public static var checking: String { "Checking…" }
    public static var emptyKey: String { "Type or paste a key first." }
    public static var invalidKey: String {
      "Invalid key: it contains a space, a control character or a non-ASCII character."
    }
    public static func keyRefused(by provider: String) -> String {
      "\(provider) rejected this key. Nothing saved."
    }
    /// - Parameter reason: a sentence.
    public static func keyNotChecked(_ reason: String) -> String {
      "Could not check the key. \(reason) Nothing saved."
    }
    /// - Parameter reason: a sentence.
    public static func keyNotStored(_ provider: String, _ reason: String) -> String {
      "The API key for \(provider) works until you quit, but could not be saved. \(reason)"
    }
    public static func keyStored(_ provider: String, in place: String) -> String {
      "Saved the API key for \(provider) in \(place)."
    }
    public static var demoNeedsNoKey: String { "The demo needs no API key." }
    /// - Parameter server: the provider's name, or the server's address.
    public static func keyWanted(by server: String) -> String { "\(server) requires an API key." }
    public static func keyRejected(by server: String) -> String {
      "\(server) rejected the API key."
    }
    public static func keyRemoved(_ server: String) -> String {
      "Removed the API key for \(server)."
    }
    public static func keySaved(in place: String) -> String { "Saved in \(place)." }
    /// - Parameter source: a variable or a command.
    public static func keyOverridden(by source: String) -> String {
      "Using the key from \(source). A key entered here replaces it until you quit."
    }
    /// - Parameter key: the key to press again.
    public static func confirmRemoval(_ key: String) -> String {
      "Press \(key) again to remove the saved key."
    }
    public static var removing: String { "Removing…" }
    public static var removeHint: String { "Ctrl-R remove key" }
    public static var checkHint: String { "Enter check and save" }
    public static var clearHint: String { "Ctrl-U clear" }

    /// Shown in plain mode, where a typed key would be visible.
    public static func logIn(_ command: String) -> String { "no API key; run: \(command)" }
    public static var plainUsage: String {
      "/provider NAME [MODEL] to switch, /model ID for another model."
    }
  }
}

extension Words.Advice {
  public static func chooseModel(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("model")) to choose a model." },
      "/provider NAME MODEL to choose a model.")
  }

  public static func chooseModelOrRetry(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("model")) to choose another model, \($0("regenerate")) to retry." },
      "/provider NAME MODEL to choose another model, /regenerate to retry.")
  }

  /// For an answer that ended too early.
  public static func chooseModelOrContinue(_ style: Words.CommandStyle) -> String {
    style.choose(
      {
        "\($0("model")) to choose another model, \($0("continue")) to continue, "
          + "\($0("regenerate")) to retry."
      },
      "/provider NAME MODEL to choose another model, /continue for the rest, /regenerate to retry.")
  }

  public static func addKey(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("key")) to add the key, \($0("model")) to choose another model." },
      "/provider NAME MODEL to choose another model.")
  }

  /// - Parameter login: the command that saves the key.
  public static func addMissingKey(login: String, _ style: Words.CommandStyle) -> String {
    "The server requires an API key. " + enterKey(isMissing: true, login: login, style)
  }

  /// - Parameter login: the command that saves the key.
  public static func replaceKey(login: String, _ style: Words.CommandStyle) -> String {
    "The server rejected the API key. " + enterKey(isMissing: false, login: login, style)
  }

  /// - Parameter login: the command that saves the key.
  public static func enterKey(
    isMissing: Bool, login: String, _ style: Words.CommandStyle
  ) -> String {
    style.choose(
      { isMissing ? "\($0("key")) to add one." : "\($0("key")) to replace it." },
      "Quit, run \(login), and start again.")
  }

  public static var checkAddress: String { "Check the address." }

  /// Follows the report of a mistake in an address.
  public static var exampleAddress: String { "Type an address like localhost:8080." }

  /// - Parameter address: the corrected address.
  public static func type(_ address: String) -> String { "Type \(address)." }

  /// Follows the report that an address does not look like that of a model server.
  public static var checkAddressOrNameModel: String {
    "Check the address, or /model ID to name a model."
  }

  /// Added if the address has another path.
  public static var usualPath: String { "Most servers use /v1." }

  public static var nameModel: String { "It lists no models. /model ID to name one." }

  /// - Parameter orTypeAddress: whether an address typed as the next line connects to its server.
  public static func startServer(
    orTypeAddress: Bool = false, _ style: Words.CommandStyle
  ) -> String {
    let choice = style.choose({ "press \($0("model"))" }, "use /provider NAME MODEL")
    let address = orTypeAddress ? " type another address," : ""
    return "Start it,\(address) or \(choice) to choose another model."
  }

  public static func typeAnotherAddress(_ style: Words.CommandStyle) -> String {
    let choice = style.choose({ "press \($0("model"))" }, "use /provider NAME MODEL")
    return "Type another address, or \(choice)."
  }

  /// Follows the report that the text looks like an API key.
  public static func saveKey(_ style: Words.CommandStyle) -> String {
    style.choose(
      { "\($0("model")) to choose a provider, then paste the key." },
      "Quit, run aside login --provider NAME, and start again.")
  }
}
