import Chat

/// A conversation of another program on its way to one of ours.
///
/// Ids are made of the names that things have in their source, so that a later import of the same
/// source, grown or not, meets what is already there. Messages may come in any order, with parents
/// that are missing or go round in a circle: ``finished(fileTime:)`` makes a tree of them and says what
/// was wrong.
struct ForeignConversation {
  /// The program it comes from, as people write it; also part of every id and the provider of its
  /// answers.
  let source: String
  /// Its name there, unique in the source.
  var name: String
  var title = ""
  /// `nil` where the source has none, or none that can be read.
  var createdAt: Timestamp?
  var updatedAt: Timestamp?
  var isArchived = false
  var entries: [Entry] = []
  private var names: Set<String> = []
  private var numbers = NameNumbers()
  /// Names of what holds no message, with the message that stands for it.
  var aliases: [String: String?] = [:]
  /// Things that were left out, by what they are.
  private(set) var omissions: [(what: String, count: Int)] = []
  private var omissionIndices: [String: Int] = [:]
  private(set) var remarks: [ImportReport.Remark] = []
  private(set) var skipped: [ImportReport.Skipped] = []
  /// The message that the selected path ends with; the newest when `nil`.
  var selected: String?
  /// The time in the conversation's id; `createdAt` when `nil`. For sources that keep no times, whose
  /// ids must not change with the file's.
  var idTime: Timestamp?

  /// A message before its place in the tree and its time are known.
  struct Entry {
    let name: String
    let parent: String?
    let role: Role
    let time: Timestamp?
    let idTime: Timestamp?
    /// Where it stands in the conversation's source: `mapping.n3`, `message 17`.
    let place: String
    /// The name that another message has taken before.
    let repeats: String?
    let change: (inout Message) -> Void
  }

  init(source: String, name: String, createdAt: Timestamp?) {
    self.source = source
    self.name = name
    self.createdAt = createdAt
  }

  /// - Parameters:
  ///   - name: of the message within the conversation; one that is taken gets a number behind it.
  ///   - parent: likewise; the message may come later.
  ///   - createdAt: `nil` where it is not known.
  ///   - place: where the message stands in its source.
  ///   - idTime: the time in the id, where it must not change with `createdAt`.
  /// - Returns: the name that the message has now.
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

  /// Lets `name` stand for the message of another name, as for a node that holds nothing.
  mutating func alias(_ name: String, to other: String?) { aliases[name] = .some(other) }

  mutating func omit(_ what: String, count: Int = 1) {
    guard count > 0 else { return }
    if let index = omissionIndices[what] {
      omissions[index].count += count
    } else {
      omissionIndices[what] = omissions.count
      omissions.append((what, count))
    }
  }

  /// Notes that something was not as it should be, and what was made of it.
  mutating func remark(_ words: String, at place: String) {
    remarks.append(ImportReport.Remark(place: place, words: words))
  }

  /// Notes that something could not be read at all.
  mutating func skip(_ reason: String, at place: String) {
    skipped.append(ImportReport.Skipped(place: place, reason: reason))
  }

  /// The role that a word of the source means. One that is not known is kept as an answer, since no
  /// user said it.
  /// - Parameter words: those that the source has for our roles, in lower case.
  mutating func role(
    _ word: String?, _ words: [String: Role] = [:], at place: String
  ) -> Role {
    guard let word else {
      remark("it does not say who speaks; it is kept as an answer", at: place)
      return .assistant
    }
    if let role = words[word.lowercased()] ?? Role(rawValue: word.lowercased()) { return role }
    remark("the role “\(word)” is not known; it is kept as an answer", at: place)
    return .assistant
  }

  func origin(model: String?) -> AnswerOrigin {
    AnswerOrigin(
      provider: source, model: model ?? AnswerOrigin.unknown, parameters: Parameters(),
      thinking: ThinkingMode(isOn: false))
  }
}

extension AnswerOrigin {
  /// What stands for a provider or model that a file does not tell.
  static let unknown = "unknown"
}
