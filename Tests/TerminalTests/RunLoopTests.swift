import Screen
import Testing

@testable import Terminal

/// A simulated terminal and program, with a clock that moves only when the loop waits.
private final class Played {
  typealias Instant = ContinuousClock.Instant

  var now = ContinuousClock.now
  var inputs: [[TerminalInput]] = []
  private var available: [TerminalInput] = []
  var waits: [Duration?] = []
  var log: [String] = []
  var isDirty = false
  var drawn: Size?
  var turns = 0
  var size = Size(width: 10, height: 5)
  var sizeAfterWaiting: Size?
  /// The window's new size after a key that suspends the program.
  var sizeAfterInput: Size?
  var wakes: [Wake] = []
  /// Called with the number of each turn, from 1.
  var beforeWaiting: (Int) -> Void = { _ in }
  let pipe: WakePipe
  let mailbox: Mailbox<String>

  init() throws {
    pipe = try WakePipe()
    mailbox = Mailbox(waking: pipe)
  }

  func run(turns: Int, setUp: (RunLoop<String, String>) -> Void = { _ in }) {
    self.turns = turns
    let loop = RunLoop<String, String>(
      terminal: LoopTerminal(
        wait: wait(until:),
        nextInput: { self.available.isEmpty ? nil : self.available.removeFirst() },
        size: { self.size }, paint: { _ in self.log.append("paint") }),
      mailbox: mailbox, now: { self.now })
    setUp(loop)
    loop.run(
      LoopProgram(
        input: {
          self.log.append("input \($0)"); self.isDirty = true
          if let size = self.sizeAfterInput {
            self.size = size
            self.now += .seconds(1)
          }
        },
        resized: {
          self.log.append("size \($0.width)x\($0.height)"); self.isDirty = true
        },
        event: {
          self.log.append("event \($0)"); self.isDirty = true
        },
        timerFired: {
          self.log.append("timer \($0)"); self.isDirty = true
        },
        terminated: { self.log.append("terminated") },
        suspended: { self.log.append("suspended") },
        needsFrame: { self.isDirty },
        draw: { size in
          self.isDirty = false
          self.drawn = size
          return CellGrid(size: size)
        },
        hasQuit: { self.turns <= 0 }))
  }

  private func wait(until deadline: Instant?) -> Wake {
    turns -= 1
    beforeWaiting(waits.count + 1)
    if let sizeAfterWaiting { size = sizeAfterWaiting }
    waits.append(deadline.map { now.duration(to: $0) })
    if let input = inputs.first {
      available = input
      inputs.removeFirst()
    } else if let deadline {
      now = max(now, deadline)
    }
    return wakes.isEmpty ? Wake() : wakes.removeFirst()
  }
}

@Suite struct RunLoopTests {
  @Test func firstFrameIsPaintedBeforeAnythingElse() throws {
    let played = try Played()
    played.run(turns: 0)
    #expect(played.log == ["size 10x5", "paint"])
  }

  @Test func keysComeBeforeEvents() throws {
    let played = try Played()
    played.inputs = [[.key(.enter)]]
    played.mailbox.post("late")
    played.run(turns: 2)
    let order = played.log.filter { $0.hasPrefix("input") || $0.hasPrefix("event") }
    #expect(order.count == 2)
    #expect(order.first?.hasPrefix("input") == true)
  }

  @Test func waitsIndefinitelyWhenIdle() throws {
    let played = try Played()
    played.run(turns: 3)
    #expect(played.waits == [nil, nil, nil])
    #expect(played.log.filter { $0 == "paint" }.count == 1)
  }

  @Test func manyEventsMakeOneFrameAfterTheInterval() throws {
    let played = try Played()
    for number in 1...500 { played.mailbox.post("\(number)") }
    played.run(turns: 3)
    #expect(played.log.filter { $0 == "paint" }.count == 2)
    #expect(played.waits[1] == FrameLimiter.interval)
  }

