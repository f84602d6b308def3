import Foundation
import Testing

@testable import App

/// docs/keys.md is written from the table of commands. `RECORD_SNAPSHOTS=1` writes it.
@Suite struct KeyDocumentTests {
  @Test func theDocumentIsWhatTheTableSays() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/keys.md").standardizedFileURL
    let text = Self.document
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  private static var document: String {
    var lines = [
      "# Keys and commands", "",
      "Every command has a key, a letter after Ctrl-X for terminals that swallow keys, or both, and a",
      "name after a slash. Ctrl-P lists them all in the program. This page is generated from the table",
      "in the source.",
    ]
    for section in CommandRow.Section.allCases {
      lines += [
        "", "## \(section.rawValue)", "", "| Command | Keys | After Ctrl-X | Typed |",
        "|---|---|---|---|",
      ]
      lines += CommandTable.rows.filter { $0.section == section }.map(row)
    }
    lines += table("The list of conversations", ConversationListKeys.table.help)
    lines += table("The search over everything", SearchPage.keys.help)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ row: CommandRow) -> String {
    let names = [row.usage] + row.names.dropFirst().map { "/" + $0 }
    let cells = [
      row.title, row.keyNames.map(code).joined(separator: " "),
      row.twin.map { code(String($0)) } ?? "", names.map(code).joined(separator: " "),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func table(_ title: String, _ rows: [KeyHelp]) -> [String] {
    ["", "## \(title)", "", "| Keys | |", "|---|---|"]
      + rows.map { row in
        let keys = row.keys.split(separator: " ").map { code(String($0)) }.joined(separator: " ")
        return "| \(keys) | \(row.action) |"
      }
  }

  private static func code(_ text: String) -> String {
    "`" + text.replacing("|", with: "\\|") + "`"
  }
}
