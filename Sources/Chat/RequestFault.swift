/// Why a request cannot be sent.
public enum RequestFault: Equatable, Sendable {
  /// A parameter is not a finite number.
  case notFinite
  /// One of the provider's headers contains forbidden characters.
  case header(String)
  case noBaseURL(provider: String)
  /// The base URL is not an HTTP or HTTPS address.
  case invalidBaseURL
  case fragmentInBaseURL
  /// libcurl rejects the address. Contains its message.
  case invalidURL(String)
  /// - Parameter source: the variable or setting that contains the address.
  case invalidProxy(source: String)
  case unreadableCertificates(CertificatePlace)
  case noCertificates(CertificatePlace)
  /// No model was named, and the server has several.
  /// - Parameter first: the IDs of the first few.
  case severalModels(count: Int, first: [String], address: String)
  /// No model was named, and the server lists none.
  case noModel(address: String)
  /// A problem with the configuration, as a sentence.
  case configuration(String)
}

/// A file or folder with trusted certificates.
public struct CertificatePlace: Equatable, Sendable {
  public var path: String
  /// The variable or setting that names the file or folder.
  public var source: String

  public init(path: String, source: String) {
    self.path = path
    self.source = source
  }
}