  /// Text that arrives while a frame is due is shown by that frame. Other events wake the loop.
  @Test(arguments: [(false, true), (true, false)])
  func onlyTextWaitsForTheFrame(canWait: Bool, wakes: Bool) throws {
    let played = try Played()
    played.mailbox.post("first")
    var isWoken: [Bool] = []
    played.beforeWaiting = { turn in
      isWoken.append(!played.pipe.drain().isEmpty)
      guard turn == 2 else { return }
      played.mailbox.post("second", canWait: canWait)
      isWoken.append(!played.pipe.drain().isEmpty)
      played.mailbox.post("third")
      isWoken.append(!played.pipe.drain().isEmpty)
    }
    played.run(turns: 4)
    // The first event wakes the idle loop. The second, posted while the loop waits for its frame,
    // wakes the loop only if the event cannot wait. The third wakes it unless the second already
    // has.
    #expect(isWoken == [true, false, wakes, !wakes, false, false])
    let log = played.log.filter { $0 != "size 10x5" }
    #expect(log == ["paint", "event first", "event second", "event third", "paint"])
  }

  @Test func textWakesALoopThatWaitsForNothing() throws {
    let played = try Played()
    played.mailbox.post("first", canWait: true)
    #expect(!played.pipe.drain().isEmpty)
  }

  /// A key's effect is painted before events are handled, without waiting for the next frame.
  @Test func keysPaintAtOnce() throws {
    let played = try Played()
    played.inputs = [[], [.key(.enter)], [.key(.enter), .key(.tab)]]
    played.mailbox.post("first")
    played.run(turns: 4)
    let order = played.log.map { $0.prefix { $0 != " " } }
    #expect(
      order == ["size", "paint", "event", "input", "paint", "input", "input", "paint"])
  }

  @Test func timerFiresOnceOnTime() throws {
    let played = try Played()
    played.run(turns: 4) { $0.setTimer("save", after: .milliseconds(250)) }
    #expect(played.waits.first == .milliseconds(250))
    #expect(played.log.filter { $0 == "timer save" }.count == 1)
  }

  @Test func newSizeIsReportedOnce() throws {
    let played = try Played()
    played.sizeAfterWaiting = Size(width: 20, height: 8)
    played.run(turns: 2)
    #expect(played.log.filter { $0.hasPrefix("size") } == ["size 10x5", "size 20x8"])
  }

  @Test func sizeChangedDuringATurnAppliesToItsFrame() throws {
    let played = try Played()
    played.inputs = [[.key(.enter)]]
    played.sizeAfterInput = Size(width: 20, height: 8)
    played.run(turns: 2)
    #expect(played.drawn == Size(width: 20, height: 8))
  }

  @Test func resizeToTheSameSizeDrawsAFrame() throws {
    let played = try Played()
    var resized = Wake()
    resized.isResized = true
    played.wakes = [resized]
    played.run(turns: 3)
    #expect(played.log.filter { $0 == "paint" }.count == 2)
  }

  @Test func terminationAndSuspensionAreReported() throws {
    let played = try Played()
    var (terminated, suspended) = (Wake(), Wake())
    terminated.isTerminated = true
    suspended.isSuspended = true
    played.wakes = [suspended, terminated]
    played.run(turns: 2)
    #expect(
      played.log.filter { $0 == "suspended" || $0 == "terminated" } == ["suspended", "terminated"])
  }
}

@Suite struct FrameLimiterTests {
  @Test func firstFrameAfterAPauseIsDueAtOnceAndTheNextWaits() {
    let start = ContinuousClock.now
    var limiter = FrameLimiter()
    #expect(limiter.deadline == nil)
    limiter.request(at: start)
    #expect(limiter.isDue(at: start))
    limiter.painted(at: start)
    limiter.request(at: start + .milliseconds(1))
    limiter.request(at: start + .milliseconds(2))
    #expect(limiter.deadline == start + FrameLimiter.interval)
    #expect(!limiter.isDue(at: start + .milliseconds(47)))
    #expect(limiter.isDue(at: start + .milliseconds(48)))
  }
}

@Suite struct TimersTests {
  @Test func returnsDueTimersInOrder() {
    let start = ContinuousClock.now
    var timers = Timers<String>()
    #expect(timers.next == nil)
    timers.set("late", at: start + .milliseconds(100))
    timers.set("late", at: start + .seconds(2))
    #expect(timers.next == start + .seconds(2))
    timers.set("soon", at: start + .seconds(1))
    timers.set("never", at: start + .seconds(9))
    timers.cancel("never")
    #expect(timers.next == start + .seconds(1))
    #expect(timers.takeDue(at: start) == [])
    #expect(timers.takeDue(at: start + .seconds(5)) == ["soon", "late"])
    #expect(timers.next == nil)
  }
}
