public import Chat

extension Words.Errors {
  /// Completes a sentence such as "Cannot write …: ".
  public static func reason(_ fault: StoreFault) -> String {
    switch fault {
    case .words(let words): words
    case .missing: "no such file"
    case .linkToMissingFile: "it is a link to a missing file"
    case .folder: "it is a folder"
    case .blockDevice: "it is a block device"
    case .socket: "it is a socket"
    case .notRegular: "it is not a regular file"
    case .unreadable: "it cannot be read"
    case .cannotCreateFolder(let folder): "cannot create folder \(folder)"
    case .cannotLock: cannotLock
    case .foreign: "it belongs to another program or has a damaged header"
    case .wrongHeader: "header does not match the contents"
    case .newerHeader: "header version is newer than the schema"
    case .nothingToRecover: "no Aside data found; file left in place"
    case .computedTable(let name):
      "“\(name)” is not a plain table; no supported program creates such tables"
    case .computedColumn(let table, let column):
      "the column “\(table).\(column)” is computed; no supported program creates such columns"
    case .missingObject(let name): "missing \(name)"
    case .orphanedRows(let count):
      count == 1 ? "1 row refers to a missing row" : "\(count) rows refer to missing rows"
    case .damagedAttachments(let count):
      count == 1
        ? "1 attachment does not match its checksum"
        : "\(count) attachments do not match their checksums"
    case .miscountedConversations(let count): "wrong message count in \(Words.conversations(count))"
    case .interruptedRepair: "an earlier repair was interrupted"
    case .onlyLog: "only its write-ahead log exists"
    case .brokenLog(nil): "write-ahead log corrupt"
    case .brokenLog(let lost?):
      "write-ahead log corrupt, \(lost) later \(lost == 1 ? "change" : "changes") unreadable"
    case .strayLog(let log): "\(log) exists without its database; move it elsewhere first"
    case .logNotApplied(let log):
      "\(log) exists and cannot be applied; move both files elsewhere first"
    case .inTheWay(let file): "\(file) is in the way; move it elsewhere first"
    case .unreadableIndex: "search index unreadable"
    case .notIndexed(let count): "\(Words.messages(count)) not in the search index"
    case .indexedWithoutText(let count):
      entries(count, one: "refers to deleted text", "refer to deleted text")
    case .indexMismatch(let count):
      entries(count, one: "does not match its text row", "do not match their text rows")
    case .indexOutOfOrder(let count): entries(count, one: "is out of order", "are out of order")
    case .notSearchable(let count): entries(count, one: "is not searchable", "are not searchable")
    case .notBeingWritten: "message is not open for writing"
    }
  }

  private static func entries(_ count: Int, one: String, _ several: String) -> String {
    count == 1 ? "1 search index entry \(one)" : "\(count) search index entries \(several)"
  }

  private static var cannotLock: String {
    "files in its folder cannot be locked, as on some network drives. Keep the database on a local "
      + "disk, or turn on locking (NFS needs lockd)"
  }
}
