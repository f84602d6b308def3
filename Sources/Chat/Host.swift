#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A host in an address: a name in lower case, or a numeric address.
enum Host: Hashable, Sendable {
  case name(String)
  case ipv4(UInt32)
  /// The 16 bytes of the address.
  case ipv6([UInt8])

  /// - Parameter text: the host without the user name and port; an IPv6 address must be in
  ///   brackets.
  init?(_ text: Substring) {
    if text.hasPrefix("["), text.hasSuffix("]") {
      guard let bytes = Self.ipv6Bytes(String(text.dropFirst().dropLast())) else { return nil }
      self = .ipv6(bytes)
      return
    }
    let isAbsolute = text.hasSuffix(".")
    let labels = (isAbsolute ? text.dropLast() : text).lowercased()
      .split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isOfNames) }),
      let last = labels.last
    else { return nil }
    guard Self.isNumeric(last) else {
      self = .name(labels.joined(separator: "."))
      return
    }
    // Parsers disagree about a numeric address with a trailing dot.
    guard !isAbsolute, let address = Self.ipv4(labels) else { return nil }
    self = .ipv4(address)
  }

  var isLoopback: Bool {
    switch self {
    case .name(let name): name == "localhost"
    case .ipv4(let address): address >> 24 == 127
    case .ipv6(let bytes):
      bytes == Self.ipv6Loopback || bytes.starts(with: Self.mappedPrefix) && bytes[12] == 127
    }
  }

  /// Whether the host is this machine or has an address in a local network's range, where servers
  /// seldom have certificates.
  var isNear: Bool {
    switch self {
    case .name: isLoopback
    case .ipv4(let address): Self.isNear(address)
    case .ipv6(let bytes):
      isLoopback || bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }
  }

  /// Returns whether the address is 0.0.0.0 or in 10/8, 127/8, 169.254/16, 172.16/12, 192.168/16
  /// or 100.64/10 (carriers and VPNs).
  private static func isNear(_ address: UInt32) -> Bool {
    address == 0 || [0x0A, 0x7F].contains(address >> 24)
      || [0xA9FE, 0xC0A8].contains(address >> 16) || address >> 20 == 0xAC1
      || address >> 22 == 0x6440 >> 6
  }

  var text: String {
    switch self {
    case .name(let name): name
    case .ipv4(let address):
      [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
    case .ipv6(let bytes):
      "["
        + stride(from: 0, to: 16, by: 2)
        .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
        .joined(separator: ":") + "]"
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static let ipv6Loopback = [UInt8](repeating: 0, count: 15) + [1]
  /// The prefix of IPv4 addresses written as IPv6 addresses, ::ffff:0:0/96.
  private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

  private static func isOfNames(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
  }

  private static func isNumeric(_ label: Substring) -> Bool {
    label.utf8.allSatisfy(isDigit) || label.hasPrefix("0x")
  }

  /// Parses one to four numbers in decimal, octal or hexadecimal. The last one fills the
  /// remaining bytes, as in `inet_aton` and libcurl: `127.1` is 127.0.0.1.
  private static func ipv4(_ labels: [Substring]) -> UInt32? {
    guard labels.count <= 4 else { return nil }
    var address: UInt32 = 0
    for (index, label) in labels.enumerated() {
      guard let number = number(label) else { return nil }
      let isLast = index == labels.count - 1
      let room = isLast ? UInt32(8 * (4 - index)) : 8
      guard room == 32 || number < 1 << room else { return nil }
      address = room == 32 ? number : address << room | number
    }
    return address
  }

  private static func number(_ label: Substring) -> UInt32? {
    if label.hasPrefix("0x") { return UInt32(label.dropFirst(2), radix: 16) }
    if label.count > 1, label.hasPrefix("0") { return UInt32(label.dropFirst(), radix: 8) }
    return UInt32(label)
  }

  private static func ipv6Bytes(_ text: String) -> [UInt8]? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: &address) { Array($0) }
  }
}
