internal import Screen

// The terminal input reader gives the same keys and pastes however the bytes are split, and no
// input leaves the keyboard unresponsive.

/// Returns all events from the pieces, after waiting for anything incomplete.
private func events(of pieces: [[UInt8]], _ reader: inout InputReader) -> [InputEvent] {
  var events = pieces.flatMap { reader.read($0) }
  for _ in 0..<4 where reader.patience(isReplyDue: false) != nil { events += reader.expire() }
  require(reader.patience(isReplyDue: true) == nil, "something is waited for without end")
  return events
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testInputReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Input(start, count)
  var reader = InputReader()
  let whole = events(of: [input.bytes], &reader)
  for pieces in input.cuts(of: input.bytes) {
    var reader = InputReader()
    let cut = events(of: pieces, &reader)
    require(cut == whole, "whole \(whole), but cut as \(pieces.map(\.count)) \(cut)")
  }
  let key = reader.read([0x78], after: .milliseconds(500))
  // An incomplete character at the end of a paste comes first, as U+FFFD.
  let rest = key.first == .input(.paste("\u{FFFD}")) ? Array(key.dropFirst()) : key
  require(rest == [.input(.key(.character("x")))], "a key after \(whole) was read as \(key)")

  var interrupted = InputReader()
  _ = interrupted.read(input.bytes)
  let last = interrupted.read([0x03], after: .milliseconds(500)).last
  require(last == .input(.key(.control("c"))), "Ctrl-C after \(whole) was read as \(last as Any)")
  return 0
}
