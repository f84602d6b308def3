internal import CCurl
internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One libcurl request: owns its easy handle, collects the data from the callbacks, and passes
/// it to the ``Reception`` once per read. Made and used only on the engine's thread.
final class TransferHandle {
  /// Time limits of a request; a stream as a whole has none.
  struct Limits {
    var connect: Duration = .seconds(10)
    /// The longest time without a byte from the server. A comment in the stream counts as a sign
    /// that the model is still thinking.
    var idle: Duration = .seconds(300)
    /// The time to wait for the response to end after the server has said that the answer is
    /// complete. The only reason to wait is to reuse the connection.
    var closing: Duration = .seconds(1)

    /// Returns these limits, overridden by any that the provider sets.
    func with(_ provider: Provider) -> Limits {
      var limits = self
      limits.connect = provider.connectTimeout ?? connect
      limits.idle = provider.idleTimeout ?? idle
      return limits
    }
  }

  /// How many bytes are collected before libcurl is told to pause. A server that is faster than
  /// this program is slowed down by the connection; its data does not pile up in memory.
  private static let bufferLimit = 64 << 10

  let easy: UnsafeMutableRawPointer
  let reception: any Reception
  private let host: String
  private let isEncrypted: Bool
  private let provider: Provider
  private let network: NetworkEnvironment
  private let proxy: ProxyRoute?
  private let secrets: Secrets
  private let started: ContinuousClock.Instant
  private let limits: Limits
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  /// The part of the request body that libcurl has yet to read.
  private var unsent: ArraySlice<UInt8> = []

  private var head = ResponseHead(status: 0)
  private var isHeadComplete = false
  private var isOpened = false
  private var isPaused = false
  /// The bytes received since the last `deliver`.
  private var received: [UInt8] = []
  private var lastActivity: ContinuousClock.Instant

  /// - Parameter started: the moment from which times are measured.
  init(
    _ request: HTTPRequest, to endpoint: Endpoint, through network: NetworkEnvironment,
    started: ContinuousClock.Instant,
    userAgent: String, limits: Limits, reception: any Reception
  ) {
    guard let easy = ccurl_easy_init() else { preconditionFailure("libcurl is out of memory") }
    self.easy = easy
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    host = request.host
    isEncrypted = request.url.lowercased().hasPrefix("https://")
    provider = endpoint.provider
    self.network = network
    proxy = network.proxy(for: provider)
    secrets = Secrets(of: endpoint, proxy: proxy)
    self.started = started
    lastActivity = .now
    self.limits = limits.with(endpoint.provider)
    self.reception = reception
    configure(request, userAgent: userAgent)
  }

  /// The easy handle must already have been removed from its multi handle.
  deinit {
    ccurl_easy_cleanup(easy)
    ccurl_slist_free_all(headerList)
    errorBuffer.deallocate()
  }

  /// The time at which the transfer times out unless more data arrives; `nil` while this program
  /// has paused reading.
  var deadline: ContinuousClock.Instant? {
    if isPaused { return nil }
    return lastActivity + (reception.isOnlyClosing ? limits.closing : limits.idle)
  }

  /// Reports what arrived since the last call, and resumes reading if it was paused.
  func deliver() {
    if isHeadComplete, !isOpened {
      isOpened = true
      lastActivity = .now
      // Plain HTTP has no CONNECT, so the proxy's answer takes the place of the server's.
      if head.status == 407, let proxy {
        let failure = proxy.failure(.credentials(wereSent: proxy.hasCredentials))
        reception.close(failure, at: age)
        return
      }
      reception.open(head)
    }
    if !received.isEmpty {
      lastActivity = .now
      reception.receive(received, at: age)
      received.removeAll(keepingCapacity: true)
    }
    resume()
  }

  /// Resumes reading if it was paused and data is wanted again.
  func resume() {
    guard isPaused, !reception.isFull, !reception.isEnded else { return }
    isPaused = false
    lastActivity = .now
    // During this call, libcurl may call back with the data it held back.
    ccurl_easy_pause(easy, Self.goOn)
  }

  /// CURLPAUSE_CONT, which is a macro.
  private static let goOn: Int32 = 0

  /// Reports the end of the transfer with libcurl's result.
  func close(_ result: CURLcode) {
    deliver()
    reception.close(failure(result), at: age)
  }

  /// Reports the end of a transfer whose deadline has passed.
  func giveUp() { reception.close(.timedOut(host: host), at: age) }

  func cancel() { reception.cancel(at: age) }

  private var age: Duration { started.duration(to: .now) }

