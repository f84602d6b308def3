import Foundation

/// The filter and the requested details in a request for the model list (wire.md 1.6).
///
/// Values of the same name, separated by commas or in repeated parameters, are alternatives;
/// different names must all match. Case is ignored, and so are unknown names.
struct ModelQuery {
  enum Part: String, CaseIterable {
    case pricing, modalities, capabilities
  }

  private var values: [String: [String]] = [:]

  /// - Parameter path: the path including its query.
  init(_ path: String) {
    let query = path.drop { $0 != "?" }.dropFirst()
    for pair in query.split(separator: "&") {
      let name = Self.decoded(pair.prefix { $0 != "=" })
      let list = Self.decoded(pair.drop { $0 != "=" }.dropFirst()).lowercased()
      values[name, default: []] += list.split(separator: ",").map(String.init)
    }
  }

  /// The details to include in addition to the standard ones.
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
    // Text with invalid percent-encoding is used unchanged.
    text.removingPercentEncoding ?? String(text)
  }

  private func allows(_ name: String, _ own: [String]) -> Bool {
    guard let wanted = values[name] else { return true }
    return own.contains { wanted.contains($0.lowercased()) }
  }
}
