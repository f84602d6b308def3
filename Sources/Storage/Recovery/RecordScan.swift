import Chat
import Foundation
import GRDB

/// A row as stored in a page, with its values in the order of the table's columns.
struct SalvagedRecord {
  var values: [DatabaseValue.Storage]
  /// Whether the end of the row could not be found.
  var isCutOff: Bool
}

/// A scan that reads every row directly from the pages that contain rows, without following the
/// tree that leads to them. Damage loses only the rows it affects.
struct RecordScan {
  let file: PageFile

  private static let leafOfTable: UInt8 = 0x0D

  /// Calls `body` with each row. Newer versions of a row come first.
  func forEach(_ body: (SalvagedRecord) throws -> Void) rethrows {
    for number in 1...max(1, file.pageCount) where !file.free.contains(number) {
      try forEach(in: file.page(number), number, body)
    }
    for (number, page) in file.olderPages where !file.free.contains(number) {
      try forEach(in: page, number, body)
    }
  }

  private func forEach(
    in page: Data, _ number: Int, _ body: (SalvagedRecord) throws -> Void
  ) rethrows {
    // The first page begins with the file header.
    let start = number == 1 ? 100 : 0
    guard page.number(at: start, bytes: 1) == Int(Self.leafOfTable) else { return }
    let count = min(page.number(at: start + 3, bytes: 2) ?? 0, file.pageSize / 4)
    for index in 0..<count {
      guard let cell = page.number(at: start + 8 + index * 2, bytes: 2), cell > start + 8,
        let record = record(page, at: cell)
      else { continue }
      try body(record)
    }
  }

  private func record(_ page: Data, at cell: Int) -> SalvagedRecord? {
    guard let (length, afterLength) = page.variableNumber(at: cell),
      length > 0, length < Int64(file.pageCount) * Int64(file.pageSize) + 1,
      let (_, start) = page.variableNumber(at: afterLength)
    else { return nil }
    return values(payload(page, at: start, length: Int(length)), length: Int(length))
  }

  /// Returns the bytes of a row: first those in the page, then those in its overflow pages.
  private func payload(_ page: Data, at start: Int, length: Int) -> Data {
    let usable = file.pageSize
    let most = usable - 35
    guard length > most else { return page.dropFirst(start).prefix(length) }
    let least = (usable - 12) * 32 / 255 - 23
    let fitting = least + (length - least) % (usable - 4)
    let local = fitting <= most ? fitting : least
    var bytes = Data(page.dropFirst(start).prefix(local))
    var next = page.number(at: start + local, bytes: 4) ?? 0
    var seen: Set<Int> = []
    while bytes.count < length, next > 1, seen.insert(next).inserted, !file.free.contains(next) {
      let overflow = file.page(next)
      guard overflow.count > 4 else { break }
      bytes += overflow.dropFirst(4).prefix(length - bytes.count)
      next = overflow.number(at: 0, bytes: 4) ?? 0
    }
    return bytes
  }

  private func values(_ payload: Data, length: Int) -> SalvagedRecord? {
    guard let (headerLength, headerStart) = payload.variableNumber(at: 0),
      headerLength >= headerStart, headerLength <= payload.count, headerLength < 4096
    else { return nil }
    var values: [DatabaseValue.Storage] = []
    var type = headerStart
    var position = Int(headerLength)
    while type < Int(headerLength) {
      guard let (code, end) = payload.variableNumber(at: type),
        let value = value(payload, of: code, at: &position)
      else { return nil }
      values.append(value)
      type = end
    }
    return SalvagedRecord(values: values, isCutOff: payload.count < length)
  }

  /// Reads a value and moves `position` past it. Truncates a value that extends past the end.
  /// - Returns: `nil` for an invalid type code.
  private func value(
    _ payload: Data, of code: Int64, at position: inout Int
  ) -> DatabaseValue.Storage? {
    let sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
    switch code {
    case 0: return .null
    case 8: return .int64(0)
    case 9: return .int64(1)
    case 1...7:
      let size = sizes[Int(code)]
      defer { position = position.addingClamped(size) }
      guard let number = payload.number(at: position, bytes: size) else { return .null }
      if code == 7 { return .double(Double(bitPattern: UInt64(bitPattern: Int64(number)))) }
      // Sign-extend the number by shifting it up and down again.
      let shift = 64 - size * 8
      return .int64((Int64(number) << shift) >> shift)
    case 12...:
      let size = Int((code - 12) / 2)
      defer { position = position.addingClamped(size) }
      let bytes = Data(payload.dropFirst(position).prefix(size))
      return code.isMultiple(of: 2)
        ? .blob(bytes) : .string(String(decoding: bytes, as: UTF8.self))
    default: return nil
    }
  }
}
