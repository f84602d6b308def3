import Faults
import Foundation
import Loopback

/// An answer of numbered words, which shows how much of it was stored.
enum NumberedStream {
  static let words = 600

  /// Returns a numbered word such as `w00042 `.
  static func word(_ number: Int) -> String {
    "w" + String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number) "
  }

  static let text = (0..<words).map(word).joined()

  /// Returns a scenario that answers every request with all the words, one per `pace`.
  /// - Parameter ends: whether to end the answer. If not, the connection stays open.
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

  /// Returns how many words a terminal received, judging by the last one.
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
