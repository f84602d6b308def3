import Chat
import Testing

/// Addresses of servers as people type them.
@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8099", "http://127.0.0.1:8099/v1"),
    ("http://127.0.0.1:8099/", "http://127.0.0.1:8099/v1"),
    ("http://host:8000/v1", "http://host:8000/v1"),
    ("127.0.0.1:8099", "http://127.0.0.1:8099/v1"),
    ("localhost:8099/v1/", "http://localhost:8099/v1"),
    ("LOCALHOST:8099", "http://LOCALHOST:8099/v1"),
    ("[::1]:8080", "http://[::1]:8080/v1"),
    ("0.0.0.0:8000", "http://0.0.0.0:8000/v1"),
    ("10.1.2.3:8000", "http://10.1.2.3:8000/v1"),
    ("172.16.0.1:8000", "http://172.16.0.1:8000/v1"),
    ("172.32.0.1:8000", "https://172.32.0.1:8000/v1"),
    ("192.168.1.5", "http://192.168.1.5/v1"),
    ("[fd00::1]:80", "http://[fd00::1]:80/v1"),
    ("8.8.8.8:8000", "https://8.8.8.8:8000/v1"),
    ("llm.example.com:8443", "https://llm.example.com:8443/v1"),
    ("gpu:8000/v1", "https://gpu:8000/v1"),
    ("https://llm.example.com/api/v1", "https://llm.example.com/api/v1"),
    ("HTTPS://llm.example.com", "https://llm.example.com/v1"),
    ("llm.example.com/v1", "https://llm.example.com/v1"),
    ("http://127.0.0.1:8080/v1/chat/completions", "http://127.0.0.1:8080/v1"),
    (" http://127.0.0.1:8080\n", "http://127.0.0.1:8080/v1"),
  ])
  func addressesAreRecognized(_ text: String, _ url: String) {
    #expect(ServerAddress(recognizing: text)?.baseURL == url)
    #expect(ServerAddress(text)?.baseURL == url)
  }

  @Test(arguments: [
    "", "hello", "Why is 1 prime?", "127", "12:30", "3.14", "127.1", "qwen3:8b", "mistral:7",
    "gpt-3.5-turbo", "openai/gpt-4o", "z-ai/glm-4.5", "deepseek/deepseek-r1:free", "llama3.1:405",
    "hf.co/user/Model-7B:Q4_K_M", "me@example.com:8080", "example.com", "see http://127.0.0.1:8099",
    "http://127.0.0.1:8099 is my server",
  ])
  func otherTextIsNone(_ text: String) {
    #expect(ServerAddress(recognizing: text) == nil)
  }

  @Test(arguments: [
    "", "ftp://x", "http://", "http:///v1", "http://a b", "127.0.0.1:99999", "127.0.0.1:x",
    "http://[::1", "http://host:0/v1", "file:///etc/passwd",
  ])
  func whatCannotWorkIsNone(_ text: String) {
    #expect(ServerAddress(text) == nil)
  }

  /// A bare name after an option can only be an address.
  @Test(arguments: [
    ("example.com", "https://example.com/v1"), ("localhost", "http://localhost/v1"),
  ])
  func namesAloneAreAddressesWhereOneIsExpected(_ text: String, _ url: String) {
    #expect(ServerAddress(text)?.baseURL == url)
  }

  @Test(arguments: [
    ("localhost:99999", AddressFault.port("99999")), ("localhost:0", .port("0")),
    ("localhost:80a", .port("80a")), ("10.0.0.1:70000", .port("70000")),
    (":99999", .port("99999")), ("gpu:99999", .port("99999")), ("[::1]:99999", .port("99999")),
    ("gpu.example.com:123456/v1", .port("123456")), ("http://host:x", .port("x")),
    ("10.0.0.256", .numbers("10.0.0.256")), (" 10.0.0.256:8000/v1 ", .numbers("10.0.0.256")),
    ("https://300.1.1.1", .numbers("300.1.1.1")), ("http://", .host(scheme: "http")),
    ("HTTPS:///v1", .host(scheme: "https")), ("ftp://x", .scheme("ftp")),
    ("http://[::1", .other("http://[::1")), ("http://a..b", .other("http://a..b")),
  ])
  func mistakesInAddressesAreNamed(_ text: String, _ fault: AddressFault) {
    #expect(ServerAddress.fault(in: text) == fault)
    #expect(ServerAddress(text) == nil)
  }

  /// A space instead of the colon before the port.
  @Test(arguments: [
    ("localhost 9123", "localhost:9123"), ("127.0.0.1 8080", "127.0.0.1:8080"),
    (" localhost:  9123\n", "localhost:9123"), ("LOCALHOST :80", "LOCALHOST:80"),
    ("[::1] 8080", "[::1]:8080"), ("http://gpu 8000", "http://gpu:8000"),
    ("llm.example.com 8443", "llm.example.com:8443"),
  ])
  func aSpaceBeforeThePortIsAMistake(_ text: String, _ address: String) {
    #expect(ServerAddress.fault(in: text) == .space(corrected: address))
    #expect(ServerAddress(recognizing: text) == nil)
  }

  @Test func aWrongPortAfterASpaceIsNamed() {
    #expect(ServerAddress.fault(in: "localhost 99999") == .port("99999"))
    #expect(ServerAddress.fault(in: "10.0.0.256 80") == .numbers("10.0.0.256"))
  }

  /// Questions, model IDs and valid addresses.
  @Test(arguments: [
    "", " ", "hi", "what is 10.0.0.256?", "10.0.0.256?", "localhost:99999 is wrong", "a/b",
    "std::vector", "foo:bar", "foo:", "e.g.", "3.14", "1.2.3", "120.0.6099.109", "1.2.3.4.5",
    "12:30", "12:30:45", "16:99999", "qwen3:8b", "llama3.1:405", "TODO:", "me@example.com:99999",
    "C:\\Users", "http", "http:", "://x", "é://x", "localhost", "localhost:8080", "10.0.0.1",
    "http://host:8000/v1", "2001:db8::1", "localhost what", "localhost 80 90", "node.js 2024",
    "llama3.1 405", "Apollo 11", "gpu 8000", "1.2.3 80", "localhost:80 90", "localhost/v1 80",
    "ftp://host 21", "U.S.A 50", "what? 42", "127.0.0.1 8080?",
  ])
  func otherTextHasNoFault(_ text: String) {
    #expect(ServerAddress.fault(in: text) == nil)
  }
}
