internal import CNcurses
public import Screen

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The real terminal, driven through curses. Made and used only on the main thread.
///
/// Every `enter()` needs a `leave()`, which restores the modes, the screen and the shell's signal
/// handlers. After a crash the terminal is restored automatically.
public final class Terminal {
  public typealias Instant = ContinuousClock.Instant

  private let pipe: WakePipe
  private var choice: ThemeChoice
  private let hints: TerminalHints
  private let usesMouse: Bool
  private var painter = Painter(theme: .monochrome, depth: .none)
  private var reader = InputReader()
  /// Input that was read but not yet requested.
  private var inputs: ArraySlice<TerminalInput> = []
  private var bytes = TypedBytes()
  private var lastRead: Instant?
  private var inquiry = BackgroundInquiry()
  private var background: Background
  /// When to stop waiting for the terminal to report its background. Until then, frames have no
  /// theme colours, because a wrong guess would flash. `nil` once the background is known or
  /// assumed.
  private var undecidedUntil: Instant?
  /// Whether the cursor's shape will be restored after a crash.
  private var restoresCursor = false
  /// The cursor shape that the terminal currently shows.
  private var cursorShape = CursorShape.standard
  /// The title to show from the next frame on; `nil` for the terminal's own.
  public var title: ControlFreeLine?
  private var shownTitle = TerminalTitle()
  /// Whether the title will be restored after a crash.
  private var restoresTitle = false
  private var cursorColor = CursorColor()
  /// Whether the cursor's colour will be restored after a crash.
  private var restoresCursorColor = false
  private var isEntered = false
  /// Whether another program controls the terminal. If so, that program receives the keys, and
  /// nothing is painted.
  private var isHandedOver = false
  private var lastSize = Size(width: 80, height: 24)
  /// Whether the theme differs from that of the last frame, so that a frame is needed.
  public private(set) var hasNewTheme = false

  /// - Parameters:
  ///   - pipe: wakes `wait(until:)` from other threads.
  ///   - hints: what the environment reveals.
  ///   - usesMouse: whether the terminal reports the mouse. If so, selecting text with the
  ///     terminal itself needs Shift.
  public init(
    pipe: WakePipe, theme: ThemeChoice, hints: TerminalHints, usesMouse: Bool = true
  ) {
    self.pipe = pipe
    self.choice = theme
    self.hints = hints
    self.usesMouse = usesMouse
    background = hints.background ?? .dark
  }

  /// Makes scalars of ambiguous width two columns wide, for terminals that draw them that way.
  /// Must be called before any layout.
  /// - Returns: whether curses can be made to agree; if not, nothing changes.
  public static func takeAmbiguousAsWide() -> Bool {
    let bounds = AmbiguousWidth.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    guard aside_take_as_wide(bounds, Int32(AmbiguousWidth.ranges.count)) else { return false }
    DisplayWidth.takeAmbiguousAsWide()
    return true
  }

