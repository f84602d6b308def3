public import Screen

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Ways to reach a clipboard.
public enum Clipboard {
  /// Returns a program that copies its standard input to the clipboard, chosen by the
  /// environment: inside tmux, tmux itself, which passes the text on to its own terminal;
  /// otherwise the desktop's tool.
  /// - Returns: the command's name and the command for the shell; `nil` if there is none.
  public static func program(
    environment: [String: String], isInstalled: (String) -> Bool
  ) -> (name: String, command: String)? {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    let programs: [(name: String, command: String, isMeant: Bool)] = [
      ("tmux", "tmux load-buffer -w -", isSet("TMUX")),
      // Over SSH, these would reach the remote machine's clipboard, not the user's.
      ("wl-copy", "wl-copy", isSet("WAYLAND_DISPLAY") && !isSet("SSH_TTY")),
      ("xclip", "xclip -selection clipboard", isSet("DISPLAY") && !isSet("SSH_TTY")),
      ("xsel", "xsel --clipboard --input", isSet("DISPLAY") && !isSet("SSH_TTY")),
      ("pbcopy", "pbcopy", !isSet("SSH_TTY")),
    ]
    return programs.first { $0.isMeant && isInstalled($0.name) }.map { ($0.name, $0.command) }
  }

  /// Returns the sequence that asks a terminal to copy text (xterm's control sequences, OSC 52).
  public static func sequence(for text: InertText) -> [UInt8] {
    Array("\u{1B}]52;c;\(Data(text.text.utf8).base64EncodedString())\u{07}".utf8)
  }
}

extension Terminal {
  /// Asks the terminal to put text on its clipboard. There is no way to tell whether it does so.
  public func sendToClipboard(_ text: InertText) {
    var bytes = Clipboard.sequence(for: text)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
