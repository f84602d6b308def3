internal import CCurl
internal import Chat

/// One request on libcurl: owns its easy handle, collects what the callbacks bring, and hands it to
/// the ``Transfer`` once per read. Made and used on the engine's thread only.
final class TransferHandle {
  /// Time limits of a request; a stream as a whole has none.
  struct Limits {
    var connect: Duration = .seconds(10)
    /// Without a byte from the server. A comment counts: it says that the model still thinks.
    var idle: Duration = .seconds(300)
    /// From the server's word that the answer is at its end until the response ends; waited for
    /// only so that the connection can be used again.
    var closing: Duration = .seconds(1)
  }

  let easy: UnsafeMutableRawPointer
  private let host: String
  private let key: String?
  private let started: ContinuousClock.Instant
  private let limits: Limits
  private let onEvent: @Sendable (StreamEvent) -> Void
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?

  private var transfer: Transfer
  private var isHeadComplete = false
  private var isOpened = false
  /// What came since the last `deliver`.
  private var received: [UInt8] = []
  private var lastActivity: ContinuousClock.Instant

  /// - Throws: `invalidRequest` when the order cannot become an HTTP request.
  init(_ order: StartOrder, userAgent: String, limits: Limits) throws(StreamError) {
    let request = try HTTPRequest(order.request, to: order.endpoint)
    guard let easy = curl_easy_init() else { preconditionFailure("libcurl is out of memory") }
    self.easy = easy
    // After all that can throw: `deinit` does not run for what was never made.
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    host = request.host
    key = order.endpoint.apiKey
    started = order.time
    lastActivity = order.time
    self.limits = limits
    onEvent = order.onEvent
    transfer = Transfer(hiding: key)
    configure(request, userAgent: userAgent)
  }

  /// The handle must have been removed from its multi handle.
  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorBuffer.deallocate()
  }

  var isEnded: Bool { transfer.isEnded }

  /// When the transfer is given up unless more comes before.
  var deadline: ContinuousClock.Instant {
    lastActivity + (transfer.isOnlyClosing ? limits.closing : limits.idle)
  }

  /// Reports what came since the last call.
  func deliver() {
    if isHeadComplete, !isOpened {
      isOpened = true
      lastActivity = .now
      report(transfer.open(status: status, contentType: contentType))
    }
    guard !received.isEmpty else { return }
    lastActivity = .now
    report(transfer.receive(received, at: age))
    received.removeAll(keepingCapacity: true)
  }

  /// Reports the end that libcurl tells.
  func close(_ result: CURLcode) {
    report(transfer.close(failure(result), at: age))
  }

  /// Reports the end of a transfer whose deadline has passed.
  func giveUp() {
    report(transfer.close(.timedOut(host: host), at: age))
  }

  func cancel() {
    report(transfer.cancel(at: age))
  }

  private func report(_ events: [StreamEvent]) {
    for event in events { onEvent(event) }
  }

  private var age: Duration { started.duration(to: .now) }

  private var status: Int {
    var status = 0
    ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  private var contentType: String? {
    var text: UnsafePointer<CChar>?
    ccurl_get_string(easy, CURLINFO_CONTENT_TYPE, &text)
    return text.map { String(cString: $0) }
  }

  private func failure(_ result: CURLcode) -> StreamError? {
    let specific = String(cString: errorBuffer)
    let detail = specific.isEmpty ? String(cString: curl_easy_strerror(result)) : specific
    return StreamError(curl: result, host: host, detail: detail.hiding(key))
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
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connect.inMilliseconds))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    // A proxy of the environment cannot reach this machine's own addresses, the demo's above all.
    if request.isLoopback { ccurl_set_string(easy, CURLOPT_PROXY, "") }
    ccurl_set_quick_exit(easy)
    for header in request.headers { headerList = curl_slist_append(headerList, header) }
    ccurl_set_headers(easy, headerList)
    // The size first: it says how much is copied.
    ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
    request.body.withUnsafeBytes {
      _ = ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
    }
    setCallbacks()
  }

  /// The context is not retained: the engine keeps this object until the handle is removed.
  private func setCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    // A proxy's own head would look like the response's.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      TransferHandle.at(context)?.takeHeader(count: size * count)
      return size * count
    }
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      TransferHandle.at(context)?.received.append(contentsOf: piece)
      return size * count
    }
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> TransferHandle? {
    context.map { Unmanaged<TransferHandle>.fromOpaque($0).takeUnretainedValue() }
  }

  /// libcurl calls with one line at a time; an empty one ends the head, or an interim response.
  private func takeHeader(count: Int) {
    if count <= 2, status >= 200 { isHeadComplete = true }
  }

  private func set(_ option: CURLoption, _ value: Int) {
    ccurl_set_long(easy, option, value)
  }
}
