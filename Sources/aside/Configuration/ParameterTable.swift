internal import Chat
internal import TOMLKit
internal import Words

/// A `[parameters]` table in the configuration or in a preset. Its values are checked against
/// the widest ranges, because the server is not known yet.
struct ParameterTable {
  private(set) var parameters = Parameters()
  /// The file and line of each parameter that is set, by name.
  private(set) var positions: [String: String] = [:]

  init(_ section: TOMLFile, _ problems: inout SettingProblems) {
    section.check(keys: ParameterField.all.map(\.name), &problems)
    for field in ParameterField.all {
      guard let value = section.table[field.name] else { continue }
      do throws(ParameterError) {
        for text in try Self.texts(value, for: field) { try field.set(text, in: &parameters) }
        positions[field.name] = section.position(of: field.name)
      } catch {
        problems.note(
          UsageProblem(
            Words.located(section.position(of: field.name), Words.Parameter.problem(error))))
      }
    }
  }

  /// Returns the value as a person would type it; for a list, one string per element.
  private static func texts(
    _ value: any TOMLValueConvertible, for field: ParameterField
  ) throws(ParameterError) -> [String] {
    let json = JSONValue(value)
    guard case .texts = field.kind, case .array(let members) = json else {
      if case .string(let text) = json { return [text] }
      return [json.text]
    }
    let texts = members.compactMap { if case .string(let text) = $0 { text } else { nil } }
    guard !texts.isEmpty, texts.count == members.count else {
      throw .outOfRange(
        field: field.name, value: json.text, ParameterLimits.widest.range(of: field.key))
    }
    return texts
  }
}
