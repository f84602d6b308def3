public import Screen

/// The terminal's functions that the loop uses, as closures that tests can replace.
public struct LoopTerminal {
  public typealias Instant = ContinuousClock.Instant

  public var wait: (_ deadline: Instant?) -> Wake
  public var nextInput: () -> TerminalInput?
  public var size: () -> Size
  public var paint: (CellGrid) -> Void

  public init(
    wait: @escaping (_ deadline: Instant?) -> Wake, nextInput: @escaping () -> TerminalInput?,
    size: @escaping () -> Size, paint: @escaping (CellGrid) -> Void
  ) {
    self.wait = wait
    self.nextInput = nextInput
    self.size = size
    self.paint = paint
  }

  /// Uses the real terminal.
  public init(_ terminal: Terminal) {
    self.init(
      wait: terminal.wait(until:), nextInput: terminal.nextInput, size: terminal.size,
      paint: terminal.paint)
  }
}

/// The program's functions that the loop calls.
public struct LoopProgram<Event: Sendable, TimerName: Hashable & Sendable> {
  public var input: (TerminalInput) -> Void
  public var resized: (Size) -> Void
  public var event: (Event) -> Void
  public var timerFired: (TimerName) -> Void
  public var terminated: () -> Void
  public var suspended: () -> Void
  /// Whether anything visible may have changed since the last `draw`.
  public var needsFrame: () -> Bool
  public var draw: (Size) -> CellGrid
  public var hasQuit: () -> Bool

  public init(
    input: @escaping (TerminalInput) -> Void, resized: @escaping (Size) -> Void,
    event: @escaping (Event) -> Void, timerFired: @escaping (TimerName) -> Void,
    terminated: @escaping () -> Void, suspended: @escaping () -> Void,
    needsFrame: @escaping () -> Bool, draw: @escaping (Size) -> CellGrid,
    hasQuit: @escaping () -> Bool
  ) {
    self.input = input
    self.resized = resized
    self.event = event
    self.timerFired = timerFired
    self.terminated = terminated
    self.suspended = suspended
    self.needsFrame = needsFrame
    self.draw = draw
    self.hasQuit = hasQuit
  }
}

/// The program's only event loop, on the main thread. It waits in one place, and handles keys and
/// paints their effect before anything else. Frames for events are rate-limited. The loop does not
/// wake when idle.
public final class RunLoop<Event: Sendable, TimerName: Hashable & Sendable> {
  public typealias Instant = ContinuousClock.Instant

  private let terminal: LoopTerminal
  private let mailbox: Mailbox<Event>
  private let now: () -> Instant
  private var timers = Timers<TimerName>()
  private var frames = FrameLimiter()
  private var size: Size

  public init(
    terminal: LoopTerminal, mailbox: Mailbox<Event>,
    now: @escaping () -> Instant = { ContinuousClock.now }
  ) {
    self.terminal = terminal
    self.mailbox = mailbox
    self.now = now
    size = terminal.size()
  }

  /// Sets a timer that fires once after the delay. Setting it again moves its deadline.
  public func setTimer(_ name: TimerName, after delay: Duration) {
    timers.set(name, at: now() + delay)
  }

  public func cancelTimer(_ name: TimerName) { timers.cancel(name) }

  /// Paints the first frame and runs until the program has quit.
  public func run(_ program: LoopProgram<Event, TimerName>) {
    program.resized(size)
    paint(program)
    while !program.hasQuit() { turn(program) }
  }

  private func turn(_ program: LoopProgram<Event, TimerName>) {
    mailbox.expectFrame(frames.deadline != nil)
    let wake = terminal.wait(nextDeadline)
    if wake.isTerminated { return program.terminated() }
    if wake.isSuspended { program.suspended() }
    resize(program, isTold: wake.isResized)
    takeInput(program)
    for event in mailbox.drain() { program.event(event) }
    for timer in timers.takeDue(at: now()) { program.timerFired(timer) }
    if program.needsFrame() { frames.request(at: now()) }
    if frames.isDue(at: now()), !program.hasQuit() { paint(program) }
  }

  private var nextDeadline: Instant? { Instant.earlier(frames.deadline, timers.next) }

  /// Handles all pending keys and paints their effect at once, before any waiting events.
  private func takeInput(_ program: LoopProgram<Event, TimerName>) {
    var hasInput = false
    while !program.hasQuit(), let input = terminal.nextInput() {
      program.input(input)
      hasInput = true
    }
    if hasInput, program.needsFrame(), !program.hasQuit() { paint(program) }
  }

  /// - Parameter isTold: whether the window reported a resize, which needs a new frame even if the
  ///   size is the same.
  private func resize(_ program: LoopProgram<Event, TimerName>, isTold: Bool) {
    let newSize = terminal.size()
    guard isTold || newSize != size else { return }
    size = newSize
    program.resized(size)
  }

  private func paint(_ program: LoopProgram<Event, TimerName>) {
    // A resize while the program is stopped is not reported, and a key may have stopped the program
    // during this turn of the loop.
    resize(program, isTold: false)
    terminal.paint(program.draw(size))
    frames.painted(at: now())
  }
}
