import Foundation
import TestKit
import Testing

@testable import aside

/// The input of `aside ask`: its arguments and standard input.
@Suite struct InputTests {
  private static let text = "Wie heißt das? 思考 😀\n"

  private static func bytes(_ encoding: String.Encoding, mark: [UInt8]) -> [UInt8] {
    mark + Array(text.data(using: encoding) ?? Data())
  }

  @Test(arguments: [
    bytes(.utf8, mark: []), bytes(.utf8, mark: [0xEF, 0xBB, 0xBF]),
    bytes(.utf16LittleEndian, mark: [0xFF, 0xFE]), bytes(.utf16BigEndian, mark: [0xFE, 0xFF]),
    bytes(.utf32LittleEndian, mark: [0xFF, 0xFE, 0, 0]),
    bytes(.utf32BigEndian, mark: [0, 0, 0xFE, 0xFF]),
  ])
  func textsAreDecodedByTheirByteOrderMarks(_ bytes: [UInt8]) throws {
    #expect(try InputText.decode(bytes) == Self.text)
  }

  @Test(arguments: [
    (Array("caf\u{0}e".utf8), InputText.Problem.binary(offset: 3)),
    ([0x63, 0x61, 0x66, 0xE9, 0x0A], .notUTF8(offset: 3, byte: 0xE9)),
    ([0xEF, 0xBB, 0xBF, 0x61, 0xE9], .notUTF8(offset: 4, byte: 0xE9)),
    ([0x61, 0xE6, 0x80], .notUTF8(offset: 1, byte: 0xE6)),
    ([0x61, 0xFF, 0x01, 0x02], .binary(offset: 2)),
    ([0xFF, 0xFE, 0x61, 0, 0x62], .cutOff(encoding: "UTF-16", offset: 4)),
    ([0xFF, 0xFE, 0x61, 0, 0x00, 0xD8], .cutOff(encoding: "UTF-16", offset: 4)),
    ([0, 0, 0xFE, 0xFF, 0, 0x11, 0, 0], .cutOff(encoding: "UTF-32", offset: 4)),
  ])
  func binaryInputErrorNamesTheOffset(_ bytes: [UInt8], _ problem: InputText.Problem) {
    #expect(throws: problem) { try InputText.decode(bytes) }
    #expect(problem.sentence.contains("byte offset"))
  }

  @Test(arguments: [
    (["- a list"], ["\0- a list"]), (["-a list"], ["\0-a list"]), (["-- dash"], ["\0-- dash"]),
    (["-1 + 2 = x"], ["\0-1 + 2 = x"]), (["--json", "-"], ["--json", "-"]),
    (["--system=- x"], ["--system=- x"]), (["--flag text"], ["--flag text"]),
    (["--", "- a list"], ["--", "- a list"]),
  ])
  func textsWithHyphensAreNotOptions(_ arguments: [String], _ marked: [String]) {
    #expect(HyphenText.marking(["ask"] + arguments) == ["ask"] + marked)
    #expect(HyphenText.marking(["search"] + arguments) == ["search"] + arguments)
  }

  // MARK: The program

  private let testHome: TestHome

  init() throws { testHome = try TestHome() }

  private func shell(_ script: String) throws -> ProcessRun {
    let variables = ["HOME": testHome.path, "PATH": "/usr/bin:/bin", "ASIDE": AsideProgram.path]
    return try ProcessRun(
      "/bin/bash", ["-c", "cd \(testHome.path); " + script], environment: variables)
  }

  @Test func questionsCanBeginWithHyphens() throws {
    let run = try shell(
      """
      "$ASIDE" ask --demo "- a list" </dev/null >a && "$ASIDE" ask --demo -- "--flag text" </dev/null >b
      "$ASIDE" ask --demo --system "- be brief" hi </dev/null >c && "$ASIDE" list
      """)
    #expect(run.status == 0, "\(run.error)")
    // Titles omit the hyphen of a list item.
    #expect(run.output.contains("  a list"))
    #expect(run.output.contains("--flag text"))
    let refused = try shell(#""$ASIDE" ask --demo "--flag text" </dev/null"#)
    #expect(refused.status == 2)
    #expect(refused.error.contains("put -- before it"))
  }

  @Test func silentInputIsReportedAndCanBeIgnored() throws {
    let run = try shell(
      """
      mkfifo in; exec 3<>in
      "$ASIDE" ask --demo --no-stdin hi <in 3>&- >answer || exit 1
      "$ASIDE" ask --demo hi <in 3>&- >answer 2>error & id=$!
      until grep -q -- "--no-stdin" error; do sleep 0.05; done
      exec 3>&-; wait $id
      """)
    #expect(run.status == 0, "\(run.error)")
  }

  @Test func loopKeepsItsLines() throws {
    let run = try shell(
      #"printf 'one\ntwo\n' | while read -r line; do "$ASIDE" ask --demo --no-stdin "$line" >/dev/null; echo "$line"; done"#
    )
    #expect(run.output == "one\ntwo\n")
  }

  @Test func binaryInputIsRefused() throws {
    for (input, offset) in [(#"caf\351"#, "3"), (#"ab\000cd"#, "2")] {
      let run = try shell("printf '\(input)' | \"$ASIDE\" ask --demo summarise")
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.error.contains("byte offset \(offset)"))
    }
    #expect(try shell(#""$ASIDE" ask --demo summarise </dev/zero"#).status == 2)
    #expect(
      try shell(#""$ASIDE" ask --demo summarise <."#).error.contains("Cannot read standard input"))
    #expect(try shell(#""$ASIDE" ask --demo summarise <&-"#).status == 0)
  }
}
