import Foundation

/// The filter and the requested details in a request for the model list (wire.md 1.6).
///
/// The values of one parameter, separated by commas or in repeated parameters, are
/// alternatives. If there are several parameters, a model must match all of them. The case of
/// values is ignored, and unknown parameters have no effect.
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
