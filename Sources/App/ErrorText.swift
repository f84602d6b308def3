public import Chat

/// The sentences that people read when something goes wrong: what happened, what was kept, what to
/// do next. No key and no message text gets in here; the server's own words are quoted.
public enum ErrorText {
  /// What happened, as a whole sentence.
  public static func sentence(_ error: StreamError) -> String {
    let text = words(error)
    return text.last.map { ".!?".contains($0) } == true ? text : text + "."
  }

  private static func words(_ error: StreamError) -> String {
    switch error {
    case .unreachable(let host, let detail): "\(host) cannot be reached: \(detail)"
    case .insecure(let host, let detail): "The secure connection to \(host) failed: \(detail)"
    case .unencryptedServer(let host): "\(host) does not speak TLS on this port"
    case .proxy(let failure): words(failure)
    case .timedOut(let host): "\(host) has sent nothing for too long."
    case .disconnected(let detail): "The connection broke: \(detail)"
    case .refused(let refusal): words(refusal)
    case .malformed(let detail): "The server's reply could not be read: \(detail)"
    case .invalidRequest(let detail): detail
    case .keyWithheld(let host, .foreignAddress):
      "The key belongs to another address than \(host), so nothing was sent"
    case .keyWithheld(let host, .plainHTTP):
      "\(host) is not encrypted and not on this machine: a key sent there could be read on the way, "
        + "so nothing was sent"
    }
  }

  private static func words(_ failure: ProxyFailure) -> String {
    let proxy = "The proxy \(failure.address), named by \(failure.source),"
    return switch failure.reason {
    case .unreachable(let detail): "\(proxy) does not connect: \(detail)"
    case .credentials(wereSent: true):
      "\(proxy) rejected the credentials that it was sent"
    case .credentials(wereSent: false): "\(proxy) requires credentials, and was sent none"
    case .refused(let status): "\(proxy) refused to connect to the server (\(status))"
    }
  }

  private static func advice(_ failure: ProxyFailure) -> String {
    switch failure.reason {
    case .unreachable: "Check \(failure.source) and the network."
    case .credentials(wereSent: true): "Correct the user name and password in \(failure.source)."
    case .credentials(wereSent: false):
      "Add a user name and password to \(failure.source), as in http://USER:PASSWORD@\(failure.address)."
    case .refused: "Ask whoever runs the proxy to allow this server."
    }
  }

  private static func words(_ refusal: ServerRefusal) -> String {
    let status = refusal.status == 200 ? "" : " \(refusal.status)"
    let upstream = refusal.upstream.map { " from \($0)" } ?? ""
    let message = refusal.message.isEmpty ? "no reason given" : refusal.message
    return "Server error\(status)\(upstream): \(message)"
  }

  /// Said once, where a command waits for a server.
  public static let modelLoading =
    "The server is loading the model. Waiting until it has; Ctrl-C to cancel."

  /// What to do next.
  public static func advice(_ error: StreamError, provider: Provider) -> String {
    switch error {
    case .unreachable, .timedOut:
      "Check the network and the base URL \(provider.shownBaseURL), then try again."
    case .insecure:
      "Check this machine's clock. If your network has a certificate authority of its own, name its "
        + "file with ca_file in [providers.\(provider.name)], or in SSL_CERT_FILE."
    case .unencryptedServer: "Use http:// in the base URL (\(provider.shownBaseURL))."
    case .proxy(let failure): advice(failure)
    case .disconnected, .malformed: "Try again."
    case .invalidRequest: "Correct it and send again."
    case .keyWithheld(_, .foreignAddress): "Set ASIDE_API_KEY to the key for this address."
    case .keyWithheld(_, .plainHTTP):
      "Use https, or set allow_insecure_http = true in [providers.\(provider.name)]."
    case .refused(let refusal): advice(refusal, provider: provider)
    }
  }

  private static func advice(_ refusal: ServerRefusal, provider: Provider) -> String {
    if refusal.wantsTLS { return "This port speaks TLS: use https:// in the base URL." }
    return switch refusal.cause {
    case .contextExceeded(let needed, let window): contextExceeded(needed, window)
    case .unknownModel:
      "The server does not know this model. Check the model ID; \(modelsCommand(provider)) lists the "
        + "known ones."
    case .keyRefused: "The server rejected the API key. Check the key."
    case .keyMissing:
      "The server requires an API key. Set \(provider.keyVariable ?? "ASIDE_API_KEY")."
    case .outOfCredit: "Out of credits or quota. Check your account."
    case .notPermitted: "Check your account's credits and permissions."
    case .rateLimited: "Wait a moment before retrying."
    case .redirected: "The server redirects elsewhere. Set the base URL to the final address."
    case .wrongAddress: "Check the model ID and the base URL (\(provider.shownBaseURL))."
    case .invalidRequest:
      "Change the request, or start a new conversation if this one is too long."
    case .temporary: "Try again later."
    }
  }

  private static func contextExceeded(_ needed: Int?, _ window: Int?) -> String {
    let next = "Shorten the question or start a new conversation."
    return switch (needed, window) {
    case (let needed?, let window?):
      "The request needs \(needed) tokens; the context window holds "
        + "\(window). \(next)"
    case (nil, let window?):
      "The request exceeds the context window of \(window) tokens. \(next)"
    case (_, nil): "The request exceeds the context window. \(next)"
    }
  }

