import Foundation

/// Which models a request for the list asks for, and what about them (wire.md 1.6).
///
/// Values of one name, given with commas or by repeating it, are alternatives; names join. Case does
/// not count, and what is not known is passed over.
struct ModelQuery {
  enum Part: String, CaseIterable {
    case pricing, modalities, capabilities
  }

  private var values: [String: [String]] = [:]

  /// - Parameter path: with its query.
  init(_ path: String) {
    let query = path.drop { $0 != "?" }.dropFirst()
    for pair in query.split(separator: "&") {
      let name = Self.decoded(pair.prefix { $0 != "=" })
      let list = Self.decoded(pair.drop { $0 != "=" }.dropFirst()).lowercased()
      values[name, default: []] += list.split(separator: ",").map(String.init)
    }
  }

  /// What is told besides what is told always.
  var parts: Set<Part> {
    let included = values["include"] ?? []
    return included.contains("all")
      ? Set(Part.allCases) : Set(included.compactMap(Part.init(rawValue:)))
  }

  func selects(_ model: AimlapiModel) -> Bool {
    allows("id", model.names) && allows("type", [model.type]) && allows("tags", model.tags)
      && allows("modalities", model.input + model.output)
      && allows("input_modalities", model.input) && allows("output_modalities", model.output)
      && allows("capabilities", model.capabilities)
  }

  static func decoded(_ text: some StringProtocol) -> String {
    // What is not percent-encoded as it should be is taken as it stands.
    text.removingPercentEncoding ?? String(text)
  }

  private func allows(_ name: String, _ own: [String]) -> Bool {
    guard let wanted = values[name] else { return true }
    return own.contains { wanted.contains($0.lowercased()) }
  }
}
