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
  /// Any other mistake after a scheme.
  case other(String)
}

extension ServerAddress {
  /// Returns what is wrong with text that must be meant as an address, because it has a scheme, a
  /// port or four numbers. Returns `nil` if the address is valid or the text may be a question.
  public static func fault(in typed: String) -> AddressFault? {
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

  /// The host and the port of an address, which may be wrong.
  private struct Place {
    let host: Substring
    /// The text after the colon; `nil` without a colon.
    let port: Substring?

    init(_ text: Substring) {
      let authority = text.prefix { !"/?#".contains($0) }
      let colon = authority.lastIndex(of: ":")
      if authority.first == "[", authority.last == "]" {
        (host, port) = (authority, nil)
      } else {
        host = authority[..<(colon ?? authority.endIndex)]
        port = colon.map { authority[authority.index(after: $0)...] }
      }
    }

    /// The mistake, if this can only be an address even without a scheme.
    var fault: AddressFault? {
      if isNumeric {
        let isTooLarge = host.split(separator: ".").contains { Int($0) ?? 0 > 255 }
        return isTooLarge ? .numbers(String(host)) : faultInPort
      }
      let isBracketed = host.first == "[" && host.last == "]"
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
