/// Information about a file's contents derived from its name.
enum CodeFile {
  /// Returns the file extension in lower case; empty if there is none.
  static func fileExtension(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// Returns the language to name after a Markdown fence; `nil` if the file's name does not
  /// reveal it.
  static func language(of path: String) -> String? {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return names[name] ?? extensions[fileExtension(of: path)]
  }

  private static let names = [
    "makefile": "makefile", "gnumakefile": "makefile", "dockerfile": "dockerfile",
    "containerfile": "dockerfile", "cmakelists.txt": "cmake", "gemfile": "ruby",
    "rakefile": "ruby", ".bashrc": "bash", ".zshrc": "zsh", ".profile": "sh", ".vimrc": "vim",
  ]

  private static let extensions = [
    "bash": "bash", "c": "c", "cc": "cpp", "clj": "clojure", "cmake": "cmake", "cpp": "cpp",
    "cs": "csharp", "css": "css", "csv": "csv", "cxx": "cpp", "dart": "dart", "diff": "diff",
    "el": "elisp", "erl": "erlang", "ex": "elixir", "exs": "elixir", "fish": "fish", "fs": "fsharp",
    "go": "go", "gradle": "groovy", "graphql": "graphql", "groovy": "groovy", "h": "c",
    "hpp": "cpp", "hs": "haskell", "htm": "html", "html": "html", "ini": "ini", "java": "java",
    "jl": "julia", "js": "javascript", "json": "json", "jsonl": "json", "jsx": "jsx",
    "kt": "kotlin", "kts": "kotlin", "less": "less", "lisp": "lisp", "lua": "lua",
    "m": "objectivec",
    "markdown": "markdown", "md": "markdown", "mjs": "javascript", "mk": "makefile",
    "ml": "ocaml", "mm": "objectivec", "nim": "nim", "nix": "nix", "patch": "diff", "php": "php",
    "pl": "perl", "pm": "perl", "proto": "protobuf", "ps1": "powershell", "py": "python",
    "pyi": "python", "r": "r", "rb": "ruby", "rs": "rust", "scala": "scala", "scm": "scheme",
    "scss": "scss", "sh": "sh", "sql": "sql", "svelte": "svelte", "svg": "xml", "swift": "swift",
    "tex": "latex", "tf": "hcl", "toml": "toml", "ts": "typescript", "tsx": "tsx", "vim": "vim",
    "vue": "vue", "xml": "xml", "yaml": "yaml", "yml": "yaml", "zig": "zig", "zsh": "zsh",
  ]
}
