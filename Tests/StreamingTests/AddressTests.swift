import Testing

@testable import Streaming

@Suite struct AddressTests {
  @Test(arguments: [
    ("http://h", "h"), ("https://api.example.com:8443/v1/x", "api.example.com"),
    ("http://127.0.0.1:1/v1", "127.0.0.1"), ("http://[::1]:8080/v1", "[::1]"),
    ("HTTP://user:p%20w@h/v1", "h"),
  ])
  func hosts(_ text: String, _ host: String) { #expect(Address(text)?.host == host) }

  @Test(arguments: [
    "", "ftp://h/v1", "http://", "http:///v1", "file:///etc/passwd", "http://a b/", "http://ü/",
    "http://h:99999/", "http://h\n/",
  ])
  func whatIsNone(_ text: String) { #expect(Address(text) == nil) }

  @Test func passwordsAsTheyStandAndDecoded() {
    #expect(Address("http://u:p%20w@h")?.passwords == ["p%20w", "p w"])
    #expect(Address("http://h")?.passwords == [])
    #expect(Address("socks5h://u:pw@h:1", schemes: ["socks5h"])?.passwords.first == "pw")
  }

  @Test func queriesAndFragments() {
    #expect(Address("http://h/?a")?.hasQuery == true)
    #expect(Address("http://h/#a")?.hasFragment == true)
    #expect(Address("http://h/")?.hasQuery == false)
  }
}
