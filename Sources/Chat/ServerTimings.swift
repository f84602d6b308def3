/// The server's own measurements, if it sends them: `timings` of llama.cpp, and the times in
/// `usage` of Groq (wire.md 3).
public struct ServerTimings: Equatable, Sendable, Codable {
  /// Waiting in the server's queue.
  public var queue: Duration?
  /// Processing the prompt.
  public var prompt: Duration?
  /// Generating the answer, including reasoning.
  public var generation: Duration?

  public init(queue: Duration? = nil, prompt: Duration? = nil, generation: Duration? = nil) {
    self.queue = queue
    self.prompt = prompt
    self.generation = generation
  }

  /// Decodes the stored form and clamps each time: an encoded `Duration` can be too long for
  /// Swift's own arithmetic.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    func time(_ key: CodingKeys) throws -> Duration? {
      try members.decodeIfPresent(Duration.self, forKey: key)?.clamped
    }
    self.init(
      queue: try time(.queue), prompt: try time(.prompt), generation: try time(.generation))
  }

  /// Adopts the times that are set in `newer`.
  public mutating func merge(_ newer: ServerTimings) {
    queue = newer.queue ?? queue
    prompt = newer.prompt ?? prompt
    generation = newer.generation ?? generation
  }
}
