import Chat
import Testing

@testable import Streaming

@Suite struct SecretsTests {
  private func hidden(
    _ text: String, headers: [String: String] = [:], key: String? = nil, url: String = "http://h",
    proxy: String? = nil
  ) -> String {
    let endpoint = Endpoint.local(url, key: key) {
      $0.headers = headers
      $0.proxy = proxy
    }
    return Secrets(of: endpoint).hidden(in: text)
  }

  @Test func keyAndHeaderValues() {
    #expect(hidden("bad key sk-12345678", key: "sk-12345678") == "bad key [key]")
    let bearer = ["Authorization": "Bearer AUTHSECRET77"]
    #expect(hidden("bad token AUTHSECRET77", headers: bearer) == "bad token [key]")
    #expect(hidden("got Bearer AUTHSECRET77", headers: bearer) == "got [key]")
    let basic = ["Authorization": "Basic dXNlcjpodW50ZXIyMg=="]
    #expect(hidden("hunter22 is wrong", headers: basic) == "[key] is wrong")
    let cookie = ["Cookie": "session=abcdefghij; lang=de"]
    #expect(hidden("no session abcdefghij", headers: cookie) == "no session [key]")
  }

  @Test func passwordsOfAddresses() {
    #expect(hidden("user:URLPW", url: "http://user:URLPW@h/v1") == "user:[key]")
    #expect(hidden("p w", url: "http://user:p%20w%21x@h/v1") == "p w")
    #expect(hidden("say p w!x", url: "http://user:p%20w%21x@h/v1") == "say [key]")
    #expect(hidden("PROXYPW!", proxy: "http://u:PROXYPW@h:3128") == "[key]!")
    #expect(hidden("PROXYPW!", proxy: "u:PROXYPW@h:3128") == "[key]!")
    #expect(hidden("no QUERYKEY9", url: "http://h/v1?v=1&key=QUERYKEY9") == "no [key]")
  }

  @Test(arguments: [
    #"bad key sk-a/b"c\d"#, #"{"detail":"bad key sk-a/b\"c\\d"}"#,
    #"{"detail":"bad key sk-a\/b\"c\\d"}"#,
    "/v1?key=sk-a%2Fb%22c%5Cd", "/v1?key=sk-a%2fb%22c%5cd",
  ])
  func keyInAnyQuoting(_ text: String) {
    let shown = hidden(text, key: #"sk-a/b"c\d"#)
    #expect(shown.contains("[key]") && !shown.contains("sk-a"))
  }

  @Test func otherWordsStay() {
    #expect(hidden("version 1.2 of x", headers: ["X-Version": "1.2"]) == "version 1.2 of x")
    #expect(hidden("bad", key: "b") == "bad")
  }

  @Test(arguments: [
    ("http://h/v1", "http://h/v1"), ("https://user:pw@h:1/v1", "https://user:…@h:1/v1"),
    ("https://user@h/v1", "https://user@h/v1"), ("https://a:b@c:d@h/v1", "https://a:…@h/v1"),
    ("https://h/v1/x:y@z", "https://h/v1/x:y@z"), ("", ""),
    ("https://u:pw@h?key=1", "https://u:…@h?…"), ("https://h/v1?key=p@w:x", "https://h/v1?…"),
  ])
  func addressesAreShownWithoutPasswords(_ url: String, _ shown: String) {
    #expect(Endpoint.local(url).provider.shownBaseURL == shown)
  }
}
