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

/// The options that say which store, for the commands that work on it.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp(Words.Help.Common.database, valueName: Words.Help.Value.file))
  var database: TypedPath?

  @Option(help: ArgumentHelp(Words.Help.Common.configuration, valueName: Words.Help.Value.file))
  var config: TypedPath?

  /// - Parameter parent: what stood before the command's name.
  func place(_ parent: Aside) throws(UsageProblem) -> StorePlace {
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let configuration = try Configuration.load((config ?? parent.chat.config)?.path, paths: paths)
    let usual = configuration.database ?? paths.database
    let named = (database ?? parent.database)?.path
    // With another configuration file, the advice must name the database, too.
    let isUsual = named == nil && config == nil && parent.chat.config == nil
    return StorePlace(path: named ?? usual, usual: isUsual ? usual : nil)
  }
}

/// A store on the command line: what goes wrong with it is one line on standard error, and status 1.
struct StorePlace {
  let path: String
  /// The database that commands work on when none is named, where that is known.
  var usual: String?

  /// A log without its file is something, too: what is left of a store.
  var exists: Bool {
    // There is none, as a rule.
    let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
    return FileManager.default.fileExists(atPath: path) || log?[.size] as? Int ?? 0 > 0
  }

  /// Runs `body` on the store. Looking for conversations makes no file: where there is none, nothing
  /// is run and `nil` comes back.
  func read<Value>(_ body: (ConversationStore) throws -> Value) throws -> Value? {
    guard exists else { return nil }
    return try sayingFailures { try body(try ConversationStore.reading(path: path)) }
  }

  /// The same, and says so where there is none.
  func readSaying<Value>(_ body: (ConversationStore) throws -> Value) throws -> Value? {
    if !exists { StandardStreams.complain(Words.missingDatabase(path: path)) }
    return try read(body)
  }

  /// Runs `body` on the store, which is made where it is missing.
  /// - Parameter stop: ends what the store is doing, in the middle of a query.
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

  /// Says what went wrong.
  /// - Returns: what to throw for status 1.
  func failure(_ error: StoreError) -> ExitCode { Self.failure(error, usual: usual) }

  /// The command that lists the conversations of this database.
  var listCommand: String {
    "aside list" + (path == usual ? "" : " --database \(ShellWord.quoted(path))")
  }

  static func failure(_ error: StoreError, usual: String? = nil) -> ExitCode {
    StandardStreams.complain(ErrorText.commandLine(error, usual: usual))
    return ExitCode(1)
  }

  /// The conversation with that id, with an id that begins so, or the one used `last`.
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
  /// ISO 8601, in UTC, in whole seconds.
  var iso8601: String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
  }
}
