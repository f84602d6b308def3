@testable import Markdown
import Screen
import TestKit
import Testing

@Suite struct CodeHighlighterTests {
  /// Returns the roles in a line, one letter per character: keyword, string, number, comment, name,
  /// added, removed, other.
  private func letters(of line: StyledLine) -> String {
    line.spans.map { span in
      let letter =
        switch span.style.role {
        case .codeKeyword: "k"
        case .codeString: "s"
        case .codeNumber: "n"
        case .codeComment: "c"
        case .codeName: "N"
        case .codeAdded: "+"
        case .codeRemoved: "-"
        default: "."
        }
      return String(repeating: letter, count: span.text.count)
    }.joined()
  }

  @Test(arguments: [
    ("swift", ["let a = f(\"x\\\"\") // c"], ["kkk.....N.sssss..cccc"]),
    ("swift", ["/* a /* b */", "c */ 1"], ["cccccccccccc", "cccc.n"]),
    ("swift", ["\"\"\"", "let", "\"\"\" let"], ["sss", "sss", "sss.kkk"]),
    ("python", ["x = 'a # b' # c", "'''d", "'''"], ["....sssssss.ccc", "ssss", "sss"]),
    ("py", ["def f(): return None"], ["kkk.N....kkkkkk.nnnn"]),
    ("sh", ["echo $HOME # c $#"], ["kkkk..NNNN.cccccc"]),
    ("SQL", ["SELECT a FROM b -- c"], ["kkkkkk...kkkk...cccc"]),
    ("json", ["{\"a\": \"b\", \"c\": 1}"], [".NNN..sss..NNN..n."]),
    ("html", ["<a href=\"x\">t</a>"], [".k......sss....k."]),
    ("diff", ["+a", "-b", " c"], ["++", "--", ".."]),
    ("c", ["char *s = \"open", "int x;"], ["kkkk......sssss", "kkk..."]),
    ("rust", ["fn f<'a>(x: &'a str)"], ["kk..............kkk."]),
    ("nim", ["proc f() = echo 1 # c"], ["kkkk.N..........n.ccc"]),
    ("nginx", ["listen 80; # c"], ["kkkkkk.nn..ccc"]),
    ("vim", ["set nu \" c"], ["kkk....ccc"]),
    ("f90", ["INTEGER :: i ! c"], ["kkkkkkk......ccc"]),
    ("pascal", ["begin x := 'a' { c }"], ["kkkkk......sss.ccccc"]),
    ("asm", ["MOV eax, 1 ; c"], ["kkk......n.ccc"]),
    ("verilog", ["module m; // c"], ["kkkkkk....cccc"]),
    ("vhdl", ["ENTITY e IS -- c"], ["kkkkkk...kk.cccc"]),
    ("sol", ["uint256 x; // c"], ["kkkkkkk....cccc"]),
    (
      "swift", ["for _ in 0..<n {}", "$0.key < 1_000.5"], ["kkk...kk.n.......", ".N.......nnnnnnn"]
    ),
    ("swift", ["1...9, 0x1F, 1e-9, a.0"], ["n...n..nnnn..nnnn....n"]),
    ("sh", ["curl 127.0.0.1:8080/$1"], [".....................N"]),
    ("sh", ["sort -k1,1nr -n10 | head -n 3"], [".........................." + "..n"]),
    ("sh", ["x=1; for i in {1..9}; do :8080"], ["..n..kkk...kk..n..n...kk......"]),
    ("sh", ["for f in for.txt; do if-up.sh"], ["kkk...kk..........kk........."]),
    ("sh", ["./done.log /usr/select ~/in"], ["..........................."]),
    ("sh", ["dd if=a --exec return-1; fi"], [".........................kk"]),
    ("sh", ["echo true.txt true"], ["kkkk..........nnnn"]),
    ("css", ["@media not-x .from #to { to"], [".kkkkk...................kk"]),
    ("lisp", ["(let* ((if-x (do-it))) (if"], [".kkkk...................kk"]),
    (
      "dockerfile", ["FROM a:run", "COPY --from=run.sh ."], ["kkkk......", "kkkk................"]
    ),
    ("nginx", ["index index.html;"], ["kkkkk............"]),
    ("r", ["if (next.day)"], ["kk..........."]),
    ("html", ["<my-for id>"], [".kkkkkk...."]),
    ("unknown", ["let a = 1"], ["........."]),
  ])
  func linesAreColoured(language: String, lines: [String], expected: [String]) {
    var highlighter = CodeHighlighter(language: language)
    let letters = lines.map { self.letters(of: highlighter.highlight($0)) }
    #expect(letters == expected)
  }

  @Test func textIsUnchanged() {
    for name in CodeLanguageData.languages.keys {
      var highlighter = CodeHighlighter(language: name)
      for seed in 0..<20 {
        var generator = SplitMix64(state: UInt64(seed))
        let line = Corpus.noise(&generator, pieces: 30).filter { !$0.isNewline }
        #expect(highlighter.highlight(line).text == line)
      }
    }
  }

  @Test func everyAliasNamesALanguage() {
    for (alias, name) in CodeLanguageData.aliases {
      #expect(CodeLanguageData.languages[name] != nil, "\(alias)")
    }
  }
}
