import Chat
import Foundation
import Faults
import Loopback
import Testing

@testable import Streaming

/// Proxies and certificates named in the environment.
@Suite struct NetworkEnvironmentTests {
  private func route(_ variables: [String: String], _ url: String) -> ProxyRoute? {
    NetworkEnvironment(variables).proxy(for: Endpoint.local(url).provider)
  }

  @Test(
    arguments: [
      (["https_proxy": "http://p:1"], "https://h/v1", "https_proxy"),
      (["HTTPS_PROXY": "http://p:1"], "https://h/v1", "HTTPS_PROXY"),
      (["https_proxy": "", "all_proxy": "p:1"], "https://h/v1", "all_proxy"),
      (["http_proxy": "p:1", "ALL_PROXY": "q:1"], "http://h/v1", "http_proxy"),
      (["http_proxy": "p:1", "ALL_PROXY": "q:1"], "https://h/v1", "ALL_PROXY"),
      (["HTTP_PROXY": "p:1"], "http://h/v1", nil),
      (["https_proxy": "p:1"], "https://127.0.0.1/v1", nil),
      (["https_proxy": "p:1", "no_proxy": "a, .h.example"], "https://x.h.example/v1", nil),
      (["https_proxy": "p:1", "NO_PROXY": "h.example"], "https://H.example/v1", nil),
      (["https_proxy": "p:1", "no_proxy": "*"], "https://h/v1", nil),
      (["https_proxy": "p:1", "no_proxy": "h"], "https://gh/v1", "https_proxy"),
    ] as [([String: String], String, String?)])
  func usesTheSameVariableAsCurl(
    _ variables: [String: String], _ url: String, _ source: String?
  ) {
    #expect(route(variables, url)?.source == source)
  }

  @Test func routeIsShownWithoutItsPassword() {
    let route = ProxyRoute("socks://us:pw@proxy.example:1080/", source: "all_proxy")
    #expect(route.url == "socks5h://us:pw@proxy.example:1080/")
    #expect(route.address == "proxy.example:1080" && route.host == "proxy.example")
    #expect(route.hasCredentials)
    #expect(ProxyAddress.canBeUsed("socks://proxy.example:1080"))
  }

  @Test func certificatesAreSearchedInCurlsOrder() {
    let all = ["CURL_CA_BUNDLE": "/a", "SSL_CERT_FILE": "/b", "SSL_CERT_DIR": "/c"]
    let provider = Endpoint.local("https://h/v1").provider
    func file(_ variables: [String: String]) -> String? {
      NetworkEnvironment(variables).certificateFile(for: provider)?.path
    }
    #expect(file(all) == "/a")
    #expect(file(["SSL_CERT_FILE": "/b", "CURL_CA_BUNDLE": ""]) == "/b")
    #expect(file([:]) == nil)
    let folder = NetworkEnvironment(["SSL_CERT_DIR": "/c"]).certificateFolder(for: provider)
    #expect(folder?.path == "/c")
    let own = Endpoint.local("https://h/v1") { $0.certificateFile = "/own" }.provider
    #expect(NetworkEnvironment(all).certificateFile(for: own)?.path == "/own")
    #expect(NetworkEnvironment(all).certificateFolder(for: own) == nil)
  }
}

/// A proxy's errors are attributed to the proxy.
@Suite struct ProxyTests {
  private let recorder = EventRecorder()
  private let question = AnswerRequest(
    model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: false))

  private func error(
    at url: String, _ variables: [String: String], configured proxy: String? = nil
  ) async throws -> StreamError {
    let engine = StreamEngine(userAgent: "aside-tests/1", network: NetworkEnvironment(variables))
    let endpoint = Endpoint.local(url) { $0.proxy = proxy }
    engine.prepareConnection(to: endpoint)
    _ = engine.start(question, to: endpoint, onEvent: recorder.record)
    let outcome = try await recorder.end().outcome
    engine.shutDown()
    guard case .failed(let error) = outcome else { return try #require(nil, "\(outcome)") }
    return error
  }

  private func proxy(_ status: String) throws -> (LoopbackServer, String) {
    let head =
      "HTTP/1.1 \(status)\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
      + "Content-Length: 0\r\nConnection: close\r\n\r\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(head.utf8)), .close]))
    let address = server.baseURL.replacing("http://", with: "").replacing("/v1", with: "")
    return (server, address)
  }

  /// Three attempts with a wrong password may lock an account.
  @Test(arguments: ["https", "http"])
  func wrongPasswordIsTriedOnce(_ scheme: String) async throws {
    let (server, address) = try proxy("407 Proxy Authentication Required")
    let variable = "\(scheme)_proxy"
    let error = try await error(
      at: "\(scheme)://host.example/v1", [variable: "http://us:pw-secret@\(address)"])
    #expect(
      error
        == .proxy(
          ProxyFailure(address: address, source: variable, reason: .credentials(wereSent: true))))
    #expect(server.requests.count == 1)
    #expect(recorder.answer.retries.isEmpty)
    await server.stop()
  }

  @Test func missingPasswordIsReported() async throws {
    let (server, address) = try proxy("407 Proxy Authentication Required")
    let error = try await error(at: "https://host.example/v1", [:], configured: "http://\(address)")
    #expect(
      error
        == .proxy(
          ProxyFailure(
            address: address, source: "proxy in [providers.test]",
            reason: .credentials(wereSent: false))))
    await server.stop()
  }

  @Test func forbiddingProxyIsTriedOnce() async throws {
    let (server, address) = try proxy("403 Forbidden")
    let error = try await error(
      at: "https://host.example/v1", ["https_proxy": "us:pw@\(address)"])
    #expect(
      error
        == .proxy(
          ProxyFailure(address: address, source: "https_proxy", reason: .refused(status: 403))))
    #expect(server.requests.count == 1)
    await server.stop()
  }

  @Test(arguments: ["http://127.0.0.1:1", "socks://127.0.0.1:1", "socks5h://127.0.0.1:1"])
  func missingProxyIsNamed(_ proxy: String) async throws {
    let error = try await error(at: "https://host.example/v1", ["all_proxy": proxy])
    guard case .proxy(let failure) = error, case .unreachable = failure.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(failure.address == "127.0.0.1:1" && failure.source == "all_proxy")
  }

  @Test func unreadableCertificateFileIsNamed() async throws {
    let error = try await error(
      at: "https://127.0.0.1:1/v1", ["SSL_CERT_FILE": "/no/such.pem"])
    #expect(
      error
        == .invalidRequest(
          .unreadableCertificates(CertificatePlace(path: "/no/such.pem", source: "SSL_CERT_FILE"))))
  }

  @Test func portWithoutTLSIsReported() {
    for detail in [
      "OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number",
      "gnutls_handshake() failed: An unexpected TLS packet was received.",
    ] {
      #expect(StreamError(sslConnectError: detail, host: "h") == .unencryptedServer(host: "h"))
    }
    #expect(
      StreamError(sslConnectError: "SSL_ERROR_SYSCALL", host: "h")
        == .insecure(host: "h", detail: "SSL_ERROR_SYSCALL"))
  }

  /// Servers that speak TLS close any other connection without sending data.
  @Test func silentPortMayExpectTLS() async throws {
    let server = try LoopbackServer(scenario: .script([.close]))
    guard
      case .disconnected(.other(_, mayWantTLS: true)) = try await error(at: server.baseURL, [:])
    else {
      Issue.record("\(recorder.events)")
      return
    }
    await server.stop()
  }
}
