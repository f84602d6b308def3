internal import Chat

/// The attachments of a draft: the files that its text mentions, as in `@main.swift`, and
/// attachments that it does not mention. Only attachments that have been read are sent.
struct DraftAttachments {
  enum Reading: Equatable {
    case pending
    case missing
    case read(ReadAttachments)
    case refused(RefusedAttachment)
  }

  /// An attachment that the text does not mention.
  struct Loose: Equatable {
    let name: String
    /// `nil` if the attachment cannot be read again, like standard input or a pasted image.
    let spec: AttachmentSpec?
    var reading: Reading
  }

  /// The files that the text named when it was last checked, in order.
  private(set) var mentioned: [AttachmentSpec] = []
  private var readings: [AttachmentSpec: Reading] = [:]
  /// Files that an edited question was originally sent with. They are not read again.
  private var kept: Set<AttachmentSpec> = []
  private(set) var loose: [Loose] = []
  /// The revision of the text that was last checked, or that is about to be.
  var revision: Revision?
  /// The files that are being read, by request.
  private(set) var awaited: [RequestID: [AttachmentSpec]] = [:]

  init() {}

  /// Creates the attachments of a message that is being edited. Those that the text names are
  /// linked to the words that name them.
  init(of text: String, _ attachments: [Attachment]) {
    var rest = attachments
    for spec in Self.specs(in: text) {
      let named = rest.filter(spec.mayName)
      guard !named.isEmpty else { continue }
      rest.removeAll { named.contains($0) }
      readings[spec] = .read(ReadAttachments(named))
      kept.insert(spec)
      mentioned.append(spec)
    }
    loose = rest.map { Loose(name: $0.name, spec: nil, reading: .read(ReadAttachments([$0]))) }
  }

  // MARK: Contents

  /// The names and readings to show as rows: one for each word that names files, and one for each
  /// attachment that the text does not mention.
  var rows: [(name: String, reading: Reading)] {
    mentioned.compactMap { spec in
      readings[spec].flatMap { $0 == .missing ? nil : (spec.whole, $0) }
    } + loose.filter { !isNamed($0) }.map { ($0.name, $0.reading) }
  }

  /// The words of the text that look like file names although no such file exists. They are sent as
  /// text.
  var absent: [AttachmentSpec] {
    mentioned.filter { readings[$0] == .missing && $0.looksLikeFile }
  }

  /// Returns whether a word of the text attaches the same file as `item`.
  private func isNamed(_ item: Loose) -> Bool {
    item.spec.map { mentioned.contains($0) && readings[$0] != nil && readings[$0] != .missing }
      ?? false
  }

  private var read: [ReadAttachments] {
    rows.compactMap { if case .read(let read) = $0.reading { read } else { nil } }
  }

  /// The attachments to send, without duplicates.
  var attachments: [Attachment] {
    read.flatMap(\.batch.attachments).reduce(into: []) { all, next in
      if !all.contains(next) { all.append(next) }
    }
  }

  /// The number of tokens, not calibrated to a model.
  var tokens: Int { read.reduce(0) { $0.addingClamped($1.tokens) } }
  var isEmpty: Bool { mentioned.isEmpty && loose.isEmpty }
  var images: [AttachedImage] { read.flatMap(\.batch.attachments).images }

  /// The names of the attachments that would be lost if they were not sent, because they are not
  /// in a file.
  var irreplaceable: [String] {
    loose.compactMap { item in
      if item.spec == nil, case .read = item.reading { item.name } else { nil }
    }
  }

  func reading(of spec: AttachmentSpec) -> Reading? { readings[spec] }

  func isKept(_ spec: AttachmentSpec) -> Bool { kept.contains(spec) }

  /// The first reading that keeps the question from being sent; `nil` if there is none.
  var obstacle: Reading? {
    rows.lazy.map(\.reading).first {
      switch $0 {
      case .refused, .pending: true
      case .missing, .read: false
      }
    }
  }

  // MARK: Reading

  /// The maximum number of files that the text can name. Nobody types more by hand, but pasted text
  /// may have thousands of words with `@`.
  private static let mostWords = 50

