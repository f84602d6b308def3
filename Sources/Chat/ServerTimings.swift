/// The server's own measurements, if it sends them: llama.cpp's `timings`, and the times in
/// Groq's `usage` (wire.md 3).
public struct ServerTimings: Equatable, Sendable, Codable {
  /// The time that the request waited in the server's queue.
  public var queue: Duration?
  /// The time taken to process the prompt.
  public var prompt: Duration?
  /// The time taken to generate the answer, including reasoning.
  public var generation: Duration?

  public init(queue: Duration? = nil, prompt: Duration? = nil, generation: Duration? = nil) {
    self.queue = queue
    self.prompt = prompt
    self.generation = generation
  }

  /// Decodes the stored form and clamps every duration, because an encoded `Duration` can be too
  /// long for Swift's own arithmetic.
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
