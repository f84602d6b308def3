public import Chat

extension Words {
  /// Messages about failed requests and database errors. Server messages are quoted verbatim.
  public enum Errors {}
}

// MARK: Requests

extension Words.Errors {
  /// - Parameter provider: the provider that received the request.
  public static func sentence(_ error: StreamError, at provider: Provider?) -> String {
    if let provider, let address = error.stoppedServer(of: provider) {
      return provider.isNamedByAddress
        ? nothingAnswers(at: address) : notRunning(provider.name, at: address)
    }
    let text = fact(error)
    return text.last.map { ".!?…".contains($0) } == true ? text : text + "."
  }

  private static func fact(_ error: StreamError) -> String {
    switch error {
    case .unreachable(let host, let fault): fact(fault, host: host)
    case .insecure(let host, let detail, let places):
      tlsFault(at: host, detail, certificates: places)
    case .unencryptedServer(let host): "\(host) does not support TLS on this port"
    case .proxy(let failure): fact(failure)
    case .timedOut(let host): "\(host) timed out"
    case .disconnected(let loss): fact(loss)
    case .refused(let refusal): fact(refusal)
    case .malformed(let fault): fact(fault)
    case .invalidRequest(let fault): fact(fault)
    case .keyWithheld(let host, .foreignAddress):
      "Nothing sent: the API key is for another address, not \(host)"
    case .keyWithheld(let host, .plainHTTP):
      "Nothing sent: the connection to \(host) is not encrypted, so others could read the API key"
    }
  }

  private static func fact(_ failure: ProxyFailure) -> String {
    let proxy = "proxy \(failure.address) (from \(failure.source))"
    return switch failure.reason {
    case .unreachable(let detail): "Cannot reach the \(proxy): \(detail)"
    case .credentials(wereSent: true): "The \(proxy) rejected the credentials"
    case .credentials(wereSent: false): "The \(proxy) requires credentials"
    case .refused(let status): "The \(proxy) refused to connect to the server (\(status))"
    }
  }

  private static func fact(_ refusal: ServerRefusal) -> String {
    let status = refusal.status == 200 ? "" : " \(refusal.status)"
    let upstream = refusal.upstream.map { " from \($0)" } ?? ""
    let message = refusal.message.isEmpty ? "no reason given" : refusal.message
    return "Server error\(status)\(upstream): \(message)"
  }

  public static func advice(
    _ error: StreamError, provider: Provider, modelsCommand: String, loginCommand: String
  ) -> String {
    switch error {
    case _ where provider.isNamedByAddress && error.isUnlikeModelServer:
      notAModelServer(error, provider)
    case .unreachable where error.stoppedServer(of: provider) != nil:
      "Start it, or check the base URL (\(provider.shownBaseURL))."
    case .unreachable(_, .noLibrary): "Install libcurl 4 (on Debian: libcurl4) and try again."
    case .unreachable where provider.hasBuiltInAddress,
      .timedOut where provider.hasBuiltInAddress:
      "Check your network."
    case .unreachable(_, .unknownHost): "Check the base URL (\(provider.shownBaseURL))."
    case .unreachable, .timedOut:
      "Check your network and the base URL (\(provider.shownBaseURL))."
    case .insecure:
      "Check the system clock. If your network has its own certificate authority, set ca_file in "
        + "[providers.\(provider.name)], or SSL_CERT_FILE, to its certificate file."
    case .unencryptedServer: "Use http:// in the base URL (\(provider.shownBaseURL))."
    case .proxy(let failure): advice(failure)
    case .disconnected, .malformed: "Try again."
    case .invalidRequest: "Fix it and send again."
    case .keyWithheld(_, .foreignAddress): "Set ASIDE_API_KEY to the key for this address."
    case .keyWithheld(_, .plainHTTP):
      "Use https, or set allow_insecure_http = true in [providers.\(provider.name)]."
    case .refused(let refusal):
      advice(refusal, provider, modelsCommand: modelsCommand, loginCommand: loginCommand)
    }
  }

  private static func notAModelServer(_ error: StreamError, _ provider: Provider) -> String {
    let isModelInQuestion =
      if case .refused(let refusal) = error { refusal.cause == .wrongAddress } else { false }
    let parts = isModelInQuestion ? "the model ID and the base URL" : "the base URL"
    return Words.sentences(
      "This may not be a model server. Check \(parts) (\(provider.shownBaseURL)).",
      provider.hasUsualPath ? "" : Words.Advice.usualPath)
  }

