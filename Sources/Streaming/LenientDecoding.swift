extension KeyedDecodingContainer {
  /// Returns the value, or `nil` if it is absent, null or of another type.
  func lenient<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Value? {
    // Nothing is lost: a member of an unexpected type has no meaning here.
    (try? decodeIfPresent(type, forKey: key)) ?? nil
  }
}
