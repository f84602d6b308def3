internal import CZlib

/// A zlib decompressor for deflated bytes. Only one thread at a time may use it.
final class Inflater {
  enum Wrapper: Int32 {
    /// Raw deflated data, as in a zip archive.
    case none = -15
    /// Deflated data with gzip's header and checksum.
    case gzip = 31
  }

  struct Step {
    let consumed: Int
    let produced: Int
    let isAtEnd: Bool
  }

  struct Damage: Error {}

  /// The state of zlib, on the heap because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ wrapper: Wrapper) throws(Damage) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard aside_inflate_init(stream, wrapper.rawValue) == Z_OK else { throw Damage() }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses as much as fits into `output`.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(Damage) -> Step {
    let available = min(input.count, Int(UInt32.max))
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(available)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    let step = Step(
      consumed: available - Int(stream.pointee.avail_in),
      produced: output.count - Int(stream.pointee.avail_out), isAtEnd: result == Z_STREAM_END)
    guard result == Z_OK || result == Z_STREAM_END,
      step.isAtEnd || step.consumed + step.produced > 0
    else { throw Damage() }
    return step
  }

  static func checksum(_ bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32 {
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return UInt32(truncatingIfNeeded: crc32(UInt(checksum), start, UInt32(bytes.count)))
  }
}
