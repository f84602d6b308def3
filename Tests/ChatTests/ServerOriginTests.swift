import Testing

@testable import Chat

@Suite struct ServerOriginTests {
  @Test(arguments: [
    "https://api.aimlapi.com", "https://api.aimlapi.com/v1", "HTTPS://API.AIMLAPI.COM:443/v2?x=1",
    "https://api.aimlapi.com./v1", "https://user:pw@api.aimlapi.com/v1",
    "https://api.aimlapi.com:/v1", "https://api.aimlapi.com:0443#x",
  ])
  func equalOrigins(_ url: String) throws {
    #expect(ServerOrigin(url) == ServerOrigin("https://api.aimlapi.com/v1"))
    #expect(try #require(ServerOrigin(url)).description == "https://api.aimlapi.com")
  }

  @Test(arguments: [
    "http://api.aimlapi.com/v1", "https://api.aimlapi.com:8443/v1",
    "https://api.aimlapi.com.evil.example/v1", "https://api.aimlapi.com@evil.example/v1",
    "https://api.aimlapi.com:443@evil.example/v1", "https://evil.example/api.aimlapi.com",
    "https://evil.example?@api.aimlapi.com", "https://evil.example#@api.aimlapi.com",
    "https://api-aimlapi.com", "https://aimlapi.com", "https://xapi.aimlapi.com",
  ])
  func differentOrigins(_ url: String) {
    #expect(ServerOrigin(url) != nil)
    #expect(ServerOrigin(url) != ServerOrigin("https://api.aimlapi.com/v1"))
  }

  /// Addresses that two parsers might read differently.
  @Test(arguments: [
    "", "api.aimlapi.com", "ftp://h", "https:///h", "https://", "https://a@b@h", "https://h\\@evil",
    "https://h%2e", "https://h..", "https://.h", "https://h:0", "https://h:65536", "https://h:+1",
    "https://h:1:2", "https://[::1", "https://[::1]x", "https://[fe80::1%25eth0]", "https://[1]",
    "https://1.2.3.4.5", "https://256.1.1.1", "https://127.0.0.1.", "https://h\n", "https://ü",
    "https://0x", "https://1.2.3.08", "https://evil.1",
  ])
  func invalidOrigins(_ url: String) { #expect(ServerOrigin(url) == nil, "\(url)") }

  @Test(arguments: [
    "http://127.0.0.1:8080/v1", "http://127.255.0.3", "http://localhost:1", "http://LOCALHOST.",
    "http://[::1]:8080", "http://[0:0::0:1]", "http://[::ffff:127.0.0.1]", "http://127.1",
    "http://2130706433", "http://0x7f.0.0.1", "http://0177.0.0.1", "http://u:p@127.0.0.1",
  ])
  func thisMachine(_ url: String) throws {
    let origin = try #require(ServerOrigin(url))
    #expect(origin.isLoopback && !origin.isInTheOpen)
    #expect(provider(url).isLocal)
  }

  @Test(arguments: [
    "http://127.0.0.1.evil.example", "http://localhost.evil", "http://127.evil", "http://128.0.0.1",
    "http://localhostx", "http://[::2]", "http://[::ffff:10.0.0.1]", "http://127.0.0.1@evil",
    "http://[::1].evil", "http://0.0.0.0", "http://10.0.0.1",
  ])
  func anotherMachine(_ url: String) {
    #expect(ServerOrigin(url)?.isLoopback != true)
    #expect(!provider(url).isLocal)
  }

  @Test func originsDescribeThemselves() {
    #expect(ServerOrigin("http://[::1]:80")?.description == "http://[0:0:0:0:0:0:0:1]")
    #expect(ServerOrigin("http://127.1:8080/v1")?.description == "http://127.0.0.1:8080")
  }

  private func provider(_ url: String) -> Provider {
    Provider(name: "p", baseURL: url, dialect: .plain, keyVariable: nil, defaultModel: "")
  }
}
