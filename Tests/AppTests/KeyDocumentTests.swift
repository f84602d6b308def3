import Foundation
import Testing

@testable import App

/// The generated document `docs/keys.md`, which must match the tables of commands and keys.
/// `RECORD_SNAPSHOTS=1` rewrites it.
@Suite struct KeyDocumentTests {
  @Test func documentMatchesTheTables() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/keys.md").standardizedFileURL
    let text = Self.document
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  private static var document: String {
    var lines = [introduction]
    for section in CommandRow.Section.allCases {
      lines += [
        "", "## \(section.title)", "", "| Command | Keys | After Ctrl-X | Typed |",
        "|---|---|---|---|",
      ]
      lines += CommandTable.rows.filter { $0.section == section }.map(row)
    }
    lines += table("Scrolling, matches and counts", OtherKeys.reading)
    lines += table("Editing text", OtherKeys.editing)
    lines += table("Vi mode", OtherKeys.vi, introduction: vi)
    lines += table("Completing commands", CompletionKeys.table.help)
    lines += table("Conversation list", ConversationListKeys.table.help)
    lines += table("Search", SearchPage.keys.help)
    lines += table("Request parameters", ParametersPage.keys.help)
    lines += table("Token probabilities", ProbabilitiesPage.keys.help)
    lines += table("Model picker", PickerPage.keys.help)
    lines += table("Comparing answers", ComparisonPage.keys.help)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let introduction = """
    # Keys and commands

    Inside Aside, `F1` shows the keys, `/keys` how to change them, and `Ctrl-P` finds any command by a few letters of its name.

    You can give a command in three ways:

    - **A key.** Single characters, like `r` or `{`, work in the conversation and in the thinking: press
      `Tab` to leave the composer. In the composer they are text. Most other keys work in every pane.
    - **`Ctrl-X` and another key**, if your terminal or tmux swallows a command's own key. This works
      everywhere, the composer included.
    - **A name after a slash**, typed into the composer. To send a line that starts with a slash as
      text, put a space in front of it. Only the first line can be a command: a draft that ends in one
      is sent as text. Running a command clears it from the composer, so undo restores what was there
      before. Type `/unfold` in front of a draft that contains a long paste.

    Commands that ask for confirmation, such as delete and quit, run when you give the same command
    again, in any of the three ways. Message commands work only while the conversation is visible: on
    a page they do nothing, and a notice says why.

    In the conversation, a number before `y` or `o` is a count: `2` `y` copies the second code block of
    the answer, and `2` `o` opens its second link.
    `Esc` closes what is open, stops an answer, or returns to the composer. It never quits.

    After `Ctrl-X`, or any other key that begins a sequence, the keys that can follow are listed above
    the composer, your own bindings first. `Backspace` takes a key back, `Esc` cancels, and `F1` opens
    the help. In `F1`, type a few letters to find a key.

    ## Changing keys

    `[keys]` in `config.toml` says what keys do. It has a table for each context: `global`, `composer`,
    `completion`, `transcript`, `list`, and `pages` for all pages or `pages.NAME` for one of them.

    ```toml
    [keys.global]
    "Ctrl-K" = "palette"        # a command, by its name here or its name after a slash
    "Ctrl-T" = "none"           # does nothing any more
    "Ctrl-X Ctrl-R" = "regenerate"

    [keys.transcript]
    "g g" = "scroll-to-start"   # replaces the default key g, which begins it
    "d d" = "delete"

    [keys.composer]
    "Alt-Backspace" = "delete-word-backward"

    [keys.pages.picker]
    "Ctrl-S" = "favorite"
    ```

    - Keys are written as on this page: `Ctrl-T`, `Alt-Enter`, `F2`, `Space`, `Shift-Tab`. `C-t`,
      `ctrl+t` and `^T` mean `Ctrl-T`, too. A capital letter without `Ctrl` or `Alt` needs Shift.
      Keys with spaces between them are pressed one after the other.
    - Several keys can do the same thing. Your keys take precedence over the defaults, and within each, a
      specific context over `global`. While completions are shown, all keys of `completion` come
      before those of the composer. On pages and in the list, only two kinds of `global` keys apply:
      sequences, and keys of commands that work there.
    - `Ctrl-C` cannot be bound: whatever else you change, pressing it twice quits. The keys of prompts
      (filter, find, rename) and of a selection are fixed, except for those that edit text.
    - Terminals send `Enter` for `Ctrl-M`, `Tab` for `Ctrl-I`, `Esc` for `Ctrl-[`, `Backspace` for
      `Ctrl-H`, and cannot send some keys at all. Such keys, unknown names and conflicts are reported
      with their file and line when Aside starts.
    - `aside keys` lists the current keys and where each is set, `aside keys --actions` what can be
      bound, and `aside keys --read` shows what your terminal sends for a key.

    This page is generated from the tables in the source, and shows the defaults.
    """

  private static func row(_ row: CommandRow) -> String {
    let names = [row.usage] + row.names.dropFirst().map { "/" + $0 }
    let others = Keymap.standard.sequences(of: row.command).filter { keys in
      keys.count > 1 && keys.last?.isText == false
    }
    let cells = [
      row.title, (row.keyNames(.standard) + others.map(\.name)).map(code).joined(separator: " "),
      row.twin.map { code(String($0)) } ?? "", names.map(code).joined(separator: " "),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static let vi = """
    With `vi = true` under `[composer]` in `config.toml`, the composer and the pages for long texts, such
    as the system prompt, have the keys of vi. `/vi` turns them on or off until you quit.

    - Editing starts in insert mode, where all keys work as usual. `Esc` goes to normal mode. There,
      `Esc` does what it does without vi: it closes or stops something.
    - In normal and visual mode, plain characters and `Ctrl-R` belong to vi, unless you have bound
      `Ctrl-R`; `Ctrl-X` `/` still searches. All other keys work as usual: `Enter` in normal mode
      sends, `Ctrl-J` makes a new line, `Tab` goes to the next pane, `Ctrl-X` and the function keys
      work. `:` opens the command palette. Your own keys in `[keys]` cannot change those of vi.
    - Terminals send `Alt` with a letter as `Esc` and the letter. In insert mode, such a key is
      treated as those two keys unless it is bound, as `Alt-B` is.
    - `k` on the first line and `j` on the last show older and newer questions, as `Up` and `Down` do.
    - Operators: `d` `c` `y` `>` `<` `g~` `gu` `gU`, with any motion, doubled for lines, or with a text
      object: `i` or `a` with `w`, `W`, `s`, `p`, a quote, a bracket, `b` or `B`. Counts and `.` work as in
      Vim. `>` moves lines by four columns.
    - Motions: `h j k l w W b B e E ge gE 0 ^ $ _ + - | gg G f F t T ; , % { } ( )`, a mark, and the
      arrow keys. Marks: `a` to `z`, and those that vi sets: `'.` `''` `'^` `'<` `'>`.
    - Registers: `"a` to `"z`, `"A` to `"Z` to append, `"0` to `"9`, `"-`, `"_`. `"+` and `"*` copy to
      the system's clipboard. Vi keys cannot read it, so they insert the last yank; `/paste` reads it.
    - Differences from Vim: lines are text lines, not screen lines. Columns are characters. Sentences,
      words and letters are those of Unicode: `gUU` turns `ß` into `SS`. A count repeats text only up
      to 4 MB. A failed command does not stop the ones typed after it.
    - Not supported: `/ n N * #`, `U`, `=`, `!`, `q` and `@`, blockwise selection (`Ctrl-V`),
      digraphs, and commands that begin with a colon. Such keys do nothing. `?` opens the help if
      there is no text.


    """

  private static func table(
    _ title: String, _ rows: [KeyHelp], introduction: String = ""
  ) -> [String] {
    ["", "## \(title)", "", introduction + "| Keys | Action |", "|---|---|"]
      + rows.map { "| \($0.names.map(code).joined(separator: " ")) | \($0.action) |" }
  }

  private static func code(_ text: String) -> String {
    "`" + text.replacing("|", with: "\\|") + "`"
  }
}
