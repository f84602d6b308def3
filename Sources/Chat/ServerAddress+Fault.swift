/// A mistake in text that can only be meant as a server's address.
public enum AddressFault: Equatable, Sendable {
  /// The port is not a number from 1 to 65535.
  case port(String)
  /// One of the four numbers is greater than 255.
  case numbers(String)
  /// The scheme is neither `http` nor `https`.
  case scheme(String)
  /// Nothing follows the scheme.
  case host(scheme: String)
  /// A space instead of a colon precedes the port.
  case space(corrected: String)
  /// Any other mistake after a scheme.
  case other(String)
}

extension ServerAddress {
  /// Returns what is wrong with text that must be meant as an address, because it has a scheme, a
  /// port or four numbers. Returns `nil` if the address is valid or the text may be a question.
  public static func fault(in typed: String) -> AddressFault? {
    if let address = corrected(spaced: typed) {
      return ServerAddress(address) == nil ? fault(in: address) : .space(corrected: address)
    }
    let trimmed = typed.drop(while: \.isWhitespace)
    let text = trimmed.prefix { !$0.isWhitespace }
    guard trimmed.dropFirst(text.count).allSatisfy(\.isWhitespace),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      ServerAddress(recognizing: typed) == nil
    else { return nil }
    guard let mark = text.firstRange(of: "://") else {
      return text.last == "?" ? nil : Place(text).fault
    }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme.first?.isLetter == true, scheme.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      return nil
    }
    guard ["http", "https"].contains(scheme) else { return .scheme(scheme) }
    let place = Place(text[mark.upperBound...])
    guard !place.host.isEmpty else { return .host(scheme: scheme) }
    return place.fault ?? place.faultInPort ?? .other(String(text))
  }

  /// Returns the address that is meant by a host and a port with a space between them; `nil` for
  /// other text. A name may be anything, so it must be `localhost`, follow a scheme, or have at least
  /// three parts.
  private static func corrected(spaced typed: String) -> String? {
    let words = typed.split(whereSeparator: \.isWhitespace)
    guard words.count == 2 else { return nil }
    let start = words[0].last == ":" ? words[0].dropLast() : words[0]
    let port = words[1].first == ":" ? words[1].dropFirst() : words[1]
    guard !port.isEmpty, port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let mark = start.firstRange(of: "://")
    let place = Place(mark.map { start[$0.upperBound...] } ?? start)
    let hasScheme = mark.map { ["http", "https"].contains(start[..<$0.lowerBound].lowercased()) }
    guard place.isWholeAddress, hasScheme ?? place.mustBeHost else { return nil }
    return "\(start):\(port)"
  }

  /// The host and the port of an address, which may be wrong.
  private struct Place {
    let host: Substring
    /// The text after the colon; `nil` without a colon.
    let port: Substring?
    /// Whether neither a port nor a path follows the host.
    let isWholeAddress: Bool

    init(_ text: Substring) {
      let authority = text.prefix { !"/?#".contains($0) }
      let colon = authority.lastIndex(of: ":")
      if authority.first == "[", authority.last == "]" {
        (host, port) = (authority, nil)
      } else {
        host = authority[..<(colon ?? authority.endIndex)]
        port = colon.map { authority[authority.index(after: $0)...] }
      }
      isWholeAddress = port == nil && authority.endIndex == text.endIndex && !host.isEmpty
    }

    /// Whether text like this host, followed by a number, can only be an address.
    var mustBeHost: Bool {
      if isNumeric || isBracketed || host.lowercased() == "localhost" { return true }
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      guard let last = parts.last, parts.count > 2 else { return false }
      return last.count > 1 && !last.contains(where: \.isNumber) && parts.allSatisfy(Self.isLabel)
    }

    private static func isLabel(_ text: Substring) -> Bool {
      !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    private var isBracketed: Bool { host.first == "[" && host.last == "]" }

    /// The mistake, if this can only be an address even without a scheme.
    var fault: AddressFault? {
      if isNumeric {
        let isTooLarge = host.split(separator: ".").contains { Int($0) ?? 0 > 255 }
        return isTooLarge ? .numbers(String(host)) : faultInPort
      }
      if host.lowercased() == "localhost" || isBracketed { return faultInPort }
      // Names and small numbers with a colon between them have many other meanings.
      let isName = host.allSatisfy { $0.isLetter || $0.isNumber || ".-".contains($0) }
      let isLarge = port.map { $0.count >= 5 && $0.allSatisfy(\.isNumber) } == true
      let mayBeHost = host.isEmpty || host.contains(where: \.isLetter)
      return isName && isLarge && mayBeHost ? faultInPort : nil
    }

    /// The mistake in the port, if there is a port.
    var faultInPort: AddressFault? {
      guard let port, !port.isEmpty, !(1...65535).contains(Int(port) ?? 0) else { return nil }
      return .port(String(port))
    }

    /// Whether the host is four short numbers with dots. Version numbers are often longer.
    private var isNumeric: Bool {
      let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
      return numbers.count == 4
        && numbers.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }
    }
  }
}