  /// Returns the files that the text names, each once.
  static func specs(in text: String) -> [AttachmentSpec] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
    var specs: [AttachmentSpec] = []
    for mention in AttachmentMention.all(in: text) where !specs.contains(mention.spec) {
      specs.append(mention.spec)
      if specs.count == mostWords { break }
    }
    return specs
  }

  /// Notes which files the text now names.
  mutating func look(at text: String) { mentioned = Self.specs(in: text) }

  /// The files to read so that all rows can be shown. Files that were missing are tried again.
  var unread: [AttachmentSpec] {
    let words = mentioned.filter { readings[$0] == nil || readings[$0] == .missing }
    return words + loose.compactMap { $0.reading == .pending ? $0.spec : nil }
  }

  /// The files to read again before the question is sent, because they may have changed.
  var readAgain: [AttachmentSpec] {
    mentioned.filter { !kept.contains($0) } + loose.compactMap(\.spec)
  }

  /// Returns whether these files are being read.
  func isAwaiting(_ specs: [AttachmentSpec]) -> Bool { awaited.values.contains(specs) }

  mutating func await(_ request: RequestID, _ specs: [AttachmentSpec]) {
    awaited[request] = specs
  }

  /// Notes the readings of a request, if the request is still pending.
  mutating func note(_ request: RequestID, _ readings: [AttachmentReading]) {
    if awaited.removeValue(forKey: request) != nil { note(readings) }
  }

  mutating func note(_ new: [AttachmentReading]) {
    for reading in new {
      readings[reading.spec] =
        switch reading.outcome {
        case .missing: .missing
        case .read(let read): .read(read)
        case .refused(let refused): .refused(refused)
        }
      for index in loose.indices where loose[index].spec == reading.spec {
        loose[index].reading =
          switch reading.outcome {
          case .missing: .refused(RefusedAttachment(name: reading.spec.whole, .missing))
          case .read(let read): .read(read)
          case .refused(let refused): .refused(refused)
          }
      }
    }
  }

  // MARK: Attachments without a mention

  /// Attaches a file, unless it is attached already.
  mutating func add(_ spec: AttachmentSpec) {
    guard !loose.contains(where: { $0.spec == spec }) else { return }
    loose.append(Loose(name: spec.whole, spec: spec, reading: .pending))
  }

  /// Attaches something that is not in a file.
  mutating func add(_ name: String, _ reading: Reading) {
    loose.append(Loose(name: name, spec: nil, reading: reading))
  }

  /// Notes the outcome of reading something that is not a file, such as standard input.
  mutating func resolve(_ name: String, _ reading: Reading) {
    guard
      let index = loose.firstIndex(where: {
        $0.name == name && $0.spec == nil && $0.reading == .pending
      })
    else { return }
    loose[index].reading = reading
  }

  mutating func take(_ others: [Loose]) { loose += others.filter { !loose.contains($0) } }

  mutating func takeLoose() -> [Loose] {
    defer { loose = [] }
    return loose
  }

  // MARK: Removing

  mutating func removeLoose(at index: Int) { loose.remove(at: index) }

  mutating func forget(_ spec: AttachmentSpec) {
    mentioned.removeAll { $0 == spec }
    readings[spec] = nil
    kept.remove(spec)
  }
}

extension AttachmentSpec {
  /// Whether a word after `@` is more likely to name a file than a person or a decorator.
  fileprivate var looksLikeFile: Bool {
    if lines != nil || pattern != nil || path.contains("/") { return true }
    guard let dot = path.lastIndex(of: "."), dot != path.startIndex else { return false }
    let ending = path[path.index(after: dot)...]
    return (1...8).contains(ending.count) && ending.allSatisfy { $0.isLetter || $0.isNumber }
  }

  /// Returns whether an attachment probably came from these files.
  fileprivate func mayName(_ attachment: Attachment) -> Bool {
    if attachment.name == whole { return true }
    guard pattern != nil else {
      guard attachment.name == path else { return false }
      guard case .text(let text) = attachment.content else { return true }
      return (text.lines == nil) == (lines == nil)
    }
    let fixed = path.prefix { !"*?[".contains($0) }
    return attachment.name.hasPrefix(fixed)
  }
}
