internal import App
internal import Chat
internal import Dispatch
internal import Synchronization
internal import Words

/// The part of `aside doctor` that checks the server.
struct EndpointCheck {
  private let setup: ChatSetup
  private let model: String
  /// Whether the check may request one token from the model.
  private let sends: Bool
  /// The provider, with its server's detected dialect.
  private var provider: Provider

  /// - Parameter model: empty for the server's own model.
  init(setup: ChatSetup, model: String, sends: Bool) {
    self.setup = setup
    self.model = model
    self.sends = sends
    provider = setup.session.provider
  }

  /// The state of the key before the server is contacted.
  private enum KeyState {
    case reported
    /// No key is sent. Only the server knows whether it needs one.
    case none(note: String)
  }

  mutating func run(_ report: inout DoctorReport) {
    // Keep this until the end: it owns the demo's server.
    let source = EndpointSource(setup)
    let address = address(from: source)
    if case .success(let endpoint) = address { provider.adopt(endpoint.provider) }
    let isSettled = !provider.dialectBasis.isOpen && provider.dialectBasis != .unrecognized
    report.add(
      isSettled ? .ok : .note, .provider,
      Words.Doctor.provider(
        provider.name, address: provider.baseURL.isEmpty ? "" : provider.shownBaseURL,
        dialect: ThinkingText.dialect(of: provider),
        advice: isSettled ? "" : ThinkingText.setDialect(of: provider)))
    let key = checkKey(&report)
    var isConnected = false
    switch address {
    case .success(let endpoint): isConnected = checkServer(endpoint, key, &report)
    case .failure(let error):
      self.report(key, isAnswered: false, &report)
      reportFailure(error, &report)
    }
    checkThinking(&report)
    if sends { ask(source, isConnected: isConnected, &report) }
    withExtendedLifetime(source) {}
  }

  private func checkKey(_ report: inout DoctorReport) -> KeyState {
    if !setup.withheldHeaders.isEmpty {
      report.add(.note, .headers, Words.Doctor.withheldHeaders(setup.withheldHeaders))
    }
    if let source = setup.keySource {
      report.add(.ok, .key, Words.Doctor.key(from: source))
    } else if setup.session.lacksKey {
      report.add(.error, .key, Words.missingKey(provider))
    } else if let (source, origin) = setup.withheldKey {
      return .none(note: Words.Doctor.withheldKey(in: source, for: origin.description))
    } else if provider.keyVariable != nil || setup.isElsewhere {
      return .none(note: Words.Doctor.noKey(for: provider))
    } else {
      return .none(note: "")
    }
    return .reported
  }

  /// Reports a missing key. The verdict depends on whether the server needs one.
  /// - Parameter isAnswered: whether the server responded without a key.
  private func report(
    _ key: KeyState, isAnswered: Bool, _ report: inout DoctorReport
  ) {
    switch key {
    case .reported: break
    case .none(note: "") where isAnswered: report.add(.ok, .key, Words.Doctor.keyNotNeeded)
    case .none(note: ""): report.add(.note, .key, Words.Doctor.keyNotSent)
    case .none(let note): report.add(.note, .key, note)
    }
  }

  private func address(from source: EndpointSource) -> Result<Endpoint, StreamError> {
    do throws(StreamError) {
      return .success(try source.wait(for: provider))
    } catch {
      return .failure(error)
    }
  }

  private func reportFailure(_ error: StreamError, _ report: inout DoctorReport) {
    report.add(.error, .connection, sentence(error))
    report.add(.note, .tls, Words.Doctor.noConnection)
    report.add(.note, .model, Words.Doctor.noConnection)
  }

  /// - Returns: whether the server responded.
  private func checkServer(
    _ endpoint: Endpoint, _ key: KeyState, _ report: inout DoctorReport
  ) -> Bool {
    let start = ContinuousClock.now
    do throws(StreamError) {
      let models = try Fetch.models(at: endpoint)
      self.report(key, isAnswered: true, &report)
      let time = Figures.time(start.duration(to: .now))
      report.add(.ok, .connection, Words.Doctor.response(in: time))
      reportTLS(endpoint, &report)
      checkModel(models, &report)
      return true
    } catch {
      return reportFailure(error, endpoint, key, &report)
    }
  }

  /// - Returns: whether the server responded, possibly with status 401, 403, 404 or 405.
  private func reportFailure(
    _ error: StreamError, _ endpoint: Endpoint, _ key: KeyState, _ report: inout DoctorReport
  ) -> Bool {
    switch error {
    case .insecure, .unencryptedServer:
      self.report(key, isAnswered: false, &report)
      report.add(.ok, .connection, Words.Doctor.connected)
      report.add(.error, .tls, sentence(error))
      report.add(.note, .model, Words.Doctor.tlsError)
      return false
    case .refused(let refusal) where refusal.status == 404 || refusal.status == 405:
      self.report(key, isAnswered: true, &report)
      report.add(.ok, .connection, Words.Doctor.responseWithoutModels)
      reportTLS(endpoint, &report)
      checkModel(nil, &report)
      return true
    case .refused(let refusal) where refusal.status == 401 || refusal.status == 403:
      // A missing key has already been reported, with advice.
      if !setup.session.lacksKey { report.add(.error, .key, sentence(error)) }
      report.add(.ok, .connection, Words.Doctor.response)
      reportTLS(endpoint, &report)
      report.add(.note, .model, Words.Doctor.accessDenied)
      return true
    case .unreachable, .proxy, .timedOut, .disconnected, .refused, .malformed, .invalidRequest,
      .keyWithheld:
      self.report(key, isAnswered: false, &report)
      reportFailure(error, &report)
      return false
    }
  }

