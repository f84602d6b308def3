import Chat
import Testing

/// Arithmetic on external numbers. It never traps, because out-of-range results saturate.
@Suite struct ClampingTests {
  @Test(
    arguments: [
      (0, 0), (-0.0, 0), (1.9, 1), (-1.9, -1), (1e300, .max), (-1e300, .min), (.infinity, .max),
      (-.infinity, .min), (.nan, 0), (.leastNonzeroMagnitude, 0), (9.3e18, .max),
      (9_007_199_254_740_992, 1 << 53),
      (-9_223_372_036_854_775_808, .min),
    ] as [(Double, Int)])
  func numbersAreClampedToIntegers(_ number: Double, _ expected: Int) {
    #expect(Int(clamping: number) == expected)
  }

  @Test(
    arguments: [.min, .min + 1, -1, 0, 1, 1 << 53, .max - 1, .max] as [Int64],
    [.min, .min + 1, -1, 0, 1, 1000, .max] as [Int64])
  func integerArithmeticSaturates(_ left: Int64, _ right: Int64) {
    #expect(left.addingClamped(right) == Int64(clamping: Int128(left) + Int128(right)))
    #expect(left.subtractingClamped(right) == Int64(clamping: Int128(left) - Int128(right)))
    #expect(left.multipliedClamped(by: right) == Int64(clamping: Int128(left) * Int128(right)))
  }

  @Test(arguments: [.min, -1, 0, 1, .max] as [Int128])
  func everyDurationHasSeconds(_ attoseconds: Int128) {
    let duration = Duration(attoseconds: attoseconds)
    #expect(duration.inSeconds.isFinite)
    #expect(duration.inMilliseconds == 0 || (duration.inMilliseconds < 0) == (attoseconds < 0))
    #expect(duration.clamped.inSeconds.magnitude <= Duration.longest.inSeconds)
    #expect(Duration.milliseconds(-1).clamped == .milliseconds(-1))
  }

  @Test(arguments: [1e300, .infinity, 1e10, -1e10, -1e300, -.infinity] as [Double])
  func secondsAreCappedAtAHundredYears(_ seconds: Double) {
    #expect(
      Duration(clampingSeconds: seconds) == (seconds < 0 ? .zero - .longest : .longest))
    #expect(
      Duration(clampingSeconds: .nan) == .zero
        && Duration(clampingSeconds: 0.5) == .milliseconds(500))
  }

  @Test(
    arguments: [
      (1e300, 1e12), (-.infinity, -1e12), (0.25, 0.25), (-0.01, -0.01), (.nan, nil), (nil, nil),
    ] as [(Double?, Double?)])
  func moneyIsFinite(_ dollars: Double?, _ expected: Double?) {
    #expect(Money.clamped(dollars) == expected)
  }

  @Test(arguments: [.min, -1, 0, .max] as [Int64], [.min, 0, 1, .max] as [Int64])
  func timestampArithmeticSaturates(_ time: Int64, _ other: Int64) {
    let (time, other) = (Timestamp(milliseconds: time), Timestamp(milliseconds: other))
    #expect((time < other) == (other.elapsed(since: time) > .zero))
    #expect(time.advanced(by: .milliseconds(Int64.max)) >= time)
    #expect(time.advanced(by: .milliseconds(Int64.min)) <= time)
    #expect(
      Timestamp(clamping: other.milliseconds).advanced(by: .longest) > Timestamp(clamping: .min))
  }

  /// A number that JSON cannot represent must not cost us the rest of the object.
  @Test func nonFiniteNumbersKeepTheirNeighbours() {
    let value = JSONValue.object([
      "a": .number(.infinity), "b": .array([.number(-.infinity), .number(.nan), .integer(1)]),
      "c": .object(["d": .number(0.5)]),
    ])
    #expect(
      value.text
        == #"{"a":1.7976931348623157e+308,"b":[-1.7976931348623157e+308,null,1],"c":{"d":0.5}}"#)
    #expect(JSONValue(text: value.text)?["c"]?["d"] == .number(0.5))
  }
}
