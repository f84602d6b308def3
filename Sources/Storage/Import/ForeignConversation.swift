import Chat

/// A conversation from another program, being converted to ours.
///
/// IDs are derived from names in the source, so that importing the same source again, even after it
/// has grown, recognises the messages already imported. Messages can be in any order, with missing
/// or cyclic parents: ``finished(fileTime:)`` turns them into a tree and records the faults.
struct ForeignConversation {
  /// The conversation's source program, in its usual spelling. Also part of every ID, and used as
  /// the provider of the answers.
  let source: String
  /// The conversation's name, unique within the source.
  var name: String
  var title = ""
  /// The creation time; `nil` if the source has none or it cannot be read.
  var createdAt: Timestamp?
  var updatedAt: Timestamp?
  var isArchived = false
  var entries: [Entry] = []
  private var names: Set<String> = []
  private var numbers = NameNumbers()
  /// Maps names without a message to the message that replaces them.
  var aliases: [String: String?] = [:]
  /// The number of omitted items of each kind.
  private(set) var omissions: [(item: OmittedItem, count: Int)] = []
  private var omissionIndices: [OmittedItem: Int] = [:]
  private(set) var remarks: [ImportReport.Remark] = []
  private(set) var skipped: [ImportReport.Skipped] = []
  /// The last message of the selected path; `nil` selects the newest.
  var selected: String?
  /// The time in the conversation's ID; `createdAt` when `nil`. Used for sources without times,
  /// whose IDs must not change with the file's date.
  var idTime: Timestamp?

  /// A message whose time and position in the tree are not known yet.
  struct Entry {
    let name: String
    let parent: String?
    let role: Role
    let time: Timestamp?
    let idTime: Timestamp?
    /// The message's position in the source, for example `mapping.n3` or `message 17`.
    let place: String
    /// The message's original name, if an earlier message already had it.
    let repeats: String?
    let change: (inout Message) -> Void
  }

  init(source: String, name: String, createdAt: Timestamp?) {
    self.source = source
    self.name = name
    self.createdAt = createdAt
  }

  /// Adds a message.
  /// - Parameters:
  ///   - name: the message's name within the conversation. If taken, a number is appended.
  ///   - parent: the parent's name. The parent may be added later.
  ///   - createdAt: `nil` if unknown.
  ///   - place: the message's position in the source.
  ///   - idTime: the time in the ID, if the ID must not change with `createdAt`.
  /// - Returns: the message's name, including any number that was appended.
  @discardableResult
  mutating func add(
    _ name: String, after parent: String?, role: Role, at createdAt: Timestamp?, place: String,
    idTime: Timestamp? = nil, _ change: @escaping (inout Message) -> Void
  ) -> String {
    let free = names.contains(name) ? numbers.free(name, isTaken: names.contains) : name
    names.insert(free)
    entries.append(
      Entry(
        name: free, parent: parent, role: role, time: createdAt, idTime: idTime, place: place,
        repeats: free == name ? nil : name, change: change))
    return free
  }

  /// Makes `name` refer to the message named `other`, for example for an empty node.
  mutating func alias(_ name: String, to other: String?) { aliases[name] = .some(other) }

  mutating func omit(_ item: OmittedItem, count: Int = 1) {
    guard count > 0 else { return }
    if let index = omissionIndices[item] {
      omissions[index].count += count
    } else {
      omissionIndices[item] = omissions.count
      omissions.append((item, count))
    }
  }

  /// Records a fault and how it was fixed.
  mutating func remark(_ remark: ImportRemark, at place: String) {
    remarks.append(ImportReport.Remark(place: place, remark: remark))
  }

  /// Records something that could not be read at all.
  mutating func skip(_ fault: ImportFault, at place: String) {
    skipped.append(ImportReport.Skipped(place: place, fault: fault))
  }

  /// Returns the role that a word in the source denotes. A missing or unknown word denotes the
  /// assistant, so that no text is wrongly attributed to the user.
  /// - Parameter words: the source's names for our roles, in lower case.
  mutating func role(
    _ word: String?, _ words: [String: Role] = [:], at place: String
  ) -> Role {
    guard let word else {
      remark(.missingRole, at: place)
      return .assistant
    }
    if let role = words[word.lowercased()] ?? Role(rawValue: word.lowercased()) { return role }
    remark(.unknownRole(word), at: place)
    return .assistant
  }

  func origin(model: String?) -> AnswerOrigin {
    AnswerOrigin(
      provider: source, model: model ?? AnswerOrigin.unknown, parameters: Parameters(),
      thinking: ThinkingMode(isOn: false))
  }
}
