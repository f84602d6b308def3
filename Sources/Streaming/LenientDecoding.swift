extension KeyedDecodingContainer {
  /// The value, or `nil` when it is absent, null or of another type.
  func lenient<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Value? {
    // Nothing is lost: a member of an unexpected type has no meaning here.
    (try? decodeIfPresent(type, forKey: key)) ?? nil
  }

  /// Whether the member is there and is not one of the ways to say "no error".
  func holdsError(_ key: Key) -> Bool {
    // An unreadable member cannot be null.
    guard contains(key), (try? decodeNil(forKey: key)) != true else { return false }
    return lenient(key, as: String.self) != "" && lenient(key, as: Bool.self) != false
  }
}
