import Faults
import Foundation
import Loopback

/// An answer of numbered words, so that what is stored of it can be told from what is missing.
enum NumberedStream {
  static let words = 600

  /// Such as `w00042 `.
  static func word(_ number: Int) -> String {
    "w" + String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number) "
  }

  static let text = (0..<words).map(word).joined()

  /// Every request is answered with all words, one each `pace`.
  /// - Parameter ends: whether the answer is ended; if not, the connection stays open behind it.
  static func scenario(pace: Duration, ends: Bool) -> Scenario {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    var steps: [Scenario.Step] = [.write(Array(head.utf8))]
    for number in 0..<words {
      let event =
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(word(number))"}}]}"# + "\n\n"
      steps += [.write(Array(event.utf8)), .pause(pace)]
    }
    let end =
      #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    steps += ends ? [.write(Array(end.utf8)), .close] : [.waitForClose]
    return .script(steps)
  }

  /// How many words a terminal has been sent, by the last one among its bytes.
  static func count(in bytes: ArraySlice<UInt8>) -> Int {
    var place = bytes.endIndex - 6
    while place >= bytes.startIndex {
      if bytes[place] == UInt8(ascii: "w"),
        let number = Int(String(decoding: bytes[(place + 1)..<(place + 6)], as: UTF8.self))
      {
        return number + 1
      }
      place -= 1
    }
    return 0
  }
}
