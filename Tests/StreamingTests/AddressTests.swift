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
  func invalidAddresses(_ text: String) { #expect(Address(text) == nil) }

  @Test func passwordsAreGivenAsWrittenAndDecoded() {
    #expect(Address("http://u:p%20w@h")?.passwords == ["p%20w", "p w"])
    #expect(Address("http://h")?.passwords == [])
    #expect(Address("socks5h://u:pw@h:1", schemes: ["socks5h"])?.passwords.first == "pw")
  }

  @Test func queriesAndFragments() {
    #expect(Address("http://h/?a&b=1&c=d=e")?.queryValues == ["1", "d=e"])
    #expect(Address("http://h/#a")?.hasFragment == true)
    #expect(Address("http://h/")?.queryValues == [])
  }

  @Test(arguments: [
    ("", true), ("http://p:3128", true), ("p:3128", true), ("socks5h://u:p%40w@p:1", true),
    ("ftp://u:pw@p:1", false), ("http://u:pw@p:99999", false), ("http://u:p w@p:1", false),
    ("http://[::1", false),
  ])
  func proxies(_ text: String, _ canBeUsed: Bool) {
    #expect(ProxyAddress.canBeUsed(text) == canBeUsed)
  }
}
