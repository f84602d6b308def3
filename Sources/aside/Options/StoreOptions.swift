internal import App
internal import ArgumentParser
internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The options that choose a database.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp(Words.Help.Common.database, valueName: Words.Help.Value.file))
  var database: TypedPath?

  @Option(help: ArgumentHelp(Words.Help.Common.configuration, valueName: Words.Help.Value.file))
  var config: TypedPath?

  /// - Parameter parent: the options before the command's name.
  func place(_ parent: Aside) throws(UsageProblem) -> StorePlace {
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let configuration = try Configuration.load((config ?? parent.chat.config)?.path, paths: paths)
    let usual = configuration.database ?? paths.database
    let named = (database ?? parent.database)?.path
    // If another configuration file is used, suggested commands must also name the database.
    let isUsual = named == nil && config == nil && parent.chat.config == nil
    return StorePlace(path: named ?? usual, usual: isUsual ? usual : nil)
  }
}

/// A database for a command to use. If it cannot be used, the command prints one line on
/// standard error and exits with status 1.
struct StorePlace {
  let path: String
  /// The default database; `nil` if an option names another database or configuration file.
  var usual: String?

  /// Whether the database exists. A write-ahead log without its database counts, because it may
  /// hold conversations.
  var exists: Bool {
    // Usually, no log exists.
    let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
    return FileManager.default.fileExists(atPath: path) || log?[.size] as? Int ?? 0 > 0
  }

  /// Runs `body` on the store. If the database does not exist, returns `nil` and creates nothing.
  /// - Parameter stop: interrupts the store, even within a query.
  func read<Value>(
    stop: DatabaseStop? = nil, _ body: (ConversationStore) throws -> Value
  ) throws -> Value? {
    guard exists else { return nil }
    return try sayingFailures { try body(try ConversationStore.reading(path: path, stop: stop)) }
  }

  /// Like `read`, but reports a missing database.
  func readSaying<Value>(
    stop: DatabaseStop? = nil, _ body: (ConversationStore) throws -> Value
  ) throws -> Value? {
    if !exists { StandardStreams.complain(Words.missingDatabase(path: path)) }
    return try read(stop: stop, body)
  }

  /// Runs `body` on the store, and creates the database if it is missing.
  /// - Parameter stop: interrupts the store, even within a query.
  func write<Value>(
    stop: DatabaseStop? = nil, _ body: (ConversationStore) throws -> Value
  ) throws -> Value {
    try sayingFailures { try body(try ConversationStore(path: path, stop: stop)) }
  }

  private func sayingFailures<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      throw failure(error)
    }
  }

  /// - Returns: the error to throw, which makes the exit status 1.
  func failure(_ error: StoreError) -> ExitCode { Self.failure(error, usual: usual) }

  /// The command that lists this database's conversations.
  var listCommand: String {
    "aside list" + (path == usual ? "" : " --database \(ShellWord.quoted(path))")
  }

  static func failure(_ error: StoreError, usual: String? = nil) -> ExitCode {
    StandardStreams.complain(ErrorText.commandLine(error, usual: usual))
    return ExitCode(1)
  }

  /// Returns the conversation with this ID or ID prefix; `last` is the most recently used one.
  func find(_ name: String, in store: ConversationStore) throws -> ConversationID {
    if name == "last" {
      guard let id = try store.newestConversation() else {
        throw UsageProblem(Words.noConversations)
      }
      return id
    }
    let found = try store.conversations(withPrefix: name.lowercased())
    guard let id = found.first else {
      throw UsageProblem(Words.noConversation(name, listCommand: listCommand))
    }
    guard found.count == 1 else {
      throw UsageProblem(Words.ambiguousID(name))
    }
    return id
  }
}

extension Timestamp {
  /// The time in UTC, to the second, in ISO 8601 format.
  var iso8601: String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
  }
}
