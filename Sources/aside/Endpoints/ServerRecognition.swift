internal import Chat
internal import Dispatch
internal import Streaming
internal import Synchronization

/// A procedure that identifies a server by its list of models and, if that is not enough, by
/// the paths that only one kind of server has. It never asks a model anything.
struct ServerRecognition {
  let engine: StreamEngine

  /// The time limit for a server. If it takes longer, the assumed dialect is used.
  private static let patience = DispatchTimeInterval.seconds(1)

  private static let anyModel = "default"

  /// The result of asking a server about itself.
  struct Outcome {
    /// The endpoint with the server's dialect and, if needed, its model.
    let endpoint: Endpoint
    /// Whether the outcome is final for this run: the server replied, or it stayed silent and
    /// asking again would delay every question.
    let isFinal: Bool
    var isUnreachable = false
    /// Whether the server refused to list its models because it wants a key, or another one.
    var refusesKey = false
  }

  /// Adds the server's dialect and, if needed, its model to the endpoint.
  /// - Parameter needsModel: whether to add the model, because none was named.
  /// - Throws: `invalidRequest` if the server has several models and none was named; `proxy` if
  ///   the proxy refused the request, which must not be tried again.
  func recognize(
    _ endpoint: Endpoint, needsModel: Bool
  ) throws(StreamError) -> Outcome {
    var provider = endpoint.provider
    guard provider.dialectBasis.isOpen || needsModel else {
      return Outcome(endpoint: endpoint, isFinal: true)
    }
    let (portrait, isSilent, isUnreachable) = try portrait(
      of: endpoint, isKnown: !provider.dialectBasis.isOpen)
    // Once the user has added a key, the server may say more.
    let isClosed = portrait.refusesKey && portrait.identity == nil && endpoint.apiKey == nil
    let isFinal = (portrait.hasReplied || isSilent) && !isClosed
    if provider.dialectBasis.isOpen {
      if let identity = portrait.identity {
        provider.dialect = identity.dialect
        provider.dialectBasis = .recognized(identity.name)
      } else if isFinal {
        provider.dialectBasis = .unrecognized
      }
    }
    var outcome = Outcome(
      endpoint: endpoint.describing(provider), isFinal: isFinal, isUnreachable: isUnreachable)
    if needsModel { outcome = try addModel(to: outcome, portrait) }
    outcome.refusesKey = portrait.refusesKey
    return outcome
  }

  /// Adds the server's model to the endpoint.
  private func addModel(
    to outcome: Outcome, _ portrait: ServerPortrait
  ) throws(StreamError) -> Outcome {
    let known = outcome.endpoint
    // Name no model yet: with a key, the server will list those that it has.
    if portrait.refusesKey, portrait.models == nil, known.apiKey == nil {
      return Outcome(endpoint: known.serving(""), isFinal: false)
    }
    switch UsualModel(portrait.models, of: known.provider) {
    case .named(let model):
      return Outcome(endpoint: known.serving(model), isFinal: outcome.isFinal)
    // While loading, the server accepts any model name, and its answer gives the real one.
    case .none where portrait.isLoading:
      return Outcome(endpoint: known.serving(Self.anyModel), isFinal: false)
    case .several(let models):
      throw .invalidRequest(
        .severalModels(
          count: models.count, first: Array(models.prefix(Self.mostNamed)),
          address: known.provider.shownBaseURL))
    case .none where portrait.hasReplied && !portrait.refusesKey:
      throw .invalidRequest(.noModel(address: known.provider.shownBaseURL))
    // The question itself reports why the server does not reply, or that it refuses the key.
    case .none:
      return Outcome(endpoint: known, isFinal: false, isUnreachable: outcome.isUnreachable)
    }
  }

  /// Asks the server about itself. Blocks for at most `patience`.
  /// - Returns: what the server replied, whether it did not answer the first request in time, and
  ///   whether it could not be reached.
  private func portrait(
    of endpoint: Endpoint, isKnown: Bool
  ) throws(StreamError) -> (ServerPortrait, isSilent: Bool, isUnreachable: Bool) {
    let deadline = DispatchTime.now() + Self.patience
    var portrait = ServerPortrait()
    let first = try ask([.models], of: endpoint, into: &portrait, until: deadline)
    if !isKnown, portrait.hasReplied, portrait.identity == nil {
      _ = try ask(ServerInquiry.further, of: endpoint, into: &portrait, until: deadline)
    }
    return (portrait, !first.isInTime, first.isUnreachable)
  }

  /// - Returns: whether every request finished in time, and whether the server could not be reached.
  private func ask(
    _ inquiries: [ServerInquiry], of endpoint: Endpoint, into portrait: inout ServerPortrait,
    until deadline: DispatchTime
  ) throws(StreamError) -> (isInTime: Bool, isUnreachable: Bool) {
    let replies = Replies()
    let transfers = inquiries.map { inquiry in
      engine.inquire(inquiry, at: endpoint) { result in replies.add(result, to: inquiry) }
    }
    let isInTime = inquiries.allSatisfy { _ in
      replies.arrival.wait(timeout: deadline) == .success
    }
    // Cancelling a finished transfer has no effect.
    for transfer in transfers { engine.cancel(transfer) }
    if let refusal = replies.proxyRefusal { throw refusal }
    for (inquiry, reply) in replies.all { portrait.add(reply, to: inquiry) }
    return (isInTime, replies.isUnreachable)
  }

  /// The replies so far; filled on the engine's thread.
  private final class Replies: Sendable {
    let arrival = DispatchSemaphore(value: 0)
    private let replies = Mutex<[(ServerInquiry, HTTPReply)]>([])

    private let failures = Mutex<[StreamError]>([])

    var all: [(ServerInquiry, HTTPReply)] { replies.withLock { $0 } }

    var proxyRefusal: StreamError? {
      failures.withLock { $0.first { if case .proxy = $0 { true } else { false } } }
    }

    var isUnreachable: Bool { failures.withLock { $0.contains(where: \.isLackOfConnection) } }

    func add(_ result: Result<HTTPReply, StreamError>, to inquiry: ServerInquiry) {
      switch result {
      case .success(let reply): replies.withLock { $0.append((inquiry, reply)) }
      case .failure(let error): failures.withLock { $0.append(error) }
      }
      arrival.signal()
    }
  }

  private static let mostNamed = 8
}