  private static func advice(_ failure: ProxyFailure) -> String {
    switch failure.reason {
    case .unreachable: "Check \(failure.source) and your network."
    case .credentials(wereSent: true): "Fix the user name and password in \(failure.source)."
    case .credentials(wereSent: false):
      "Add a user name and password to \(failure.source), as in "
        + "http://USER:PASSWORD@\(failure.address)."
    case .refused: "Ask the proxy's administrator to allow this server."
    }
  }

  private static func advice(
    _ refusal: ServerRefusal, _ provider: Provider, modelsCommand: String, loginCommand: String
  ) -> String {
    if refusal.wantsTLS { return "This port requires TLS. Use https:// in the base URL." }
    return switch refusal.cause {
    case .contextExceeded(let needed, let window):
      "\(contextExceeded(needed: needed, window: window)) "
        + "Shorten the question or start a new conversation."
    case .unknownModel: "Unknown model. Check the model ID; run \(modelsCommand) to list models."
    case .keyRefused:
      "The server rejected the API key. Check it; \(loginCommand) replaces a saved one."
    case .keyMissing:
      "The server requires an API key. Set \(provider.keyVariable ?? "ASIDE_API_KEY"), or run: "
        + "\(loginCommand)."
    case .outOfCredit: "Out of credits or quota. Check your account."
    case .notPermitted: "Check your account's credits and permissions."
    case .rateLimited: refusal.wait.map(waiting) ?? "Wait a moment before retrying."
    case .redirected: "The server redirects elsewhere. Set the base URL to the final address."
    case .wrongAddress: "Check the model ID and the base URL (\(provider.shownBaseURL))."
    case .invalidRequest:
      "Change the request, or start a new conversation if this one is too long."
    case .temporary: refusal.wait.map(waiting) ?? "Try again later."
    }
  }

  private static func waiting(_ wait: Duration) -> String {
    let seconds = wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0)
    let time =
      switch seconds {
      case ..<100: Words.Figures.seconds(String(seconds))
      case ..<6000: Words.Figures.minutes((seconds + 59) / 60)
      case ..<360_000: Words.Figures.hours((seconds + 3599) / 3600)
      default: Words.Figures.days((seconds + 86_399) / 86_400)
      }
    return "Wait \(time) before retrying."
  }

  /// - Parameters:
  ///   - needed: the number of tokens in the request.
  ///   - window: the number of tokens that fit in the context window.
  public static func contextExceeded(needed: Int?, window: Int?) -> String {
    switch (needed, window) {
    case (let needed?, let window?) where needed > window:
      "\(tokens(needed - window)) over the model's limit of \(Words.grouped(window))."
    case (_, let window?):
      "The request exceeds the model's limit of \(Words.grouped(window)) tokens."
    case (_, nil): "The request exceeds the model's context window."
    }
  }

  private static func tokens(_ count: Int) -> String {
    count == 1 ? "1 token" : "\(Words.grouped(count)) tokens"
  }

  public static var modelLoading: String {
    "The server is loading the model. Waiting; Ctrl-C to cancel."
  }

  /// Shown when the provider of a stored conversation is not in the configuration.
  public static func notConfigured(model: String, provider: String) -> String {
    "This conversation used \(model) at \(provider), which is not configured here."
  }
}

// MARK: The database

extension Words.Errors {
  /// - Parameter mergeCommand: the command that merges the kept copy back, if there is a copy.
  public static func sentence(_ error: StoreError, mergeCommand: String?) -> String {
    switch error {
    case .cannotOpen(let path, let fault):
      "Cannot open the database \(path): \(reason(fault))."
    case .newer(let path):
      "The database \(path) is from a newer version of Aside, or its header is damaged. "
        + "It has not been modified."
    case .damaged(let path, let fault):
      "The database \(path) is damaged or not a database: \(reason(fault)). It has not been modified."
    case .searchIndexDamaged(let path):
      "The search index in \(path) is damaged; search is unavailable."
    case .replaced(let path, let copy):
      "The database \(path) was moved, deleted or replaced while open."
        + kept(copy, mergeCommand)
    case .diskFull(let path): "Disk full: cannot write \(path)."
    case .readOnly(let path):
      "The database \(path) is read-only. Existing conversations remain readable."
    case .busy(let path): "The database \(path) is locked by another program."
    case .failed(let path, let fault): "Database error in \(path): \(reason(fault))."
    }
  }

