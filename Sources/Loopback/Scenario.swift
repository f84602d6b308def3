/// What the server does with the requests that come to it.
public struct Scenario: Sendable {
  /// How much of a recorded body is sent.
  public enum Cut: Sendable {
    case whole
    /// The first so many bytes; then the connection breaks off in mid-body.
    case bytes(Int)
  }

  /// One act on the socket, after a whole request was read.
  public enum Step: Sendable {
    case write([UInt8])
    case pause(Duration)
    /// Ends the connection with a TCP reset.
    case reset
    case close
    /// Waits until the client has closed.
    case waitForClose
  }

  enum Kind: Sendable {
    case aimlapi(pace: Duration, requiredKey: String?)
    case replay(Recording, Cut)
    case script([Step])
    /// One of the catalogue's, with the models that it says it has.
    case reply(@Sendable (RecordedRequest) -> ScriptedReply, ModelList)
    /// Never empty, and without sequences inside.
    case sequence([Scenario])
  }

  let kind: Kind
  /// If not, a connection on which a HEAD comes is held until the client closes it.
  private(set) var answersHead = true

  /// How many requests find the server loading its model, as llama.cpp says it.
  private(set) var loadingCount = 0

  /// The same, after so many requests that find the server loading its model.
  public func afterLoading(_ count: Int) -> Scenario {
    var scenario = self
    scenario.loadingCount = count
    return scenario
  }

  /// The same, but for a HEAD, which is never answered.
  public var silentToHead: Scenario {
    var scenario = self
    scenario.answersHead = false
    return scenario
  }

  /// The AI/ML API: checks every field as the API does, and gives scripted answers.
  ///
  /// `/chunks N` in the newest question asks for an answer of N small pieces, up to a million.
  /// - Parameters:
  ///   - pace: the pause between two pieces of text; zero for as fast as the client reads.
  ///   - requiredKey: the only API key that is let in; `nil` lets everybody in.
  public static func aimlapi(pace: Duration, requiredKey: String? = nil) -> Scenario {
    Scenario(kind: .aimlapi(pace: pace, requiredKey: requiredKey))
  }

  /// A recorded response to every POST.
  /// - Parameters:
  ///   - head: status line and headers as they came. What concerned that connection only, such as
  ///     the transfer coding, is replaced.
  ///   - body: without transfer coding.
  public static func replay(head: String, body: [UInt8], cut: Cut) -> Scenario {
    Scenario(kind: .replay(Recording(head: head, body: body), cut))
  }

  /// Plays the steps on the bare socket, HTTP head included, once for each request; then the
  /// connection takes the next request, unless a step has ended it. A HEAD, which has no steps of
  /// its own, finds nothing.
  public static func script(_ steps: [Step]) -> Scenario {
    Scenario(kind: .script(steps))
  }

  /// The first scenario for the first POST that comes to the server, on whatever connection, the
  /// second for the second, and the last for all that follow. Other requests belong to the first
  /// and are not counted. A sequence inside counts as its members; an empty one closes every
  /// connection.
  public static func sequence(_ scenarios: [Scenario]) -> Scenario {
    let members = scenarios.flatMap { scenario in
      if case .sequence(let inner) = scenario.kind { inner } else { [scenario] }
    }
    return Scenario(kind: .sequence(members.isEmpty ? [.script([.close])] : members))
  }
}
