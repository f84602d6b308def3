internal import Screen

/// An address as shown next to a link's text: short enough for one line, but always including the
/// host, which shows where the link leads.
enum ShortAddress {
  /// In columns.
  static let longest = 48

  /// Returns a long address shortened to its host and last path component or, failing that, its
  /// host and the path's beginning.
  static func of(_ address: String) -> String {
    if DisplayWidth.of(address) <= longest { return address }
    guard let colon = address.firstRange(of: "://") else {
      return cut(address, to: longest)
    }
    let scheme = address[..<colon.lowerBound].lowercased()
    // Show only schemes other than HTTPS, because only a lack of encryption is worth mentioning.
    let start = scheme == "https" ? "" : scheme + "://"
    let rest = address[colon.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    // Drop a user name or password, which could be mistaken for the host.
    let name = authority.split(separator: "@").last ?? authority
    // Keep the end of a very long host name, because it shows whose host it is.
    let host = start + (name.count > longest - 8 ? "…" + name.suffix(longest - 10) : name)
    let path = rest.dropFirst(authority.count).prefix { !"?#".contains($0) }
    let isWhole = path.count == rest.count - authority.count
    let end = path.split(separator: "/").last ?? ""
    let short = host + "/…/" + end + (isWhole ? "" : "…")
    if !end.isEmpty, DisplayWidth.of(short) <= longest { return short }
    return host + cut(String(path), to: max(2, longest - DisplayWidth.of(host)), isWhole: isWhole)
  }

  /// - Parameter isWhole: whether nothing follows the text.
  private static func cut(_ text: String, to columns: Int, isWhole: Bool = true) -> String {
    StyledLine(isWhole ? text : text + "…").truncated(to: columns).text
  }
}

extension StyledLine {
  /// Returns the row together with the full form of every shortened address in it.
  func withAddresses(_ addresses: [Int: String]) -> StyledLine {
    var row = self
    for span in spans where span.style.written == .address {
      row.addresses[Int(span.style.link)] = addresses[Int(span.style.link)]
    }
    return row
  }
}
