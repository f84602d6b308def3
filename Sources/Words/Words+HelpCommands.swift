extension Words.Help {
  /// The help for `aside list`.
  public enum List {
    public static var abstract: String { "List conversations, most recent first" }
  }

  /// The help for `aside search`.
  public enum Search {
    public static var abstract: String { "Search all conversations, newest first" }
    public static var discussion: String {
      """
      Finds messages and titles that contain every word, ignoring case and accents. The last word \
      matches as a prefix, as does any word followed by *. "Quoted words" match as a phrase; -word \
      excludes a word. Filters: model:qwen3, role:user, tag:work, in:title (or question, answer, \
      thinking), before:2025-03, after:7d.
      """
    }
    public static var best: String { "Sort by relevance (ranks only the newest results)" }
    public static var noReasoning: String { "Exclude thinking" }
    public static var limit: String { "Maximum number of results" }
    public static var query: String { "Search query" }
  }

  /// The help for `aside export`.
  public enum Export {
    public static var abstract: String { "Export conversations as Markdown, JSON, HTML or text" }
    public static var discussion: String {
      """
      JSON is complete and can be re-imported with aside import. The other formats contain the current \
      branch only. If --output is a folder, each conversation gets its own file.
      """
    }
    public static var ids: String {
      "Conversation IDs or ID prefixes (see aside list), or “last” for the most recent"
    }
    public static var all: String { "All conversations not in the trash, most recent first" }
    public static var format: String {
      "Export format (default: from the --output extension, else markdown)"
    }
    public static var output: String { "Output file or folder (default: standard output)" }
    public static var reasoning: String {
      "Include thinking in Markdown and text (always in JSON and HTML)"
    }
  }

  /// The help for `aside import`.
  public enum Import {
    public static var abstract: String { "Import conversations from Aside and other programs" }
    public static var discussion: String {
      """
      Reads the output of aside export --format json; conversations.json from ChatGPT, Claude and DeepSeek exports; \
      OpenAI-style message lists (JSON or JSON Lines); and the databases of llm (logs.db), oterm \
      (store.db) and Elia (elia.sqlite). Exports can stay zipped, and any of these files can be \
      compressed with gzip. The format is detected automatically. Duplicates are skipped. If an import \
      is interrupted, nothing from the current file is saved.
      """
    }
    public static var files: String { "Files to import" }
  }

  /// The help for `aside merge`.
  public enum Merge {
    public static var abstract: String { "Merge another database into this one" }
    public static var discussion: String {
      """
      The other file, for example a synced copy from another machine, is not changed. The result does \
      not depend on the order of merges, and merging a file again is harmless.
      """
    }
    public static var files: String { "Databases to merge" }
  }

  /// The help for `aside backup`.
  public enum Backup {
    public static var abstract: String { "Back up the database, even while it is in use" }
    public static var file: String { "Backup file to create" }
  }

  /// The help for `aside check`.
  public enum Check {
    public static var abstract: String { "Check the database for damage" }
    public static var discussion: String {
      """
      With --repair, a damaged database is moved out of the way unchanged and its readable contents \
      are copied into a new one. An intact database is not touched; a damaged search index is rebuilt \
      in place.
      """
    }
    public static var repair: String { "Recover readable data into a new database" }
  }

  /// The help for `aside stats`.
  public enum Statistics {
    public static var abstract: String { "Show answers, tokens and cost by month and model" }
  }

  /// The help for `aside keys`.
  public enum Keys {
    public static var abstract: String { "List what each key does and where it is set" }
    public static var discussion: String {
      """
      Columns: context, key, action and source (“default”, or a line of [keys] in config.toml). \
      Commands work in every context; other actions only in their own. --actions lists all of them.
      """
    }
    public static var actions: String { "List the actions that can be bound in [keys]" }
    public static var read: String {
      "Show what the terminal sends for each key you press, and what the key does"
    }
  }

  /// The help for `aside models`.
  public enum Models {
    public static var abstract: String { "List a provider's models" }
    public static var discussion: String {
      """
      Columns: ID, context window in tokens, price in US dollars per million input and output tokens, \
      and what the model can do: think, accept images (vision), call tools. A dash means the server \
      does not say.
      """
    }
    public static var all: String { "Include models that do not support chat" }
    public static var filter: String { "Only models whose ID or name contains this" }
  }

  /// The help for `aside login`.
  public enum Login {
    public static var abstract: String { "Save or remove an API key" }
    public static var discussion: String {
      """
      With --base-url, the key is for that address (scheme, host and port) instead of a provider. \
      Prompts for the key without echoing it, or reads it from standard input. Saves it in the desktop's \
      keyring (Secret Service, through secret-tool; Keychain on macOS) if the keyring responds, otherwise \
      in ~/.local/share/aside/keys.toml, readable only by you. Environment variables and \
      api_key_command take precedence.
      """
    }
    public static var forget: String {
      "Remove the saved key, or the one for --base-url, from the keyring and the file"
    }
  }

  /// The help for `aside doctor`.
  public enum Doctor {
    public static var abstract: String {
      "Check configuration, key, connection, model, thinking, terminal and database"
    }
    public static var discussion: String {
      """
      Prints one line per check: ok, note or error, and what to do about it. Sends nothing to a model \
      unless --send is given. Exits with status 1 on any error.
      """
    }
    public static var model: String { "Model to check" }
    public static var send: String { "Request one token from the model (may cost a little)" }
  }

  /// The help for `aside demo-server`.
  public enum DemoServer {
    public static var abstract: String { "Run the demo server on 127.0.0.1" }
    public static var discussion: String { "Prints its base URL, then runs until stopped." }
    public static var port: String { "Port; 0 picks a free one" }
    public static var pace: String { "Milliseconds between chunks" }
  }
}
