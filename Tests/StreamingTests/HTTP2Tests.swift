import Chat
import Faults
import Foundation
import Loopback
import Testing

@testable import Streaming

/// The engine against an HTTP/2 server: nghttpx in front of Loopback.
@Suite(.enabled(if: HTTP2Front.isInstalled, "nghttpx and openssl are not installed here"))
struct HTTP2Tests {
  private let engine = StreamEngine(userAgent: "aside-tests/1", limits: .patient)

  private let question = AnswerRequest(
    model: "alibaba/qwen3-32b", turns: [.init(role: .user, content: "/chunks 30")],
    thinking: ThinkingMode(isOn: false))

  @Test func oneConnectionCarriesEveryRequest() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(2)))
    let front = try await HTTP2Front(to: server)
    engine.prepareConnection(to: front.endpoint())
    try await waitUntil("the connection stands") { server.requests.count == 1 }
    let recorders = (0..<8).map { _ in EventRecorder() }
    for recorder in recorders {
      _ = engine.start(question, to: front.endpoint(), onEvent: recorder.record)
    }
    for recorder in recorders { #expect(try await recorder.end().outcome == .complete) }
    let last = EventRecorder()
    _ = engine.start(question, to: front.endpoint(), onEvent: last.record)
    #expect(try await last.end().outcome == .complete)

    try await waitUntil("all requests are logged") { front.log.count == 10 }
    #expect(Set(front.log.map(\.protocolName)) == ["h2"])
    #expect(Set(front.log.map(\.clientPort)).count == 1, "\(front.log)")
    engine.shutDown()
    await server.stop()
  }

  @Test func simultaneousRequestsShareAConnection() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(2)))
    let front = try await HTTP2Front(to: server)
    let recorders = (0..<8).map { _ in EventRecorder() }
    for recorder in recorders {
      _ = engine.start(question, to: front.endpoint(), onEvent: recorder.record)
    }
    for recorder in recorders { #expect(try await recorder.end().outcome == .complete) }
    try await waitUntil("all requests are logged") { front.log.count == 8 }
    #expect(Set(front.log.map(\.clientPort)).count == 1, "\(front.log)")
    engine.shutDown()
    await server.stop()
  }

  @Test func stoppingOneStreamKeepsTheOthersRunning() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .milliseconds(2)))
    let front = try await HTTP2Front(to: server)
    let (stopped, going) = (EventRecorder(), EventRecorder())
    var endless = question
    endless.turns = [.init(role: .user, content: "/chunks 1000000")]
    let id = engine.start(endless, to: front.endpoint(), onEvent: stopped.record)
    _ = engine.start(question, to: front.endpoint(), onEvent: going.record)
    try await waitUntil("text") { !stopped.answer.content.isEmpty }
    engine.cancel(id)
    #expect(try await stopped.end().outcome == .cancelled)
    #expect(try await going.end().outcome == .complete)
    engine.shutDown()
    await server.stop()
  }

  @Test func untrustedCertificateIsRejected() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let front = try await HTTP2Front(to: server)
    let endpoint = front.endpoint(trusted: false)
    let recorder = EventRecorder()
    _ = engine.start(question, to: endpoint, onEvent: recorder.record)
    guard case .failed(.insecure) = try await recorder.end().outcome else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(server.requests.isEmpty)
    engine.shutDown()
    await server.stop()
  }
}

/// An nghttpx process on a free port of 127.0.0.1, with its own certificate. The process is
/// stopped when this object is released.
private final class HTTP2Front {
  struct Entry {
    let clientPort: String
    let protocolName: String
  }

  private let folder: URL
  private var process = Process()
  private var port = ""

  static var isInstalled: Bool { path(of: "nghttpx") != nil && path(of: "openssl") != nil }

  private static func path(of name: String) -> String? {
    ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  init(to server: LoopbackServer) async throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "aside-h2-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try makeCertificate()
    let backend = String(server.baseURL.split(separator: "/")[1]).replacing(":", with: ",")
    // nghttpx cannot pick a free port itself, and a port that was free may have been taken since.
    var attempts = 0
    while try await !listens(to: backend) {
      attempts += 1
      try #require(attempts < 5, "nghttpx listens")
    }
  }

  private func listens(to backend: some StringProtocol) async throws -> Bool {
    let finder = try LoopbackServer(scenario: .script([]))
    port = String(finder.baseURL.split(separator: "/")[1].split(separator: ":")[1])
    await finder.stop()
    process = Process()
    process.executableURL = URL(filePath: try #require(Self.path(of: "nghttpx")))
    process.arguments = [
      "--conf=/dev/null", "--frontend=127.0.0.1,\(port)", "--backend=\(backend)", "--workers=1",
      "--single-process", "--no-ocsp",
      "--accesslog-file=\(file("access"))", "--accesslog-format=$remote_port $alpn",
      "--errorlog-file=\(file("errors-\(port)"))", file("key.pem"), file("cert.pem"),
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await waitUntil("nghttpx listens or gives up") {
      let log = try? String(contentsOfFile: file("errors-\(port)"), encoding: .utf8)
      return log?.contains("Listening on") == true || !process.isRunning
    }
    return process.isRunning
  }

  deinit {
    // Test threads block signals, and child processes inherit the signal mask, but SIGKILL cannot
    // be blocked.
    kill(process.processIdentifier, SIGKILL)
    // The system cleans up anything left.
    try? FileManager.default.removeItem(at: folder)
  }

  func endpoint(trusted: Bool = true) -> Endpoint {
    .local("https://127.0.0.1:\(port)/v1", key: "sk", dialect: .qwen) {
      if trusted { $0.certificateFile = file("cert.pem") }
    }
  }

  /// The requests so far, as seen by nghttpx.
  var log: [Entry] {
    let text = (try? String(contentsOfFile: file("access"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return Entry(clientPort: String(words[0]), protocolName: String(words.last ?? ""))
    }
  }

  private func file(_ name: String) -> String { folder.appending(path: name).path }

  private func makeCertificate() throws {
    let openssl = Process()
    openssl.executableURL = URL(filePath: try #require(Self.path(of: "openssl")))
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", file("key.pem"), "-out", file("cert.pem"),
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0)
  }
}
