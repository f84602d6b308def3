/// What the server measured of its own work, where it tells: `timings` of llama.cpp, and the times
/// in `usage` of Groq (wire.md 3).
public struct ServerTimings: Equatable, Sendable, Codable {
  /// Waiting for a place.
  public var queue: Duration?
  /// Reading the prompt.
  public var prompt: Duration?
  /// Writing the answer, reasoning included.
  public var generation: Duration?

  public init(queue: Duration? = nil, prompt: Duration? = nil, generation: Duration? = nil) {
    self.queue = queue
    self.prompt = prompt
    self.generation = generation
  }

  /// Decodes the stored form, clamping each time: an encoded `Duration` can be too long for Swift's
  /// own arithmetic.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    func time(_ key: CodingKeys) throws -> Duration? {
      try members.decodeIfPresent(Duration.self, forKey: key)?.clamped
    }
    self.init(
      queue: try time(.queue), prompt: try time(.prompt), generation: try time(.generation))
  }

  /// Takes over every time that `newer` has.
  public mutating func merge(_ newer: ServerTimings) {
    queue = newer.queue ?? queue
    prompt = newer.prompt ?? prompt
    generation = newer.generation ?? generation
  }
}
