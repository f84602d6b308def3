import Chat
import Foundation

/// The reason why a file cannot be read or written.
public struct FileError: Error, Equatable, Sendable {
  /// The `errno` value; 0 for reasons of our own.
  public let number: Int32
  /// Completes a sentence such as "Cannot write …: ".
  public let reason: String

  public init(_ number: Int32) {
    self.number = number
    reason = String(cString: strerror(number))
  }

  init(_ reason: String) {
    number = 0
    self.reason = reason
  }
}

extension StoreError {
  init(_ error: FileError, path: String) {
    self =
      switch error.number {
      case ENOSPC, EDQUOT: .diskFull(path: path)
      case EROFS: .readOnly(path: path)
      default: .cannotOpen(path: path, detail: error.reason)
      }
  }
}
