import Chat
import Foundation
import GRDB

/// A file being imported.
struct ImportSource {
  /// The path that the user gave. Conversations in an archive get the date of the archive at this
  /// path.
  let path: String
  /// The path of the file to read, which differs from `path` if that is an archive.
  let file: String
  /// The prefix of positions in reports; empty unless the file is one of several in an archive.
  let prefix: String
  let data: Data
  let stop: DatabaseStop?

  /// Opens a file.
  /// - Parameter path: the path that the user gave, which may be that of an archive.
  init(
    _ path: String, _ member: UnpackedArchive.Member?, isOneOfMany: Bool = false,
    stop: DatabaseStop?
  )
    throws(ImportError)
  {
    self.path = path
    file = member?.path ?? path
    prefix = isOneOfMany ? member?.name.map { $0 + ", " } ?? "" : ""
    self.stop = stop
    do {
      // Map the file, so that a large one does not fill memory.
      data = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
    } catch {
      throw .cannotRead(path: path, detail: .unreadable)
    }
  }

  var isDatabase: Bool { data.starts(with: Array("SQLite format 3\0".utf8)) }

  private var fileTime: Timestamp {
    // If the file's date is unavailable, use 1970.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let date = attributes?[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
    return Timestamp(clamping: Int64(clamping: (date.timeIntervalSince1970 * 1000).rounded(.down)))
  }

  func readJSON(
    into report: inout ImportReport, _ progress: (Double) -> Bool,
    _ insert: ImportCollector.Insert
  ) throws {
    var result = ImportCollector(report, fileTime: fileTime)
    let prefix = prefix
    try withoutActuallyEscaping(progress) { progress in
      try withoutActuallyEscaping(insert) { insert in
        try data.withUnsafeBytes { bytes in
          var reading = JSONImport(path: path, bytes) { item, offset in
            switch item {
            case .conversation(let conversation, let marks, let place):
              try result.add(conversation, marks, at: prefix + place, insert)
            case .foreign(let foreign, let place):
              try result.add(foreign, at: prefix + place, insert)
            case .remark(let place, let remark):
              result.report.remarks.append(.init(place: prefix + place, remark: remark))
            case .program(let name): result.report.found(name)
            case .skipped(let place, let fault):
              result.report.skipped.append(.init(place: prefix + place, fault: fault))
            }
            let part = Double(offset) / Double(max(1, bytes.count))
            guard progress(part) else { throw ImportError.interrupted }
          }
          try reading.run()
        }
      }
    }
    report = result.report
    guard report.formats.isEmpty, report.skipped.count <= 1, !report.isCutOff else { return }
    throw ImportError.unknownFormat(path: path)
  }

  func isOwnDatabase() throws -> Bool {
    // Ignore failures here. `readDatabase` copies the file again and reports them.
    (try? withDatabase { try ForeignDatabase($0) }) == .aside
  }

  func readDatabase(
    into report: inout ImportReport, _ progress: (Double) -> Bool,
    _ insert: ImportCollector.Insert
  ) throws {
    let result = try withDatabase { connection in
      guard let program = try ForeignDatabase(connection) else {
        throw ImportError.unknownFormat(path: path)
      }
      if let found = try ComputedTables.first(among: ComputedTables.foreign, connection) {
        throw ImportError.cannotRead(
          path: path, detail: found)
      }
      var result = ImportCollector(report, fileTime: fileTime)
      try program.read(connection) { foreign, place, part in
        try result.add(foreign, at: place, insert)
        guard progress(part) else { throw ImportError.interrupted }
      }
      return result.report
    }
    report = result
  }

  private static func configuration(_ stop: DatabaseStop?) -> Configuration {
    var configuration = Configuration()
    configuration.prepareDatabase { connection in
      stop?.watch(connection)
      // The file's schema must not have effects outside the file.
      try connection.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Runs `body` on a copy of the database, since the original may be in use or on a read-only
  /// medium.
  private func withDatabase<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    let copy = try TemporaryCopy(of: file)
    defer { copy.remove() }
    do {
      let queue = try DatabaseQueue(
        path: copy.path, configuration: Self.configuration(stop))
      return try queue.inDatabase(body)
    } catch let error as DatabaseError {
      if stop?.isStopped == true { throw ImportError.interrupted }
      throw StoreError(error, path: path)
    }
  }
}

extension ImportReport {
  /// Whether the file is truncated.
  fileprivate var isCutOff: Bool { skipped.contains { $0.fault == .truncated } }
}
