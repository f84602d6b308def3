internal import CNcurses
internal import Screen

/// This terminal's key sequences according to terminfo. Can be read only after a screen has
/// started or `aside_read_description` has succeeded.
enum TerminfoKeys {
  /// Returns the sequences that begin with an escape. Anything else that a key sends is a
  /// character.
  static func read() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let string = aside_string(name) else { continue }
      let bytes = Array(String(cString: string).utf8)
      guard bytes.count > 1, bytes.first == 0x1B else { continue }
      keys[bytes] = key
    }
    return keys
  }

  /// The keys by the names of their capabilities in terminfo(5).
  private static let names: [(String, Key)] =
    [
      ("kcuu1", Key(.up)), ("kcud1", Key(.down)), ("kcub1", Key(.left)), ("kcuf1", Key(.right)),
      ("khome", Key(.home)), ("kend", Key(.end)), ("kpp", Key(.pageUp)), ("knp", Key(.pageDown)),
      ("kbs", Key(.backspace)), ("kdch1", Key(.delete)), ("kent", .enter), ("kcbt", Key(.backTab)),
    ] + (1...12).map { ("kf\($0)", Key(.function($0))) }
}