  private func failure(_ result: CURLcode) -> StreamError? {
    let specific = String(cString: errorBuffer)
    let detail = specific.isEmpty ? String(cString: ccurl_easy_strerror(result)) : specific
    var failure = CurlFailure(code: result, host: host, detail: secrets.hidden(in: detail))
    failure.proxy = proxy
    ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &failure.connectStatus)
    var connections = 0
    ccurl_get_long(easy, CURLINFO_NUM_CONNECTS, &connections)
    failure.isSilentHTTP = !isEncrypted && !isHeadComplete && connections > 0
    failure.certificates = network.certificateFile(for: provider)
    failure.certificatePlaces = network.certificatePlaces(for: provider)
    return StreamError(failure)
  }
}

// MARK: - libcurl's side

extension TransferHandle {
  private func configure(_ request: HTTPRequest, userAgent: String) {
    set(CURLOPT_NOSIGNAL, 1)
    ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorBuffer)
    ccurl_set_string(easy, CURLOPT_URL, request.url)
    ccurl_set_string(easy, CURLOPT_USERAGENT, userAgent)
    set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    // A second request waits for the first one's connection in case both can share it. Sharing
    // needs HTTP/2, which is negotiated only over TLS. Without TLS, the request would wait for the
    // first answer.
    set(CURLOPT_PIPEWAIT, isEncrypted ? 1 : 0)
    // No compression is requested, because a compressor buffers data and thus delays it. Compressed
    // replies are still decoded.
    ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "identity")
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connect.inMilliseconds))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    // Four times the default. This saves a tenth of the processor time for a fast answer.
    set(CURLOPT_BUFFERSIZE, 64 << 10)
    // The empty string keeps libcurl from reading the environment. A proxy named there cannot reach
    // this machine's own addresses, in particular the demo server's.
    ccurl_set_string(easy, CURLOPT_PROXY, proxy?.url ?? "")
    if let file = network.certificateFile(for: provider)?.path {
      ccurl_set_string(easy, CURLOPT_CAINFO, file)
      ccurl_set_string(easy, CURLOPT_PROXY_CAINFO, file)
    }
    if let folder = network.certificateFolder(for: provider)?.path {
      ccurl_set_string(easy, CURLOPT_CAPATH, folder)
      ccurl_set_string(easy, CURLOPT_PROXY_CAPATH, folder)
    }
    ccurl_set_quick_exit(easy)
    for header in request.headers { headerList = ccurl_slist_append(headerList, header) }
    ccurl_set_headers(easy, headerList)
    // The context is not retained: the engine keeps this object until the handle is removed.
    let context = Unmanaged.passUnretained(self).toOpaque()
    setMethod(request.method, context)
    setCallbacks(context)
  }

  private func setMethod(_ method: HTTPRequest.Method, _ context: UnsafeMutableRawPointer) {
    switch method {
    case .get: set(CURLOPT_HTTPGET, 1)
    case .head: set(CURLOPT_NOBODY, 1)
    case .post(let body):
      set(CURLOPT_POST, 1)
      ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      unsent = body[...]
      // The body comes from a callback that cannot be rewound, not from a buffer. If a kept
      // connection turned out to be dead, libcurl would resend a buffer without asking, and a
      // question might be billed twice. With the callback, libcurl gives up, and the user decides.
      ccurl_set_pointer(easy, CURLOPT_READDATA, context)
      ccurl_set_data_callback(easy, CURLOPT_READFUNCTION) { room, size, count, context in
        TransferHandle.at(context)?.send(into: room, count: size * count) ?? 0
      }
    }
  }

  private func setCallbacks(_ context: UnsafeMutableRawPointer) {
    // A proxy's own head would look like the response's.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      TransferHandle.at(context)?.takeHeader(line)
      return size * count
    }
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return TransferHandle.at(context)?.take(piece) ?? 0
    }
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> TransferHandle? {
    context.map { Unmanaged<TransferHandle>.fromOpaque($0).takeUnretainedValue() }
  }

  private func send(into room: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
    guard let room else { return 0 }
    let piece = unsent.prefix(count)
    piece.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(start: room, count: count).copyMemory(from: $0)
    }
    unsent = unsent.dropFirst(piece.count)
    return piece.count
  }

  private func take(_ piece: UnsafeRawBufferPointer) -> Int {
    guard received.count < Self.bufferLimit, !reception.isFull else {
      isPaused = true
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    received.append(contentsOf: piece)
    return piece.count
  }

  /// Accepts one line of the head per call; an empty one ends the head, or an interim response.
  private func takeHeader(_ line: UnsafeRawBufferPointer) {
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("HTTP/") {
      head = ResponseHead(status: status)
    } else if line.count > 2 {
      head.take(line: text)
    } else if head.status >= 200 {
      isHeadComplete = true
    }
  }

  private var status: Int {
    var status = 0
    ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  private func set(_ option: CURLoption, _ value: Int) {
    ccurl_set_long(easy, option, value)
  }
}