  /// What happened, what was kept and what to do.
  public static func notice(_ error: StoreError) -> (text: String, advice: String) {
    let kept = "This conversation is in memory only, and is saved as soon as that works."
    return switch error {
    case .cannotOpen(let path, let detail):
      ("The database \(path) cannot be opened: \(detail).", kept)
    case .newer(let path):
      (
        "The database \(path) was written by a newer version of Aside, or its header is damaged. "
          + "It was not touched.",
        kept + " Update Aside, or name another file with --database."
      )
    case .damaged(let path, let detail):
      (
        "The database \(path) is damaged or not a database: \(detail). It is left as it is.",
        repair(path) + " recovers what can be read. " + kept
      )
    case .searchIndexDamaged(let path):
      (
        "The search index of the database \(path) is damaged: nothing can be found with it.",
        repair(path) + " makes it anew; what is stored stays as it is."
      )
    case .replaced(let path, let copy):
      (
        "The database \(path) was moved, removed or replaced while it was open."
          + keptCopy(copy, mergedInto: path), kept
      )
    case .diskFull(let path): ("The disk that holds \(path) is full.", kept + " Free some space.")
    case .readOnly(let path):
      (
        "The database \(path) cannot be written: it is read-only. What is in it can be read.",
        "What is asked now is in memory only, and is saved as soon as that works."
      )
    case .busy(let path): ("Another program holds the database \(path).", kept)
    case .failed(let path, let detail): ("The database \(path) failed: \(detail).", kept)
    }
  }

  private static func keptCopy(_ copy: String?, mergedInto path: String) -> String {
    guard let copy else { return "" }
    return " What was in it is kept in \(copy); aside merge --database \(ShellWord.quoted(path)) "
      + "\(ShellWord.quoted(copy)) takes it over."
  }

  /// The command that lists a provider's models. The address is left out where it is known to all, and
  /// where it holds a password or is the demo's.
  public static func modelsCommand(_ provider: Provider) -> String {
    if provider.name == Provider.demo.name { return "aside models --demo" }
    let isBuiltIn = Provider.builtIn.contains {
      $0.name == provider.name && $0.baseURL == provider.baseURL
    }
    let isShown =
      !isBuiltIn && !provider.baseURL.isEmpty
      && provider.shownBaseURL == provider.baseURL
    return "aside models --provider \(ShellWord.quoted(provider.name))"
      + (isShown ? " --base-url \(ShellWord.quoted(provider.baseURL))" : "")
  }

  /// What is still to be known when saving works again.
  static func afterwards(_ error: StoreError) -> String {
    switch error {
    case .replaced(let path, let copy):
      " The database had been moved, removed or replaced." + keptCopy(copy, mergedInto: path)
    case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .diskFull, .readOnly, .busy, .failed:
      ""
    }
  }

  /// The command that repairs a database.
  /// - Parameter usual: the database that commands work on when none is named.
  public static func repair(_ path: String, usual: String? = nil) -> String {
    "aside check --repair" + (path == usual ? "" : " --database \(ShellWord.quoted(path))")
  }

  /// What happened and what to do, for a command that holds no conversation in memory.
  /// - Parameter usual: the database that commands work on when none is named.
  public static func commandLine(_ error: StoreError, usual: String? = nil) -> String {
    let next =
      switch error {
      case .damaged(let path, _): " \(repair(path, usual: usual)) recovers what can be read."
      case .searchIndexDamaged(let path):
        " \(repair(path, usual: usual)) makes it anew; what is stored stays as it is."
      case .newer: " Update Aside, or name another file with --database."
      case .diskFull: " Free some space."
      case .cannotOpen, .replaced, .readOnly, .busy, .failed: ""
      }
    return notice(error).text + next
  }

  /// What happened and what to do, for a file that is only read: the database at `path` is somebody
  /// else's, and the user's own is as it was.
  /// - Parameter usual: the database that commands work on when none is named.
  public static func otherFile(_ error: StoreError, usual: String? = nil) -> String {
    switch error {
    case .damaged(let path, let detail) where detail.hasPrefix("file is not a database"):
      "\(path) is not a database of Aside."
    case .damaged(let path, let detail):
      "\(path), the file to read, is damaged: \(detail). Your own database is not affected. "
        + "\(repair(path)) recovers what can be read in the file; then try again."
    case .newer(let path):
      "\(path) was written by a newer version of Aside, or its header is damaged. Update Aside."
    case .searchIndexDamaged, .diskFull, .cannotOpen, .replaced, .readOnly, .busy, .failed:
      commandLine(error, usual: usual)
    }
  }

  /// Said when conversations were deleted for their age.
  public static func deleted(_ count: Int, unusedForDays days: Int) -> String {
    let (what, were) = count == 1 ? ("1 conversation", "was") : ("\(count) conversations", "were")
    return "\(what) that \(were) not used for \(days) days \(were) moved to the deleted ones, as "
      + "delete_after in the configuration asks; there they are kept for 30 days more."
  }

  /// Said when a conversation was with a provider that is not known here.
  static func notConfigured(_ session: Session) -> String {
    "This conversation was with \(session.model) at \(session.provider.name), which is not configured "
      + "here."
  }

  /// Said when a provider needs a key and none was found.
  public static func missingKey(_ provider: Provider) -> String {
    let variable = provider.keyVariable.map { "\($0) or " } ?? ""
    return "No key for \(provider.name) was found. Set \(variable)ASIDE_API_KEY, or run: "
      + "aside login --provider \(provider.name). The demo needs none: --demo."
  }
}
