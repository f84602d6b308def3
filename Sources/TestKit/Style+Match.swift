public import Screen

extension Style {
  /// Whether text in this style is a search match.
  public var isMatch: Bool { role == .match || role == .currentMatch }
}
