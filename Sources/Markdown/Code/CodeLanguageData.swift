/// The supported languages by name, and their aliases.
enum CodeLanguageData {
  private typealias Delimiter = CodeLanguage.Delimiter

  private static let double = Delimiter.string("\"")
  private static let single = Delimiter.string("'")
  private static let slashes = [Delimiter.line("//"), .block("/*", "*/")]
  private static let curly = slashes + [double, single]
  private static let hash = [Delimiter.line("#"), double, single]

  private static func words(
    _ keywords: String, _ delimiters: [CodeLanguage.Delimiter], ignoresCase: Bool = false,
    numbersAreWords: Bool = false, nameMarks: String = ""
  ) -> CodeLanguage {
    CodeLanguage(
      keywords: Set(keywords.split(separator: " ").map(String.init)), ignoresCase: ignoresCase,
      numbersAreWords: numbersAreWords, nameMarks: Set(nameMarks.utf8), delimiters: delimiters)
  }

  private static func keys(_ delimiters: [CodeLanguage.Delimiter]) -> CodeLanguage {
    CodeLanguage(shape: .keys, delimiters: delimiters)
  }

  static let aliases: [String: String] = [
    "py": "python", "python3": "python", "js": "javascript", "jsx": "javascript",
    "mjs": "javascript", "node": "javascript", "ts": "typescript", "tsx": "typescript",
    "c++": "cpp", "cc": "cpp", "cxx": "cpp", "hpp": "cpp", "h": "c", "objc": "c",
    "objective-c": "c", "cs": "csharp", "c#": "csharp", "kt": "kotlin", "golang": "go",
    "rs": "rust", "rb": "ruby", "pl": "perl", "sh": "bash", "shell": "bash", "zsh": "bash",
    "console": "bash", "fish": "bash", "ps1": "powershell", "pwsh": "powershell", "yml": "yaml",
    "htm": "html", "xml": "html", "svg": "html", "vue": "html", "svelte": "html", "scss": "css",
    "less": "css", "sass": "css", "json5": "json", "jsonc": "json", "jsonl": "json",
    "conf": "ini", "cfg": "ini", "properties": "ini", "env": "ini", "docker": "dockerfile",
    "make": "makefile", "mk": "makefile", "cmake": "makefile", "patch": "diff", "hs": "haskell",
    "ml": "ocaml", "fsharp": "ocaml", "f#": "ocaml", "ex": "elixir", "exs": "elixir",
    "erl": "erlang", "clj": "lisp", "clojure": "lisp", "scheme": "lisp", "elisp": "lisp",
    "racket": "lisp", "jl": "julia", "sqlite": "sql", "mysql": "sql", "postgresql": "sql",
    "postgres": "sql", "tex": "latex", "gql": "graphql", "proto": "protobuf", "octave": "matlab",
    "f90": "fortran", "f95": "fortran", "f03": "fortran", "delphi": "pascal",
    "objectpascal": "pascal",
    "assembly": "asm", "nasm": "asm", "x86asm": "asm", "armasm": "asm", "s": "asm",
    "systemverilog": "verilog", "sv": "verilog", "vhd": "vhdl", "sol": "solidity",
    "viml": "vim", "vimscript": "vim", "nginxconf": "nginx", "nimrod": "nim",
    "groovy": "java", "gradle": "java", "tf": "hcl", "terraform": "hcl",
  ]