  /// Explains what to do next, and what happened to the conversation on the screen.
  public static func advice(_ error: StoreError, repairCommand: String) -> String {
    let kept = "This conversation is in memory only; Aside keeps trying to save it."
    return switch error {
    case .readOnly: "New messages are in memory only until the database is writable."
    case .searchIndexDamaged: commandAdvice(error, repairCommand: repairCommand)
    case .damaged: "\(commandAdvice(error, repairCommand: repairCommand)) \(kept)"
    case .newer, .diskFull: "\(kept) \(commandAdvice(error, repairCommand: repairCommand))"
    case .cannotOpen, .replaced, .busy, .failed: kept
    }
  }

  /// Explains what to do next after an error in a command, which keeps nothing in memory. Returns
  /// an empty string if there is nothing to do.
  public static func commandAdvice(_ error: StoreError, repairCommand: String) -> String {
    switch error {
    case .newer: "Update Aside, or choose another file with --database."
    case .damaged: "Run \(repairCommand) to recover what is readable."
    case .searchIndexDamaged: "Run \(repairCommand) to rebuild it. Conversations are not affected."
    case .diskFull: "Free up some space."
    case .cannotOpen, .replaced, .readOnly, .busy, .failed: ""
    }
  }

  /// Follows the report that saving works again, if the old database was replaced.
  public static func wasReplaced(copy: String?, mergeCommand: String?) -> String {
    "The database file had been moved, deleted or replaced." + kept(copy, mergeCommand)
  }

  private static func kept(_ copy: String?, _ mergeCommand: String?) -> String {
    guard let copy, let mergeCommand else { return "" }
    return " Contents saved to \(copy); run \(mergeCommand) to add them back."
  }

  // MARK: A file to read

  public static func notADatabase(_ path: String) -> String { "\(path) is not an Aside database." }

  public static func damagedFile(
    _ path: String, fault: StoreFault, repairCommand: String
  ) -> String {
    "\(path) is damaged: \(reason(fault)). Your own database is not affected. "
      + "Run \(repairCommand) to recover what is readable, then try again."
  }

  public static func newerFile(_ path: String) -> String {
    "\(path) is from a newer version of Aside, or its header is damaged. Update Aside."
  }

  // MARK: Old conversations

  public static func movedToTrash(_ count: Int, unusedForDays days: Int) -> String {
    "Moved \(Words.conversations(count)) unused for \(days == 1 ? "1 day" : "\(days) days") "
      + "to the trash (delete_after). "
      + "Trash is kept for 30 days."
  }
}

// MARK: Thinking

extension Words.Errors {
  /// - Parameter basis: how the dialect was determined.
  public static func dialect(_ name: String, basis: DialectBasis, provider: String) -> String {
    let reason =
      switch basis {
      case .stated: "configured for \(provider)"
      case .assumed: "assumed: the server has not been identified yet"
      case .recognized(let server): "the server is \(server)"
      case .unrecognized: "assumed: the server does not identify itself"
      }
    return "dialect \(name) (\(reason))"
  }

  /// Shown when the dialect has no field for this way of setting thinking.
  public static func cannotSet(
    _ form: ThinkingForm, at server: String, dialect: DialectName
  ) -> String {
    let problem =
      switch form {
      case .off: "cannot turn thinking off"
      case .on: "cannot turn thinking on"
      case .budget: "does not support a thinking budget"
      case .effort: "does not support thinking effort"
      }
    return "\(server) \(problem) (dialect \(dialect.rawValue)). \(accepted(dialect.thinkingForms))"
  }

  private static func accepted(_ forms: Set<ThinkingForm>) -> String {
    let words = ThinkingForm.allCases.filter(forms.contains).flatMap { form in
      switch form {
      case .off: ["off"]
      case .on: ["on"]
      case .budget: ["a number of tokens"]
      case .effort: ThinkingEffort.allCases.map(\.rawValue)
      }
    }
    guard let last = words.last else { return "The model decides whether to think." }
    return "It accepts \(words.dropLast().joined(separator: ", ")) or \(last)."
  }

  /// - Parameter isSent: whether the assumed dialect can turn thinking on and off.
  public static func assumedDialect(
    _ dialect: String, address: String, isThinkingSent isSent: Bool
  ) -> String {
    "\(address) does not identify its server, so Aside assumes the \(dialect) dialect, "
      + (isSent ? "which can turn thinking on and off." : "which cannot turn thinking on or off.")
  }

  public static func setDialect(of provider: Provider) -> String {
    provider.name == Provider.aimlapi.name
      ? "For another dialect, use --provider vllm, llama.cpp, sglang or ollama, or set dialect in "
        + "the configuration."
      : "For another dialect, set dialect in [providers.\(provider.name)] in the configuration."
  }
}
