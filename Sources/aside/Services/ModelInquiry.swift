internal import Chat
internal import Dispatch
internal import Streaming
internal import Synchronization
internal import Words

/// An inquiry about a provider's models and its key. It sends nothing to a model, so it costs
/// nothing. Every method blocks until the server has answered or time is up.
struct ModelInquiry {
  let engine: StreamEngine
  let endpoint: Endpoint
  /// The time limit for all requests together; `nil` waits for as long as the server needs.
  var limit: Duration?
  /// Called when the server is loading its model.
  var onWait: @Sendable (Retry) -> Void = { _ in }

  /// A server's list of models.
  struct Answer {
    let models: [Model]
    let entityTag: String?
  }

  /// Returns the models that the server lists.
  /// - Parameter entityTag: the tag of the known list.
  /// - Returns: `nil` if the known list is still current.
  func models(unlessMatching entityTag: String? = nil) throws(StreamError) -> Answer? {
    let deadline = deadline
    if let models = try lmStudioModels(until: deadline) {
      return Answer(models: models, entityTag: nil)
    }
    let path = ModelList.path(of: endpoint.provider)
    let reply = try get(path, unlessMatching: entityTag, from: endpoint, until: deadline)
    if reply.status == 304, entityTag != nil { return nil }
    guard var models = ModelList.models(in: reply.body) else {
      throw .malformed(.notAModelList)
    }
    if endpoint.provider.dialect == .llamaCpp,
      // The list is enough if the server does not reveal its settings.
      let props = try? get("/props", from: endpoint.atRoot, until: deadline)
    {
      models = ModelList.adding(props: props.body, to: models)
    }
    // The demo's server imitates one that charges, but nobody is charged.
    if endpoint.provider.name == Provider.demo.name { models = models.map(\.withoutPrices) }
    return Answer(models: models, entityTag: reply.entityTag)
  }

  /// Returns LM Studio's own list, which says more than the standard one. `nil` for other servers,
  /// and for versions without it.
  private func lmStudioModels(until deadline: DispatchTime) throws(StreamError) -> [Model]? {
    guard endpoint.provider.dialect == .lmStudio else { return nil }
    do throws(StreamError) {
      let reply = try get("/api/v0/models", from: endpoint.atRoot, until: deadline)
      return ModelList.models(in: reply.body)
    } catch {
      guard case .refused = error else { throw error }
      return nil
    }
  }

  /// The result of checking a key.
  enum KeyVerdict {
    case accepted
    /// The provider has no free request that requires a key.
    case unchecked
  }

  /// Checks the endpoint's key with the cheapest request that requires one.
  /// - Parameter isOfAddress: whether the key is for an address, whose server only borrows the
  ///   provider's name.
  /// - Throws: if the provider refuses the key or cannot be reached.
  func checkKey(isOfAddress: Bool) throws(StreamError) -> KeyVerdict {
    let deadline = deadline
    // These two providers list their models even without a key.
    let own: (path: String, endpoint: Endpoint)? =
      switch endpoint.provider.name {
      case Provider.aimlapi.name where !isOfAddress: ("/v2/billing", endpoint.atRoot)
      case _ where endpoint.provider.dialect == .openRouter: ("/key", endpoint)
      default: nil
      }
    if let own, try answers(own.path, own.endpoint, until: deadline) { return .accepted }
    guard try answers("/models", endpoint, until: deadline) else { return .unchecked }
    do throws(StreamError) {
      let anybody = Endpoint.anonymous(endpoint.provider)
      return try answers("/models", anybody, until: deadline) ? .unchecked : .accepted
    } catch {
      guard case .refused(let refusal) = error, [401, 403].contains(refusal.status) else {
        return .unchecked
      }
      return .accepted
    }
  }

  /// - Returns: `false` if the server does not have that path.
  private func answers(
    _ path: String, _ endpoint: Endpoint, until deadline: DispatchTime
  ) throws(StreamError) -> Bool {
    do throws(StreamError) {
      _ = try get(path, from: endpoint, until: deadline)
      return true
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      // An account without credit has a valid key.
      if refusal.isAboutMoney { return true }
      if [404, 405, 501].contains(refusal.status) { return false }
      throw error
    }
  }

  private var deadline: DispatchTime {
    guard let limit else { return .distantFuture }
    return .now() + .milliseconds(Int(limit / .milliseconds(1)))
  }

  private func get(
    _ path: String, unlessMatching entityTag: String? = nil, from endpoint: Endpoint,
    until deadline: DispatchTime
  ) throws(StreamError) -> HTTPReply {
    let reply = Mutex<Result<HTTPReply, StreamError>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
    let transfer = engine.fetch(
      path, unlessMatching: entityTag, from: endpoint, onWait: onWait,
      onReply: { result in
        reply.withLock { $0 = result }
        isThere.signal()
      })
    guard isThere.wait(timeout: deadline) == .success else {
      engine.cancel(transfer)
      throw .timedOut(host: endpoint.provider.shownBaseURL)
    }
    guard let result = reply.withLock({ $0 }) else { throw .disconnected(.noResponse) }
    return try result.get()
  }
}
