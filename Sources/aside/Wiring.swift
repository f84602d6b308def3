internal import App
internal import Chat
internal import Screen
internal import Terminal

/// The screen, put together: terminal, loop, program, store and engine.
struct Wiring {
  let setup: ChatSetup
  let theme: Theme
  let colorLimit: Int
  let hasPlainMarks: Bool
  let databasePath: String
  let continuesNewest: Bool
  let statePath: String

  /// Runs until the user leaves; on the main thread.
  /// - Returns: the line that says how to come back.
  func run() throws(TerminalError) -> String {
    let pipe = try WakePipe()
    let mailbox = Mailbox<Event>(waking: pipe)
    let terminal = Terminal(pipe: pipe, theme: theme, colorLimit: colorLimit)
    try terminal.enter()
    defer { terminal.leave() }
    let loop = RunLoop<Event, TimerName>(terminal: LoopTerminal(terminal), mailbox: mailbox)
    let store = StoreService(path: databasePath) { mailbox.post($0) }
    let streams = StreamService(EndpointSource(setup))
    let clipboard = ClipboardService(
      environment: setup.keys.environment, terminal: terminal
    ) { mailbox.post($0) }
    let services = Services(now: WallClock.now) { effect in
      switch effect {
      case .startStream(let id, let request, let provider):
        streams.start(id, request, to: provider, window: Self.window) {
          mailbox.post(.streamed(id, $0))
        }
      case .cancelStream(let id): streams.cancel(id)
      case .acknowledge(let id, let count): streams.acknowledge(id, count: count)
      case .prepareConnection(let provider): streams.prepareConnection(to: provider)
      case .setTimer(let name, let delay): loop.setTimer(name, after: delay)
      case .cancelTimer(let name): loop.cancelTimer(name)
      case .copy(let text, let what): clipboard.copy(text, what: what)
      case .redraw: terminal.redraw()
      case .suspend:
        terminal.suspend()
        mailbox.post(.resumed)
      case .saveQuestion, .save, .saveHeader, .appendText, .deleteMessages, .change, .loadSummaries,
        .loadConversation,
        .loadNewest:
        store.perform(effect)
      }
    }
    let application = Application(
      session: setup.session, services: services, seed: UInt64.random(in: 0...UInt64.max),
      notice: firstNotice)
    let remembered = RememberedState(path: statePath)
    application.isReasoningOpen = remembered.isReasoningOpen
    store.open()
    if continuesNewest { application.continueNewest() }
    if setup.looksForServers {
      let local = setup.settings.map(\.provider).filter(\.isLocal)
      streams.findLocalServers(local) { found in
        if !found.isEmpty { mailbox.post(.localServersFound(found)) }
      }
    }
    loop.run(program(application, terminal))
    streams.shutDown()
    store.finish()
    if application.isReasoningOpen != remembered.isReasoningOpen {
      var state = remembered
      state.isReasoningOpen = application.isReasoningOpen
      state.write(to: statePath)
    }
    return comeBack(application)
  }

  /// Bytes of text that may come between two frames: more than any server sends in that time, and
  /// little enough to be laid out while a key waits.
  private static let window = 16 << 10

  private var firstNotice: Notice? {
    guard setup.session.lacksKey else { return nil }
    return Notice(.trouble, ErrorText.missingKey(setup.session.provider))
  }

  private func program(
    _ application: Application, _ terminal: Terminal
  ) -> LoopProgram<Event, TimerName> {
    LoopProgram(
      input: { input in
        switch input {
        case .key(let key): application.handle(.keyPressed(key))
        case .paste(let text): application.handle(.pasted(text))
        }
      },
      resized: { application.handle(.resized($0)) },
      event: { application.handle($0) },
      timerFired: { application.handle(.timerFired($0)) },
      terminated: { application.handle(.terminated) },
      suspended: {
        terminal.suspend()
        application.handle(.resumed)
      },
      needsFrame: { application.needsFrame },
      draw: {
        let grid = application.draw($0)
        return hasPlainMarks ? grid.withPlainMarks() : grid
      },
      hasQuit: { application.hasQuit })
  }

  private func comeBack(_ application: Application) -> String {
    guard application.conversationID != nil else {
      return "Nothing was asked, so there is nothing to come back to; aside opens Aside again."
    }
    if application.isUnsaved { return "This conversation could not be saved to \(databasePath)." }
    return "Come back to this conversation with: aside --continue"
  }
}