  /// Takes over the screen.
  public func enter() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard let description = TerminalDescription(named: hints.name) else {
      throw .unknownTerminal(name: hints.name)
    }
    var depth = ColorDepth(description, hints)
    if depth == .direct, !aside_has_wide_pairs() { depth = .indexed }
    let entry = depth == .direct ? TerminfoEntry(directColorFor: hints.name) : nil
    aside_install_signals(pipe.writeEnd)
    guard aside_start_screen(entry?.variable) else {
      aside_restore_signals()
      throw .unknownTerminal(name: hints.name)
    }
    configure(depth)
    isEntered = true
    startInquiry(depth)
  }

  private func configure(_ wanted: ColorDepth) {
    raw()
    noecho()
    nonl()
    // Without this, curses would leave a frame half drawn while a key is waiting. The next frame
    // would finish it, but here there may be no next frame.
    typeahead(-1)
    painter = Painter(theme: choice.theme(on: background), depth: startColors(wanted))
    // Keys are read here rather than by curses, which drops characters that arrive in pieces.
    // Curses only puts the keyboard into the mode that terminfo describes.
    aside_use_keypad()
    reader = InputReader(keys: TerminfoKeys.read())
    setReports(true)
  }

  /// - Returns: the depth that curses supports, at most the requested depth.
  private func startColors(_ wanted: ColorDepth) -> ColorDepth {
    guard start_color() == OK, use_default_colors() == OK else { return .none }
    let count = aside_color_count()
    if wanted == .direct, count == Palette.firstOfSixteen + 16 { return .direct }
    return min(wanted, ColorDepth(colorCount: Int(count)))
  }

  /// Releases the screen; does nothing if it was never taken over.
  public func leave() {
    guard isEntered else { return }
    isEntered = false
    if !isHandedOver {
      endInquiry()
      setReports(false)
      releaseLook()
      curs_set(1)
      aside_clear_last_row()
      endwin()
    }
    aside_restore_signals()
  }

  /// Releases the screen for another program, such as an editor. Signals still wake the loop.
  public func handOver() {
    guard isEntered, !isHandedOver else { return }
    endInquiry()
    setReports(false)
    releaseLook()
    curs_set(1)
    endwin()
    isHandedOver = true
  }

  /// Takes over the screen again after ``handOver()``. This process must already control the
  /// terminal again.
  public func takeBack() {
    guard isEntered, isHandedOver else { return }
    isHandedOver = false
    setReports(true)
    if inquiry.isFollowing { send(BackgroundInquiry.follow) }
    redraw()
  }

  /// Stops the process as Ctrl-Z does, and takes over the screen again when it is resumed.
  public func suspend() {
    guard isEntered else { return }
    guard !isHandedOver else {
      aside_restore_signals()
      aside_stop_process()
      aside_install_signals(pipe.writeEnd)
      return
    }
    endInquiry()
    setReports(false)
    releaseLook()
    endwin()
    aside_restore_signals()
    aside_stop_process()
    aside_install_signals(pipe.writeEnd)
    setReports(true)
    if inquiry.isFollowing { send(BackgroundInquiry.follow) }
    redraw()
  }

  /// Makes the next frame redraw the whole screen, because the screen's content is unknown.
  public func redraw() {
    painter.forget()
    aside_forget_screen()
  }

  public func paint(_ grid: CellGrid) {
    guard !isHandedOver else { return }
    hasNewTheme = false
    painter.paint(grid)
    show(grid.cursorShape)
    showTitle()
    showCursorColor()
  }

  /// Restores what other programs would otherwise inherit: the cursor's shape and colour, and the
  /// title.
  private func releaseLook() {
    show(.standard)
    send(cursorColor.release())
    send(shownTitle.release())
  }

  /// Gives the cursor a colour that is visible on the theme's own background.
  private func showCursorColor() {
    guard hints.takesCursorColor else { return }
    let order = cursorColor.change(to: painter.cursorColor)
    if !restoresCursorColor, cursorColor.isShown {
      aside_send_on_leave(CursorColor.restoring)
      restoresCursorColor = true
    }
    send(order)
  }

  /// Shows the requested title. Terminals that may show the sequence as text keep their own title.
  private func showTitle() {
    guard hints.canBeAsked else { return }
    let order = shownTitle.change(to: title)
    if !restoresTitle, shownTitle.isShown {
      aside_send_on_leave(TerminalTitle.restoring)
      restoresTitle = true
    }
    send(order)
  }

  /// Changes the cursor's shape (DECSCUSR). Sends nothing until a shape other than the standard one
  /// is requested, and nothing at all to terminals that may show the sequence as text.
  private func show(_ shape: CursorShape) {
    guard shape != cursorShape, hints.canBeAsked else { return }
    let standard = "\u{1B}[0 q"
    if !restoresCursor {
      aside_send_on_leave(standard)
      restoresCursor = true
    }
    cursorShape = shape
    switch shape {
    case .standard: send(standard)
    case .block: send("\u{1B}[2 q")
    case .bar: send("\u{1B}[6 q")
    case .underline: send("\u{1B}[4 q")
    }
  }

  /// Returns the window's size, and tells curses if it has changed.
  public func size() -> Size {
    // Telling curses about a new size would write to the screen, which another program is using.
    if isHandedOver { return lastSize }
    var width: Int32 = 80
    var height: Int32 = 24
    _ = aside_terminal_size(&width, &height)
    if is_term_resized(height, width) {
      resizeterm(height, width)
      painter.forget()
    }
    lastSize = Size(width: Int(width), height: Int(height))
    return lastSize
  }

  /// Blocks until something happens or the deadline passes; with `nil`, until something happens.
  public func wait(until deadline: Instant?) -> Wake {
    var wake = Wake()
    // Until the terminal is taken back, keep keys typed after the one that handed it over.
    guard inputs.isEmpty || isHandedOver else { return wake }
    let earliest = Instant.earlier(deadline, Instant.earlier(patienceEnd, undecidedUntil))
    let ready =
      isHandedOver
      ? pipe.wait(milliseconds: Self.milliseconds(until: deadline))
      : aside_wait(pipe.readEnd, Self.milliseconds(until: earliest))
    if let undecidedUntil, undecidedUntil <= ContinuousClock.now { decide() }
    if ready & Int32(aside_wake_hangup) != 0 { wake.isTerminated = true }
    if ready & Int32(aside_wake_input) != 0 { bytes.fetch() }
    guard ready & Int32(aside_wake_pipe) != 0 else { return wake }
    for letter in pipe.drain() {
      switch letter {
      case UInt8(ascii: "W"):
        wake.isResized = true
        if !isHandedOver { redraw() }
      case UInt8(ascii: "T"), UInt8(ascii: "H"), UInt8(ascii: "I"): wake.isTerminated = true
      case UInt8(ascii: "Z"): wake.isSuspended = true
      default: break
      }
    }
    return wake
  }

  /// Returns the next available input without waiting; `nil` if there is none.
  public func nextInput() -> TerminalInput? {
    if isHandedOver { return nil }
    while inputs.isEmpty {
      let bytes = bytes.take()
      let now = ContinuousClock.now
      if !bytes.isEmpty {
        let gap = lastRead.map { $0.duration(to: now) } ?? .zero
        lastRead = now
        take(reader.read(bytes, after: gap))
      } else if let end = patienceEnd, end <= now {
        take(reader.expire())
      } else {
        return nil
      }
    }
    return inputs.removeFirst()
  }

  /// When to abandon incomplete input; `nil` if there is none.
  private var patienceEnd: Instant? {
    guard let lastRead else { return nil }
    let isReplyDue = inquiry.isDue(at: ContinuousClock.now)
    return reader.patience(isReplyDue: isReplyDue).map { lastRead + $0 }
  }

  private func take(_ events: [InputEvent]) {
    for event in events {
      switch event {
      case .input(let input): inputs.append(input)
      case .reply(.background(let seen)): follow(seen)
      case .reply(.attributes):
        inquiry.isAnswered = true
        decide()
      case .reply(.other): break
      }
    }
  }

  /// Turns bracketed paste, focus reports and mouse reports (buttons, wheel and drags, in SGR
  /// encoding) on or off.
  private func setReports(_ isOn: Bool) {
    let end = isOn ? "h" : "l"
    send("\u{1B}[?2004\(end)\u{1B}[?1004\(end)")
    if usesMouse { send("\u{1B}[?1002\(end)\u{1B}[?1006\(end)") }
  }

  /// Alerts the user, unless another program controls the terminal.
  public func call(_ signal: AlertSignal, title: ControlFreeLine, text: ControlFreeLine) {
    guard !isHandedOver else { return }
    send(signal.sequence(title: title, text: text, through: hints.multiplexer))
  }

  private func send(_ sequence: String) {
    guard !sequence.isEmpty else { return }
    _ = write(STDOUT_FILENO, sequence, sequence.utf8.count)
  }

  private func startInquiry(_ depth: ColorDepth) {
    guard case .byBackground = choice, depth != .none, hints.canBeAsked else { return }
    if hints.background == nil {
      undecidedUntil = ContinuousClock.now + BackgroundInquiry.longestNeutral
      painter.use(.monochrome)
    }
    askForBackground()
  }

  private func askForBackground() {
    aside_send_on_leave(BackgroundInquiry.unfollow)
    inquiry.start(at: ContinuousClock.now)
    send(BackgroundInquiry.question + BackgroundInquiry.follow)
  }

  /// Waits a moment for a pending reply, which would otherwise be typed into the shell.
  private func endInquiry() {
    guard inquiry.isFollowing else { return }
    send(BackgroundInquiry.unfollow)
    let end = ContinuousClock.now + BackgroundInquiry.lastWait
    while inquiry.isDue(at: ContinuousClock.now), ContinuousClock.now < end {
      guard aside_wait(-1, Self.milliseconds(until: end)) & Int32(aside_wake_hangup) == 0 else {
        return
      }
      while nextInput() != nil {}
    }
  }

  /// Uses another theme from the next frame on.
  public func use(_ theme: ThemeChoice) {
    choice = theme
    // Show the chosen theme at once instead of waiting for the terminal to report its background.
    undecidedUntil = nil
    painter.use(theme.theme(on: background))
    hasNewTheme = true
    // If the program started with a fixed theme, it has not asked for the background yet.
    if case .byBackground = theme, hints.canBeAsked, !inquiry.isFollowing { askForBackground() }
  }

  private func follow(_ seen: Background) {
    guard seen != background || undecidedUntil != nil else { return }
    background = seen
    guard case .byBackground = choice else { return }
    undecidedUntil = nil
    painter.use(choice.theme(on: seen))
    hasNewTheme = true
  }

  /// Accepts the assumed background if the terminal has not reported one.
  private func decide() {
    if undecidedUntil != nil { follow(background) }
  }
}
