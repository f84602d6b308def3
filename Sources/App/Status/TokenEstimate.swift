/// An estimate for when the server does not report tokens; shown with ≈. It depends on the text alone,
/// so it is the same while the text streams, afterwards, and when the conversation is reopened.
enum TokenEstimate {
  /// Assumes four UTF-8 bytes per token. This is accurate to within a third for English, and for
  /// Chinese in Qwen's vocabulary, where a three-byte character takes 0.6 to 0.7 tokens.
  static func of(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}
