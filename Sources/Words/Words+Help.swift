extension Words {
  /// The text that `--help` prints. Abstracts and option descriptions are phrases without a full
  /// stop; discussions are sentences.
  public enum Help {}
}

extension Words.Help {
  /// Placeholders for the values of options and arguments.
  public enum Value {
    public static var file: String { "file" }
    public static var files: String { "files" }
    public static var path: String { "path" }
    public static var name: String { "name" }
    public static var url: String { "url" }
    public static var id: String { "id" }
    public static var ids: String { "ids" }
    public static var text: String { "text" }
    public static var tokens: String { "tokens" }
    public static var number: String { "number" }
    public static var value: String { "value" }
    public static var query: String { "query" }
    public static var format: String { "format" }
  }

  /// The help for options that several commands have.
  public enum Common {
    public static var database: String { "Database file" }
    public static var configuration: String { "Configuration file" }
    public static var provider: String { "Provider to use" }
    public static var baseURL: String { "Address of the server, such as localhost:8080" }
    public static var model: String { "Model to use" }
    public static var overwriteFile: String { "Overwrite an existing file" }
    public static var overwriteFiles: String { "Overwrite existing files" }

    public static func jsonLines(_ members: [String]) -> String {
      members.isEmpty ? "Print JSON Lines" : "Print JSON Lines: \(members.joined(separator: ", "))"
    }
  }

  /// The help for `aside`, the full-screen chat.
  public enum Program {
    public static var abstract: String { "Full-screen terminal chat for reasoning models" }
    public static var usage: String {
      """
      aside [<options>] [<file> ...]
      aside <subcommand>
      """
    }
    public static var discussion: String {
      """
      Without an API key or options, Aside opens a scripted demo. With AIMLAPI_API_KEY set, it uses \
      alibaba/qwen3-32b on the AI/ML API. Conversations are saved in \
      ~/.local/share/aside/aside.sqlite.

      aside FILE… attaches the files to the first question; git diff | aside attaches the piped \
      text. If a file has the same name as a command, give its path: ./ask.
      """
    }
    public static func theme(builtIn names: [String]) -> String {
      "Colour theme: auto, \(names.joined(separator: ", ")), or the name of a file in the themes folder"
    }
    public static var files: String {
      "Files to attach: path, path:10-40 for lines, or a pattern"
    }
    public static var continues: String { "Continue the most recent conversation" }
    public static var conversation: String { "Open a conversation by ID or ID prefix" }
    public static var plain: String { "Line-by-line output for screen readers and logs" }
  }

  /// The help for options that choose a provider and a model.
  public enum Chat {
    public static func provider(builtIn names: [String]) -> String {
      "Provider to use: \(names.joined(separator: ", ")), or one from your configuration"
    }
    public static var preset: String { "Preset to use: the name of a file in the presets folder" }
    public static var think: String { "Turn thinking on or off" }
    public static var thinkingBudget: String { "Maximum thinking tokens" }
    public static var demo: String { "Run the scripted demo (no key, network or model)" }
  }

  /// The help for `aside ask`.
  public enum Ask {
    public static var abstract: String { "Ask one question and print the answer" }
    public static var discussion: String {
      """
      The question comes from the arguments or from standard input. With both, the arguments are the \
      instruction and the input is the text it applies to. Question and answer are saved; see aside \
      list. Exit status: 0 answered, 1 failed or incomplete, 2 usage error, 130 interrupted.
      """
    }
    public static var providerGroup: String { "Provider and model" }
    public static var parameterGroup: String { "Request parameters (sent only when given)" }
    public static var attach: String {
      "Attach a text file or an image: path, path:10-40 for lines, or a pattern (repeatable)"
    }
    public static var system: String { "System prompt" }
    public static var noStream: String { "Do not stream; turns thinking off" }
    public static var json: String { "Print JSON Lines: attachments, reasoning, content, end" }
    public static var raw: String { "Print unrendered Markdown (always in pipes and files)" }
    public static var showReasoning: String { "Print thinking to standard error" }
    public static var conversation: String {
      "Continue a saved conversation; “last” is the most recent"
    }
    public static var noStore: String { "Do not save the conversation" }
    public static var overLimit: String { "Send even if a spending limit is reached" }
    public static var noStandardInput: String {
      "Do not read standard input (needed inside a shell loop that reads it)"
    }
    public static var question: String { "Question" }
  }
}