  static let languages: [String: CodeLanguage] = [
    "swift": words(
      """
      actor any as associatedtype async await borrowing break case catch class consuming continue \
      default defer deinit do else enum extension fallthrough fileprivate final for func get guard \
      if import in indirect init inout internal is isolated lazy let macro mutating nonisolated \
      open operator override package private protocol public repeat rethrows return self Self set \
      some static struct subscript super switch throw throws try typealias unowned var weak where \
      while
      """,
      [.text("#\"\"\"", "\"\"\"#", escapes: false), .text("\"\"\""), .string("#\"", "\"#")]
        + [.line("//"), .block("/*", "*/", nests: true), double]),
    "c": words(
      """
      auto break case char const continue default do double else enum extern float for goto if \
      inline int long register restrict return short signed sizeof static struct switch typedef \
      union unsigned void volatile while bool size_t include define ifdef ifndef endif pragma \
      interface implementation property protocol end self super nonatomic strong
      """, curly),
    "cpp": words(
      """
      alignas auto bool break case catch char class co_await co_return co_yield concept const \
      constexpr consteval continue decltype default delete do double else enum explicit export \
      extern final float for friend goto if inline int long mutable namespace new noexcept operator \
      override private protected public requires return short signed sizeof static static_assert \
      static_cast struct switch template this throw try typedef typename union unsigned using \
      virtual void volatile while include define ifdef ifndef endif pragma
      """, [.text("R\"(", ")\"", escapes: false)] + curly),
    "csharp": words(
      """
      abstract as async await base bool break byte case catch char class const continue decimal \
      default delegate do double else enum event explicit extern finally fixed float for foreach get \
      goto if implicit in init int interface internal is lock long namespace new object operator out \
      override params private protected public readonly record ref return sealed set short sizeof \
      static string struct switch this throw try typeof uint ulong using var virtual void volatile \
      when where while yield
      """, [.text("\"\"\""), .text("@\"", "\"", escapes: false)] + curly),
    "java": words(
      """
      abstract assert boolean break byte case catch char class const continue default do double else \
      enum extends final finally float for if implements import instanceof int interface long native \
      new package permits private protected public record return sealed short static strictfp super \
      switch synchronized this throw throws transient try var void volatile while yield def
      """, [.text("\"\"\"")] + curly),
    "kotlin": words(
      """
      abstract as break by catch class companion const constructor continue crossinline data do else \
      enum expect final finally for fun get if import in infix init inline interface internal is \
      lateinit noinline object open operator out override package private protected public reified \
      return sealed set super suspend tailrec this throw try typealias val var vararg when where \
      while
      """, [.text("\"\"\"", escapes: false)] + curly),
    "scala": words(
      """
      abstract case catch class def do else enum export extends final finally for given if implicit \
      import lazy match new object override package private protected return sealed super then this \
      throw trait try type using val var while with yield
      """, [.text("\"\"\"", escapes: false)] + slashes + [double]),
    "dart": words(
      """
      abstract as assert async await base break case catch class const continue default deferred do \
      dynamic else enum export extends extension external factory final finally for get if implements \
      import in interface is late library mixin new on operator part required rethrow return sealed \
      set static super switch sync this throw try typedef var void when while with yield
      """, [.text("\"\"\""), .text("'''")] + curly),
    "go": words(
      """
      break case chan const continue default defer else fallthrough for func go goto if import \
      interface map package range return select struct switch type var any bool byte error float64 \
      int int64 rune string uint uint64
      """, [.text("`", escapes: false)] + curly),
    "rust": words(
      """
      as async await box break const continue crate dyn else enum extern fn for if impl in let loop \
      match mod move mut pub ref return self Self static struct super trait type union unsafe use \
      where while bool char f32 f64 i32 i64 isize str u8 u32 u64 usize
      """,
      [.text("r#\"", "\"#", escapes: false), .line("//"), .block("/*", "*/", nests: true)]
        + [.text("\"")]),
    "zig": words(
      """
      align allowzero and anyframe anytype asm async await break catch comptime const continue defer \
      else enum errdefer error export extern fn for if inline noalias nosuspend or orelse packed pub \
      resume return struct suspend switch test threadlocal try union unreachable usingnamespace var \
      volatile while
      """, [.line("//"), .line("\\\\"), double, single]),
    "javascript": words(
      """
      as async await break case catch class const continue debugger default delete do else export \
      extends finally for from function get if import in instanceof let new of return set static \
      super switch this throw try typeof var void while with yield
      """, [.text("`")] + curly),
    "typescript": words(
      """
      abstract any as asserts async await boolean break case catch class const continue declare \
      default delete do else enum export extends finally for from function get if implements import \
      in infer instanceof interface is keyof let namespace never new number object of override \
      private protected public readonly return satisfies set static string super switch this throw \
      try type typeof unknown var void while yield
      """, [.text("`")] + curly),
    "python": words(
      """
      and as assert async await break case class continue def del elif else except finally for from \
      global if import in is lambda match nonlocal not or pass raise return self try while with yield
      """, [.text("\"\"\""), .text("'''")] + hash),
    "ruby": words(
      """
      alias and begin break case class def defined? do else elsif end ensure for if in module next \
      not or redo require rescue retry return self super then undef unless until when while yield \
      attr_accessor attr_reader
      """, [.block("=begin", "=end")] + hash),
    "perl": words(
      """
      and cmp do else elsif eq for foreach if last local my ne next no not or our package print \
      require return sub unless until use while
      """, hash),
    "php": words(
      """
      abstract and array as break case catch class clone const continue declare default do echo else \
      elseif enum extends final finally fn for foreach function global if implements include \
      instanceof interface match namespace new or private protected public readonly require return \
      static switch throw trait try use var while yield
      """, [.line("#")] + curly),
    "lua": words(
      """
      and break do else elseif end for function goto if in local not or repeat return then until \
      while
      """, [.block("--[[", "]]"), .line("--"), .text("[[", "]]", escapes: false), double, single]),
    "r": words(
      "break else for function if in library next repeat require return while TRUE FALSE NA", hash,
      nameMarks: "."),
    "julia": words(
      """
      abstract baremodule begin break catch const continue do else elseif end export finally for \
      function global if import in let local macro module mutable primitive quote return struct try \
      type using where while
      """, [.block("#=", "=#", nests: true), .text("\"\"\"")] + [.line("#"), double]),
    "haskell": words(
      """
      case class data default deriving do else forall foreign if import in infix infixl infixr \
      instance let module newtype of qualified then type where
      """, [.block("{-", "-}", nests: true), .line("--"), double]),
    "ocaml": words(
      """
      and as assert begin class constraint do done downto else end exception external for fun \
      function functor if in include inherit initializer lazy let match method module mutable new \
      object of open or private rec sig struct then to try type val virtual when while with
      """, [.block("(*", "*)", nests: true), .line("//"), double]),
    "elixir": words(
      """
      after alias and case catch cond def defmacro defmodule defp defprotocol defstruct do else end \
      fn for if impl import in not or quote raise receive require rescue try unless unquote use when \
      with
      """, [.text("\"\"\"")] + hash),
    "erlang": words(
      "after and andalso begin case catch end fun if not of or orelse receive try when",
      [.line("%"), double, single]),
    "lisp": words(
      """
      cond def defmacro defn defun define do fn if lambda let let* letrec loop ns progn quote recur \
      require set! setq when unless
      """, [.block("#|", "|#", nests: true), .line(";"), .text("\"")], nameMarks: "-./*+?!<>="),
    "bash": words(
      """
      break case continue do done elif else esac eval exec exit export fi for function if in local \
      readonly return select set shift source sudo then trap unset until while cd echo
      """, [.line("#"), .text("\""), .text("'", escapes: false)], numbersAreWords: true,
      nameMarks: "-./=:*~+@%$"),
    "powershell": words(
      """
      begin break catch class continue data do dynamicparam else elseif end exit filter finally for \
      foreach from function if in param process return switch throw trap try until using while
      """, [.block("<#", "#>"), .line("#"), double, single], ignoresCase: true,
      numbersAreWords: true, nameMarks: "-./\\:$"),
    "sql": words(
      """
      add all alter and as asc begin between by case cast check column commit constraint create cross \
      cte default delete desc distinct drop else end except exists foreign from full group having if \
      in index inner insert integer intersect into is join key left like limit not null numeric on or \
      order outer over partition primary references returning right rollback row select set table \
      text then to transaction trigger union unique update using values varchar view when where with
      """, [.line("--"), .block("/*", "*/"), single, double], ignoresCase: true),
    "html": CodeLanguage(
      shape: .tags, delimiters: [.block("<!--", "-->"), .text("\"", escapes: false), single]),
    "css": words(
      "and from important import include media mixin not only supports to use var",
      [.block("/*", "*/"), .line("//"), double, single], nameMarks: "-.#"),
    "json": keys(slashes + [double]),
    "yaml": keys(hash),
    "toml": keys([.text("\"\"\""), .text("'''")] + hash),
    "ini": keys([.line("#"), .line(";"), double]),
    "dockerfile": words(
      """
      add arg as cmd copy entrypoint env expose from healthcheck label run shell stopsignal user \
      volume workdir
      """, hash, ignoresCase: true, numbersAreWords: true, nameMarks: "-./:=@$"),
    "makefile": words(
      """
      define else endef endif export ifdef ifeq ifndef ifneq include override foreach function if \
      add_executable add_library project set target_link_libraries
      """, hash, numbersAreWords: true, nameMarks: "-./%"),
    "diff": CodeLanguage(shape: .lines),
    "latex": words(
      "begin documentclass end item newcommand section subsection usepackage", [.line("%")]),
    "matlab": words(
      """
      break case catch continue else elseif end for function global if otherwise parfor return \
      switch try while
      """, [.block("%{", "%}"), .line("%"), double]),
    "graphql": words(
      """
      directive enum extend fragment implements input interface mutation on query scalar schema \
      subscription type union
      """, [.text("\"\"\"")] + [.line("#"), double]),
    "protobuf": words(
      """
      bool bytes double enum extend float import int32 int64 map message oneof option optional \
      package repeated required reserved returns rpc service string syntax uint32 uint64
      """, curly),
    "nix": words(
      "assert else if in inherit let or rec then with",
      [.text("''"), .line("#"), .block("/*", "*/"), double], nameMarks: "-./'"),
    "nim": words(
      """
      addr and as asm bind block break case cast concept const continue converter defer discard \
      distinct div do elif else end enum except export finally for from func if import in include \
      interface is isnot iterator let macro method mixin mod not notin object of or out proc ptr \
      raise ref return shl shr static template try tuple type using var when while xor yield
      """,
      [.block("#[", "]#", nests: true), .line("#")]
        + [.text("\"\"\"", escapes: false), .string("\""), .string("'")]),
    "nginx": words(
      """
      access_log add_header allow default default_type deny error_log error_page events fastcgi_pass \
      gzip http if include index keepalive_timeout listen location log_format map proxy_pass \
      proxy_set_header return rewrite root sendfile server server_name ssl_certificate \
      ssl_certificate_key stream try_files types upstream user worker_connections worker_processes
      """, hash, nameMarks: "-./:"),
    "vim": words(
      """
      abort augroup autocmd call catch colorscheme command continue break def echo echom else elseif \
      enddef endfor endfunction endif endtry endwhile execute filetype finally finish for function if \
      imap inoremap let map nmap nnoremap noremap normal return set setlocal silent source syntax \
      throw try unlet vim9script vmap vnoremap while
      """, [.line("\" "), double, single]),
    "fortran": words(
      """
      allocatable allocate and associate block call case character class close common complex contains \
      continue cycle data deallocate dimension do double elemental else elseif end enddo endif entry \
      exit external format function go goto if implicit in include inout inquire integer intent \
      interface intrinsic kind logical module none not only open optional or out parameter pointer \
      precision print procedure program public private pure read real recursive result return save \
      select stop subroutine target then type use where while write
      """, [.line("!"), double, single], ignoresCase: true),
    "pascal": words(
      """
      and array as asm begin boolean case char class const constructor destructor div do downto else \
      end except exports file finalization finally for function goto if implementation in inherited \
      initialization integer interface is label mod nil not object of on operator or out override \
      packed private procedure program property protected public published raise real record repeat \
      set shl shr string then to try type unit until uses var virtual while with xor
      """,
      [.block("(*", "*)"), .block("{", "}"), .line("//")]
        + [.text("'", escapes: false)], ignoresCase: true),
    "asm": words(
      """
      adc add and bl bss call cmp db dd dec div dq dw equ extern global idiv imul inc int ja jae jb \
      jbe je jg jge jl jle jmp jne jnz jz ldr lea loop mov movl movq movsx movzx mul neg nop not or \
      org pop push resb ret sar section shl shr str sub svc syscall test xchg xor
      """, [.line(";"), .line("//"), .block("/*", "*/"), double, single], ignoresCase: true),
    "verilog": words(
      """
      always always_comb always_ff always_latch and assign automatic begin bit buf case casex casez \
      class default disable else end endcase endclass endfunction endgenerate endinterface endmodule \
      endpackage endtask enum for forever function generate genvar if import initial inout input int \
      integer interface localparam logic module nand negedge nor not or output package parameter \
      posedge real reg repeat return signed struct task time typedef unsigned wait while wire xor
      """, slashes + [double]),
    "vhdl": words(
      """
      abs after alias all and architecture array assert attribute begin block body buffer bus case \
      component configuration constant downto else elsif end entity exit file for function generate \
      generic if impure in inout is label library loop map mod nand new next nor not null of on or \
      others out package port procedure process pure range record rem report return select severity \
      shared signal sla sll sra srl std_logic std_logic_vector subtype then to type until use \
      variable wait when while with xnor xor
      """, [.line("--"), double], ignoresCase: true),
    "solidity": words(
      """
      abstract address anonymous assembly assert bool break bytes bytes32 calldata case catch \
      constant constructor continue contract default delete do else emit enum error event external \
      fallback for function if immutable import indexed int interface internal is library mapping \
      memory modifier new override payable pragma private public pure receive require return returns \
      revert storage string struct switch this throw try type uint uint256 unchecked using view \
      virtual while
      """, curly),
    "hcl": keys([.line("#"), .line("//"), .block("/*", "*/"), double]),
  ]
}
