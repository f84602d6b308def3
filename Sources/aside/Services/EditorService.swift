internal import App
internal import Foundation
internal import Synchronization
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A service that runs the user's editor on the terminal, one at a time. Until the editor ends, the
/// screen receives no keys.
///
/// The event loop keeps running, so answers are received and saved behind the editor. A thread
/// waits for the editor. After Ctrl-Z in the editor, `editorStopped` stops this program along with
/// it. The methods are called on the main thread.
final class EditorService: Sendable {
  private let command: EditorCommand
  private let post: @Sendable (Event) -> Void
  private let running = Mutex<RunningEditor?>(nil)

  init(
    environment: [String: String], post: @escaping @Sendable (Event) -> Void
  ) {
    command = EditorCommand(environment: environment)
    self.post = post
  }

  /// Opens the text in the editor. The caller must have released the screen, and can take it back
  /// when `editorClosed` arrives.
  func edit(_ text: String, _ kind: EditedKind) {
    let file: EditedFile
    do throws(SystemFault) {
      file = try EditedFile(text, kind)
    } catch {
      post(.editorClosed(.notStarted(error.reason)))
      return
    }
    guard let terminal = HandedTerminal() else {
      file.remove()
      post(.editorClosed(.notStarted(Words.Editor.noTerminal)))
      return
    }
    switch command.spawn(on: file.path) {
    case .failure(let fault):
      file.remove()
      terminal.takeBack()
      post(.editorClosed(.notStarted(fault.reason)))
    case .success(let group):
      running.withLock { $0 = RunningEditor(group: group, file: file, terminal: terminal) }
      terminal.give(to: group)
      let name = command.name
      let thread = Thread { [self] in wait(for: group, terminal, name) }
      thread.start()
    }
  }

  /// Continues a stopped editor once this program has been continued. After `bg`, the editor stops
  /// again as soon as it wants the terminal.
  func resume() {
    guard let editor = running.withLock({ $0 }) else { return }
    editor.terminal.resume(editor.group)
  }

  /// Ends a running editor, because the program is ending. Keeps the text that the editor has
  /// saved.
  /// - Returns: the edited text, if it has changed.
  func end() -> String? {
    guard let editor = running.withLock({ $0.take() }) else { return nil }
    defer { editor.file.remove() }
    kill(-editor.group, SIGHUP)
    kill(-editor.group, SIGCONT)
    Self.blockTerminalStop()
    editor.terminal.takeBack()
    return editor.file.changedText
  }

  /// Blocks until the editor has ended. Runs on its own thread.
  private func wait(for group: pid_t, _ terminal: HandedTerminal, _ name: String) {
    Self.blockTerminalStop()
    var status: Int32 = 0
    while true {
      let result = waitpid(group, &status, WUNTRACED)
      if result < 0, errno == EINTR { continue }
      guard result == group, status & 0xFF == 0x7F else { break }
      terminal.reclaim(from: group)
      post(.editorStopped)
    }
    guard let editor = running.withLock({ $0.take() }) else { return }
    let outcome = outcome(status, editor.file, name)
    editor.file.remove()
    terminal.takeBack()
    post(.editorClosed(outcome))
  }

  private func outcome(_ status: Int32, _ file: EditedFile, _ name: String) -> EditorOutcome {
    if status & 0x7F != 0 { return .failed(name, status: 128 + status & 0x7F) }
    let code = status >> 8 & 0xFF
    // The shell's exit codes for a command that it cannot find or run.
    if code == 127 || code == 126 { return .notFound(name) }
    guard code == 0 else { return .failed(name, status: code) }
    guard let text = file.text else { return .fileGone(name) }
    return text.utf8.elementsEqual(file.original.utf8) ? .unchanged : .edited(text)
  }

  /// Blocks the signal that would stop this program when it takes the terminal back from another
  /// process group.
  private static func blockTerminalStop() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

/// An editor running in the terminal.
private struct RunningEditor: Sendable {
  let group: pid_t
  let file: EditedFile
  let terminal: HandedTerminal
}

/// The reason why a system call failed, in the system's own words.
struct SystemFault: Error {
  let reason: String

  init(_ code: Int32 = errno) { reason = String(cString: strerror(code)) }
}

/// The user's choice of editor.
struct EditorCommand: Sendable {
  /// The editor's name as the user knows it.
  let name: String
  /// A shell command; the file is its first parameter.
  private let text: String
  private let environment: [String: String]

  /// Chooses `$VISUAL`, else `$EDITOR`, else vi, or nano where there is no vi.
  init(environment: [String: String]) {
    self.environment = environment
    let chosen = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }
      .first { $0.contains { !$0.isWhitespace } }
    if let chosen {
      name = chosen
      // The shell splits and unquotes the value, as it does for git and crontab.
      text = "\(chosen) \"$@\""
    } else {
      name = "vi"
      text = "if command -v vi >/dev/null; then vi \"$@\"; else nano \"$@\"; fi"
    }
  }

  /// Starts the editor as the leader of a new process group, on the terminal.
  func spawn(on path: String) -> Result<pid_t, SystemFault> {
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETPGROUP)))
    let words = ["/bin/sh", "-c", text, "sh", path]
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, "/bin/sh", nil, &attributes, &arguments, &variables)
    return result == 0 ? .success(process) : .failure(SystemFault(result))
  }
}

/// Text to edit, in a file that only the user can read, in a folder of its own.
struct EditedFile: Sendable {
  let original: String
  let path: String
  private let folder: String

  init(_ text: String, _ kind: EditedKind) throws(SystemFault) {
    original = text
    var template = Array((NSTemporaryDirectory() + "/aside-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFault() }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/" + kind.fileName
    do throws(SystemFault) {
      try Self.write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n", to: path)
    } catch {
      rmdir(folder)
      throw error
    }
  }

  private static func write(_ text: String, to path: String) throws(SystemFault) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemFault() }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let fault = SystemFault()
        unlink(path)
        throw fault
      }
      rest = rest.dropFirst(count)
    }
  }

  /// The text as saved, without a final line ending that the original text did not have; `nil` if
  /// the file cannot be read.
  var text: String? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") {
      // Keep a final newline that the original text already had.
      if !original.hasSuffix("\n") { text.removeLast() }
    }
    return text
  }

  var changedText: String? {
    text.flatMap { $0.utf8.elementsEqual(original.utf8) ? nil : $0 }
  }

  /// Removes the folder with everything that the editor left in it, such as a swap file.
  func remove() {
    // Nothing else can be done about a file that cannot be removed.
    try? FileManager.default.removeItem(atPath: folder)
  }
}

extension EditedKind {
  /// The name of the file. Editors choose syntax highlighting by its suffix.
  fileprivate var fileName: String {
    switch self {
    case .markdown: "message.md"
    case .json: "value.json"
    case .lines: "value.txt"
    }
  }
}
