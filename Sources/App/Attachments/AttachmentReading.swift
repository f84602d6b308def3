public import Chat
internal import Words

/// The outcome of reading the files named by a word of the draft.
public struct AttachmentReading: Equatable, Sendable {
  public let spec: AttachmentSpec
  public let outcome: Outcome

  public enum Outcome: Equatable, Sendable {
    /// No file has this name, so the word may mean something else.
    case missing
    case read(ReadAttachments)
    case refused(RefusedAttachment)
  }

  public init(_ spec: AttachmentSpec, _ outcome: Outcome) {
    self.spec = spec
    self.outcome = outcome
  }
}

/// Files that were read, with the details shown in their row. Counting the tokens of long texts
/// takes time, so it is done once, where the files are read.
public struct ReadAttachments: Equatable, Sendable {
  public let batch: AttachmentBatch
  /// The number of tokens, not calibrated to a model.
  public let tokens: Int
  /// A summary, such as `120 lines` or `3 files, 640 lines`.
  public let facts: String

  /// - Complexity: O(length of the texts)
  public init(_ batch: AttachmentBatch) {
    self.batch = batch
    tokens = batch.attachments.reduce(0) { $0.addingClamped($1.countedTokens) }
    facts = Words.Attachments.facts(batch.attachments)
  }

  public init(_ attachments: [Attachment]) {
    var batch = AttachmentBatch()
    batch.attachments = attachments
    self.init(batch)
  }
}
