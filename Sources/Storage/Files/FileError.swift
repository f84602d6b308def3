public import Chat
import Foundation

/// The reason why a file cannot be read or written.
public struct FileError: Error, Equatable, Sendable {
  /// The `errno` value; 0 if the error does not come from the system.
  public let number: Int32
  public let fault: StoreFault

  public init(_ number: Int32) {
    self.number = number
    fault = StoreFault(errno: number)
  }

  init(_ fault: StoreFault) {
    number = 0
    self.fault = fault
  }
}

extension StoreFault {
  init(errno number: Int32) { self = .words(String(cString: strerror(number))) }
}

extension StoreError {
  init(_ error: FileError, path: String) {
    self =
      switch error.number {
      case ENOSPC, EDQUOT: .diskFull(path: path)
      case EROFS: .readOnly(path: path)
      default: .cannotOpen(path: path, detail: error.fault)
      }
  }
}
