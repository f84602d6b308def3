internal import App
internal import Chat
internal import Dispatch
internal import Screen
internal import Terminal

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

/// A service that copies text to a clipboard: with a program if one is installed, otherwise
/// through the terminal.
struct ClipboardService {
  let environment: [String: String]
  /// Asks the terminal to copy text. The terminal may ignore the request.
  let sendToTerminal: (InertText) -> Void
  let post: @Sendable (Event) -> Void

  private let queue = DispatchQueue(label: "aside.clipboard")

  init(
    environment: [String: String], sendToTerminal: @escaping (InertText) -> Void,
    post: @escaping @Sendable (Event) -> Void
  ) {
    self.environment = environment
    self.sendToTerminal = sendToTerminal
    self.post = post
  }

  /// Called on the main thread, which owns the terminal.
  func copy(_ text: InertText, what: String) {
    guard
      let program = Clipboard.program(
        environment: environment, isInstalled: { Self.isInstalled($0, environment) })
    else {
      sendToTerminal(text)
      return post(.copied(what: what, .sentToTerminal, removed: text.removedCount))
    }
    // The program may stay in the background to serve the text, so it must not hold our
    // descriptors.
    let command = "\(program.command) >/dev/null 2>&1"
    queue.async { [post] in
      let isTaken = Self.run(command, input: text.text)
      post(
        .copied(
          what: what, isTaken ? .taken(by: program.name) : .failed(program.name),
          removed: text.removedCount))
    }
  }

  /// Reads the clipboard for `/paste`.
  func read(_ request: RequestID) {
    queue.async { [post, environment] in
      let reader = ClipboardReader(environment: environment) { Self.isInstalled($0, environment) }
      post(.clipboardRead(request, reader.read()))
    }
  }

  private static func run(_ command: String, input: String) -> Bool {
    guard let pipe = popen(command, "w") else { return false }
    let isWritten = Array(input.utf8).withUnsafeBytes {
      $0.isEmpty || fwrite($0.baseAddress, 1, $0.count, pipe) == $0.count
    }
    return pclose(pipe) == 0 && isWritten
  }

  private static func isInstalled(_ name: String, _ environment: [String: String]) -> Bool {
    (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }
}