  private func reportTLS(_ endpoint: Endpoint, _ report: inout DoctorReport) {
    if endpoint.provider.baseURL.hasPrefix("https://") {
      report.add(.ok, .tls, Words.Doctor.certificateTrusted)
    } else if endpoint.provider.isLocal {
      report.add(.ok, .tls, Words.Doctor.localTLS)
    } else {
      report.add(.note, .tls, Words.Doctor.noTLS)
    }
  }

  /// - Parameter models: `nil` if the server lists none.
  private func checkModel(_ models: [Model]?, _ report: inout DoctorReport) {
    guard !model.isEmpty || !provider.tellsModel else {
      return checkUsualModel(models, &report)
    }
    guard !model.isEmpty else {
      report.add(
        .note, .model,
        Words.Doctor.noDefaultModel(provider.name, serving: models?.first?.id))
      return
    }
    guard let models else {
      return report.add(.note, .model, Words.Doctor.unverifiedModel(model))
    }
    guard let found = models.first(where: { $0.id == model || $0.aliases.contains(model) }) else {
      // llama.cpp ignores the requested name and serves the model it was started with (wire.md 3).
      if provider.dialect == .llamaCpp, let first = models.first {
        return report.add(.ok, .model, Words.Doctor.loadedModel(first.id))
      }
      report.add(
        .error, .model,
        Words.Doctor.unknownModel(
          model, among: models.count, at: provider.name,
          modelsCommand: ErrorText.modelsCommand(provider)))
      return
    }
    report.add(.ok, .model, Self.facts(found, named: model))
  }

  /// Checks the model used when none is named.
  private func checkUsualModel(_ models: [Model]?, _ report: inout DoctorReport) {
    switch UsualModel(models, of: provider) {
    case .named(let id):
      let found = models?.first { $0.id == id || $0.aliases.contains(id) }
      report.add(
        .ok, .model,
        found.map { Self.facts($0, named: id) } ?? Words.Doctor.unverifiedModel(id))
    case .several(let ids):
      report.add(
        .note, .model,
        Words.Doctor.severalModels(
          ids.count, modelsCommand: ErrorText.modelsCommand(provider)))
    case .none: report.add(.note, .model, Words.Doctor.unnamedModel)
    }
  }

  private static func facts(_ found: Model, named id: String) -> String {
    var prices: (input: String, output: String)?
    if let input = found.inputPrice, let output = found.outputPrice {
      prices = (Figures.dollars(input), Figures.dollars(output))
    }
    return Words.Doctor.model(
      id, context: found.contextLength.map(Figures.count), prices: prices)
  }

  private func checkThinking(_ report: inout DoctorReport) {
    let mode = setup.session.thinking
    if let words = ThinkingText.shortfall(mode.choice, at: provider) {
      return report.add(.note, .thinking, words)
    }
    report.add(
      .ok, .thinking,
      Words.Doctor.thinking(isOn: mode.isOn, budget: mode.budget.map(Figures.count)))
  }

  /// Requests one token, with the current thinking setting.
  private func ask(
    _ source: EndpointSource, isConnected: Bool, _ report: inout DoctorReport
  ) {
    guard isConnected else {
      return report.add(.note, .answer, Words.Doctor.noConnection)
    }
    guard !model.isEmpty || provider.tellsModel, !setup.session.lacksKey else {
      return report.add(.note, .answer, Words.Doctor.noModelOrKey)
    }
    var parameters = Parameters()
    parameters.maxTokens = 1
    let request = AnswerRequest(
      model: model, turns: [.init(role: .user, content: "Hello")], parameters: parameters,
      thinking: setup.session.thinking)
    let streams = StreamService(source)
    let result = Mutex<(delta: AnswerDelta, end: StreamEnd?)>((AnswerDelta(), nil))
    let hasEnded = DispatchSemaphore(value: 0)
    streams.start(RequestID(1), request, to: provider) { event in
      switch event {
      case .opened, .retrying, .thinkingNotEnded: break
      case .received(let delta):
        result.withLock { $0.delta.add(delta) }
      case .ended(let end):
        result.withLock { $0.end = end }
        hasEnded.signal()
      }
    }
    hasEnded.wait()
    streams.shutDown()
    let (delta, end) = result.withLock { $0 }
    if let end { report.add(answer: delta, end, provider, sentence) }
  }

  private func sentence(_ error: StreamError) -> String {
    Words.sentences(
      ErrorText.sentence(error, at: provider), ErrorText.advice(error, provider: provider))
  }
}

extension DoctorReport {
  fileprivate mutating func add(
    answer delta: AnswerDelta, _ end: StreamEnd, _ provider: Provider,
    _ sentence: (StreamError) -> String
  ) {
    switch end.outcome {
    case .complete, .truncated:
      let words = Words.Doctor.answer(
        after: end.timings.firstToken.map { Figures.time($0) },
        hasThinking: !delta.reasoning.isEmpty,
        cost: end.usage?.cost.map { Figures.dollars($0) })
      add(.ok, .answer, words)
    case .failed(let error): add(.error, .answer, sentence(error))
    case .cancelled: add(.note, .answer, Words.Doctor.cancelled)
    }
  }
}
