internal import App
internal import Chat
internal import Dispatch
internal import Synchronization

/// The part of `aside doctor` that looks at the server.
struct EndpointCheck {
  private let setup: ChatSetup
  private let model: String
  /// A model may be asked for one token.
  private let sends: Bool
  /// With the dialect that the server was found to speak.
  private var provider: Provider

  /// - Parameter model: empty for the one that the server has.
  init(setup: ChatSetup, model: String, sends: Bool) {
    self.setup = setup
    self.model = model
    self.sends = sends
    provider = setup.session.provider
  }

  /// What is known of the key before the server is asked.
  private enum KeyState {
    case reported
    /// None is sent. Whether one is needed, only the server knows.
    case none(note: String)
  }

  mutating func run(_ report: inout DoctorReport) {
    // Kept until the end: the demo's server lives with it.
    let source = EndpointSource(setup)
    let address = address(from: source)
    if case .success(let endpoint) = address { provider.adopt(endpoint.provider) }
    let isSettled = !provider.dialectBasis.isOpen && provider.dialectBasis != .unrecognized
    report.add(
      isSettled ? .ok : .note, "provider",
      "\(provider.name)\(provider.baseURL.isEmpty ? "" : " at \(provider.shownBaseURL)"), "
        + ThinkingText.dialect(of: provider)
        + (isSettled ? "" : ". " + ThinkingText.setDialect(of: provider)))
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
      let names = setup.withheldHeaders.joined(separator: ", ")
      report.add(.note, "headers", "\(names) not sent: the provider's own address alone gets them")
    }
    if let source = setup.keySource {
      report.add(.ok, "key", "from \(source)")
    } else if setup.session.lacksKey {
      report.add(.wrong, "key", ErrorText.missingKey(provider))
    } else if let (source, origin) = setup.withheldKey {
      return .none(
        note:
          "none is sent: the one in \(source) is for \(origin) only; ASIDE_API_KEY goes anywhere")
    } else if provider.keyVariable != nil || setup.isElsewhere {
      let variable = provider.keyVariable.map { "\($0) or " } ?? ""
      return .none(note: "none was found; \(variable)ASIDE_API_KEY would hold it")
    } else {
      return .none(note: "")
    }
    return .reported
  }

  /// Reports a key that is not there, once the server has said what it makes of that.
  /// - Parameter isAnswered: the server answered without one.
  private func report(
    _ key: KeyState, isAnswered: Bool, _ report: inout DoctorReport
  ) {
    switch key {
    case .reported: break
    case .none(note: "") where isAnswered: report.add(.ok, "key", "none, and none is needed")
    case .none(note: ""):
      report.add(.note, "key", "none is sent; whether the server needs one is not known")
    case .none(let note): report.add(.note, "key", note)
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
    report.add(.wrong, "connection", sentence(error))
    report.add(.note, "TLS", "not tried, without a connection")
    report.add(.note, "model", "not looked for, without a connection")
  }

  /// - Returns: whether the server answered.
  private func checkServer(
    _ endpoint: Endpoint, _ key: KeyState, _ report: inout DoctorReport
  ) -> Bool {
    let start = ContinuousClock.now
    do throws(StreamError) {
      let models = try Fetch.models(at: endpoint)
      self.report(key, isAnswered: true, &report)
      report.add(.ok, "connection", "answered in \(Figures.time(start.duration(to: .now)))")
      reportTLS(endpoint, &report)
      checkModel(models, &report)
      return true
    } catch {
      return reportFailure(error, endpoint, key, &report)
    }
  }

  /// - Returns: whether the server answered all the same.
  private func reportFailure(
    _ error: StreamError, _ endpoint: Endpoint, _ key: KeyState, _ report: inout DoctorReport
  ) -> Bool {
    switch error {
    case .insecure, .unencryptedServer:
      self.report(key, isAnswered: false, &report)
      report.add(.ok, "connection", "made")
      report.add(.wrong, "TLS", sentence(error))
      report.add(.note, "model", "not looked for, without a safe connection")
      return false
    case .refused(let refusal) where refusal.status == 404 || refusal.status == 405:
      self.report(key, isAnswered: true, &report)
      report.add(.ok, "connection", "answered; it does not list its models")
      reportTLS(endpoint, &report)
      checkModel(nil, &report)
      return true
    case .refused(let refusal) where refusal.status == 401 || refusal.status == 403:
      // Where a key is missing that has been said, with what to do.
      if !setup.session.lacksKey { report.add(.wrong, "key", sentence(error)) }
      report.add(.ok, "connection", "answered")
      reportTLS(endpoint, &report)
      report.add(.note, "model", "not looked for: the server does not let this request in")
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
      report.add(.ok, "TLS", "the server's certificate is trusted")
    } else if endpoint.provider.isLocal {
      report.add(.ok, "TLS", "none, on this machine")
    } else {
      report.add(
        .note, "TLS", "none: questions, answers and keys can be read on the way; use https")
    }
  }

  /// - Parameter models: `nil` when the server lists none.
  private func checkModel(_ models: [Model]?, _ report: inout DoctorReport) {
    guard !model.isEmpty || !provider.tellsModel else {
      return checkUsualModel(models, &report)
    }
    guard !model.isEmpty else {
      let first = models?.first.map { "; it serves \($0.id)" } ?? ""
      report.add(.note, "model", "\(provider.name) has no usual one: name one with --model\(first)")
      return
    }
    guard let models else {
      return report.add(.note, "model", "\(model); whether it is there was not told")
    }
    guard let found = models.first(where: { $0.id == model || $0.aliases.contains(model) }) else {
      // Whatever the name, it serves what it was started with (wire.md 3).
      if provider.dialect == .llamaCpp, let first = models.first {
        return report.add(.ok, "model", "\(first.id), which it was started with")
      }
      report.add(
        .wrong, "model",
        "\(model) is not among the \(models.count) that \(provider.name) lists; "
          + "\(ErrorText.modelsCommand(provider)) lists them"
      )
      return
    }
    report.add(.ok, "model", Self.facts(found, named: model))
  }

  /// The model that is asked where none was named.
  private func checkUsualModel(_ models: [Model]?, _ report: inout DoctorReport) {
    switch UsualModel(models, of: provider) {
    case .named(let id):
      let found = models?.first { $0.id == id || $0.aliases.contains(id) }
      report.add(
        .ok, "model",
        found.map { Self.facts($0, named: id) } ?? "\(id); whether it is there was not told")
    case .several(let ids):
      report.add(
        .note, "model", "there are \(ids.count): name one with --model; aside models lists them")
    case .none:
      report.add(.note, "model", "the server does not say which it has: name one with --model")
    }
  }

  private static func facts(_ found: Model, named id: String) -> String {
    var facts = [id]
    if let length = found.contextLength { facts.append("context \(Figures.count(length)) tokens") }
    if let input = found.inputPrice, let output = found.outputPrice {
      facts.append(
        "\(Figures.dollars(input)) in and \(Figures.dollars(output)) out for a million tokens")
    }
    return facts.joined(separator: ", ")
  }

  private func checkThinking(_ report: inout DoctorReport) {
    let mode = setup.session.thinking
    if let words = ThinkingText.shortfall(mode, at: provider) {
      return report.add(.note, "thinking", words)
    }
    let budget = mode.budget.map { ", at most \(Figures.count($0)) tokens" } ?? ""
    report.add(.ok, "thinking", mode.isOn ? "on\(budget)" : "off")
  }

  /// One token, with thinking as it is set.
  private func ask(
    _ source: EndpointSource, isConnected: Bool, _ report: inout DoctorReport
  ) {
    guard isConnected else {
      return report.add(.note, "answer", "not asked for, without a connection")
    }
    guard !model.isEmpty || provider.tellsModel, !setup.session.lacksKey else {
      return report.add(.note, "answer", "not asked for: no model or no key")
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
      case .opened, .retrying: break
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
    "\(ErrorText.sentence(error)) \(ErrorText.advice(error, provider: provider))"
  }
}

extension DoctorReport {
  fileprivate mutating func add(
    answer delta: AnswerDelta, _ end: StreamEnd, _ provider: Provider,
    _ sentence: (StreamError) -> String
  ) {
    switch end.outcome {
    case .complete, .truncated:
      var words = "came"
      if let first = end.timings.firstToken { words += " after \(Figures.time(first))" }
      if !delta.reasoning.isEmpty { words += ", with thinking" }
      if let cost = end.usage?.cost { words += ", for \(Figures.dollars(cost))" }
      add(.ok, "answer", words)
    case .failed(let error): add(.wrong, "answer", sentence(error))
    case .cancelled: add(.note, "answer", "given up")
    }
  }
}
