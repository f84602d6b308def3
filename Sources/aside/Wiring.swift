internal import App
internal import Chat
internal import Screen
internal import Terminal
internal import Words

/// The conversation shown at startup.
enum StartingPoint {
  case new
  /// The most recently used conversation.
  case newest
  case conversation(ConversationID)
}

/// The connections between the terminal, the loop, the application, the store and the engine.
struct Wiring {
  let setup: ChatSetup
  let paths: Paths
  let preferences: Preferences
  let themes: ThemeSelection
  let hasPlainMarks: Bool
  let usesMouse: Bool
  let showsTitle: Bool
  let notify: NotifySetting
  let reasoning: ReasoningSetting
  let databasePath: String
  let history: HistorySetting
  /// The options `--config FILE` and `--database FILE`, if given, each followed by a space.
  let storeOption: String
  let start: StartingPoint
  let remembered: RememberedState
  /// This run's ``Configuration/whom``.
  let configured: String
  /// The files to attach to the draft.
  let attached: [AttachmentReading]
  let input: PipedInput?

  /// Runs until the user leaves. Called on the main thread.
  /// - Returns: the line that says how to resume.
  func run() throws(TerminalError) -> String {
    let pipe = try WakePipe()
    let terminal = Terminal(
      pipe: pipe, theme: themes.choice,
      hints: TerminalHints(environment: setup.keys.environment), usesMouse: usesMouse)
    try terminal.enter()
    defer { terminal.leave() }
    return run(
      Frontend(
        surface: .screen, terminal: LoopTerminal(terminal),
        draw: { application, size in
          let grid = application.draw(size)
          terminal.title = showsTitle ? title(application) : nil
          return hasPlainMarks ? grid.withPlainMarks() : grid
        },
        needsFrame: { terminal.hasNewTheme }, type: { $0.handle(.pasted($1)) },
        redraw: terminal.redraw, suspend: terminal.suspend, handOver: terminal.handOver,
        takeBack: terminal.takeBack, sendToClipboard: terminal.sendToClipboard,
        useTheme: terminal.use, call: terminal.call),
      waking: pipe)
  }

  private func title(_ application: Application) -> ControlFreeLine {
    let line = application.terminalTitle
    return ControlFreeLine((hasPlainMarks ? line.withPlainMarks() : line).text)
  }

  /// Runs without a screen, and only appends lines.
  func runPlain() throws(TerminalError) -> String {
    let pipe = try WakePipe()
    let terminal = LineTerminal(pipe: pipe)
    try terminal.enter()
    defer { terminal.leave() }
    let multiplexer = TerminalHints(environment: setup.keys.environment).multiplexer
    let lines = LoopTerminal(
      wait: terminal.wait(until:),
      nextInput: {
        if terminal.takeInterrupt() { return .key(.control("c")) }
        return terminal.nextLine().map { .paste($0) }
      },
      size: { Size(width: 80, height: 24) }, paint: { _ in })
    let draw = { (application: Application, _: Size) in
      terminal.write(application.news(width: terminal.width))
      return CellGrid(size: Size(width: 0, height: 0))
    }
    return run(
      Frontend(
        surface: .lines, terminal: lines, draw: draw, needsFrame: { false },
        type: { $0.handle(line: $1) },
        redraw: {},
        suspend: terminal.suspend, handOver: {}, takeBack: {},
        sendToClipboard: { text in
          terminal.write(String(decoding: Clipboard.sequence(for: text), as: UTF8.self))
        }, useTheme: { _ in },
        call: { terminal.write($0.sequence(title: $1, text: $2, through: multiplexer)) }),
      waking: pipe)
  }

  /// The part that the user sees and types into: the screen or plain lines.
  private struct Frontend {
    let surface: Surface
    let terminal: LoopTerminal
    let draw: (Application, Size) -> CellGrid
    /// Whether something other than the state, such as a new theme, requires a redraw.
    let needsFrame: () -> Bool
    /// Handles text that was pasted, or a line that was typed.
    let type: (Application, String) -> Void
    let redraw: () -> Void
    let suspend: () -> Void
    /// Releases the terminal for another program. `takeBack` reclaims it.
    let handOver: () -> Void
    let takeBack: () -> Void
    let sendToClipboard: (InertText) -> Void
    let useTheme: (ThemeChoice) -> Void
    let call: (AlertSignal, ControlFreeLine, ControlFreeLine) -> Void
  }

  private func run(_ frontend: Frontend, waking pipe: WakePipe) -> String {
    let edges = Edges(self, frontend, waking: pipe)
    let application = Application(
      session: setup.session, providers: setup.providers, options: setup.chosen,
      preferences: preferences, services: Services(now: WallClock.now, perform: edges.perform),
      seed: UInt64.random(in: 0...UInt64.max), notice: firstNotice, surface: frontend.surface)
    let isReasoningOpen =
      switch reasoning {
      case .auto: remembered.isReasoningOpen
      case .open: true
      case .folded: false
      }
    application.reasoningSetting = reasoning
    application.isReasoningOpen = isReasoningOpen
    restoreState(of: application)
    let choice = remembered.configured == configured ? remembered.choice : LastChoice()
    application.lastChoice = choice
    edges.store.open(keeping: start)
    switch start {
    case .new: break
    case .newest: application.open(nil)
    case .conversation(let id): application.open(id)
    }
    application.start()
    if setup.isDemoForWantOfKey, case .new = start, attached.isEmpty, input == nil {
      application.offerStart()
    }
    application.attach(attached, awaitsInput: input != nil)
    input?.read { [mailbox = edges.mailbox] in mailbox.post(.standardInputRead($0)) }
    findLocalServers(edges)
    let memory = ChoiceMemory(path: paths.state, choice, configured: configured)
    edges.loop.run(program(application, frontend, edges.editor, memory))
    edges.streams.shutDown()
    let newest = edges.store.finish()
    remember(application, wasReasoningOpen: isReasoningOpen, after: memory)
    return resumeHint(application, newest: newest)
  }

  /// Restores what earlier runs have left, except the reasoning pane and the last choice.
  private func restoreState(of application: Application) {
    application.isListOpen = remembered.isListOpen
    application.paneSize = remembered.paneSize
    application.recentActions = remembered.recentActions
    application.nextSteps = remembered.nextSteps
    application.modelsWithoutThinking = remembered.modelsWithoutThinking
  }

  /// Saves what changed during this run for later runs. `memory` has already saved the last
  /// choice.
  private func remember(
    _ application: Application, wasReasoningOpen: Bool, after memory: ChoiceMemory
  ) {
    memory.finish()
    // Another run may have saved a different choice since this one started.
    let now = RememberedState(path: paths.state)
    var before = remembered
    (before.choice, before.configured) = (now.choice, now.configured)
    var left = before
    if application.isReasoningOpen != wasReasoningOpen {
      left.isReasoningOpen = application.isReasoningOpen
    }
    left.isListOpen = application.isListOpen
    left.paneSize = application.paneSize
    left.recentActions = application.recentActions
    left.nextSteps = application.nextSteps
    left.modelsWithoutThinking = application.modelsWithoutThinking
    if left != before { left.write(to: paths.state) }
  }

  private func findLocalServers(_ edges: Edges) {
    guard setup.looksForServers else { return }
    let local = setup.settings.map(\.provider).filter(\.isLocal)
    edges.perform(.stream(.findServers(local)))
  }

  /// The loop and the services that carry out effects. Their replies come back through the mailbox.
  private struct Edges {
    let mailbox: Mailbox<Event>
    let loop: RunLoop<Event, TimerName>
    let store: StoreService
    let streams: StreamService
    private let catalog: CatalogService
    private let clipboard: ClipboardService
    private let links: LinkService
    private let library: LibraryService
    let editor: EditorService
    private let folders: FolderService
    private let alerts: AlertService
    private let themes: ThemeSelection
    private let frontend: Frontend

    /// Bytes of text accepted between two frames: more than any server sends in that time, but few
    /// enough to lay out without delaying a keypress.
    private static let window = 16 << 10

    init(_ wiring: Wiring, _ frontend: Frontend, waking pipe: WakePipe) {
      let mailbox = Mailbox<Event>(waking: pipe)
      self.mailbox = mailbox
      self.frontend = frontend
      loop = RunLoop(terminal: frontend.terminal, mailbox: mailbox)
      store = StoreService(path: wiring.databasePath, history: wiring.history) { mailbox.post($0) }
      let endpoints = EndpointSource(wiring.setup)
      streams = StreamService(
        endpoints, onRecognition: { mailbox.post(.serverRecognized($0)) },
        onSilence: { mailbox.post(.serverUnreachable($0)) },
        onKeyRefusal: { mailbox.post(.serverWantsKey($0, hasKey: $1)) },
        onSearch: { mailbox.post(.localServersFound($0)) })
      catalog = CatalogService(wiring.setup, store, endpoints) { mailbox.post($0) }
      library = LibraryService(wiring.paths) { mailbox.post($0) }
      editor = EditorService(environment: wiring.setup.keys.environment) { mailbox.post($0) }
      folders = FolderService(wiring.paths) { mailbox.post($0) }
      alerts = AlertService(
        wiring.notify, environment: wiring.setup.keys.environment, send: frontend.call
      ) { mailbox.post($0) }
      themes = wiring.themes
      clipboard = ClipboardService(
        environment: wiring.setup.keys.environment, sendToTerminal: frontend.sendToClipboard
      ) { mailbox.post($0) }
      links = LinkService(
        program: LinkService.Program(environment: wiring.setup.keys.environment)
      ) { mailbox.post($0) }
    }

    func perform(_ effect: Effect) {
      switch effect {
      case .store(let order): store.perform(order)
      case .stream(let order):
        streams.perform(order, window: Self.window) { [mailbox] in
          // One second of streaming produces a hundred events but only twenty frames.
          let isText = if case .received = $1 { true } else { false }
          mailbox.post(.streamed($0, $1), canWait: isText)
        }
      case .models(let order): catalog.perform(order)
      case .library(let order): library.perform(order)
      case .files(.readClipboard(let request)): clipboard.read(request)
      case .files(let order): folders.perform(order)
      case .timer(.set(let name, let delay)): loop.setTimer(name, after: delay)
      case .timer(.cancel(let name)): loop.cancelTimer(name)
      case .terminal(.copy(let text, let what)): clipboard.copy(text, what: what)
      case .terminal(.open(let address)): links.open(address)
      case .terminal(.alert(let alert)): alerts.call(alert)
      case .terminal(.redraw): frontend.redraw()
      case .terminal(.suspend):
        frontend.suspend()
        editor.resume()
        mailbox.post(.resumed)
      case .terminal(.edit(let text, let kind)):
        frontend.handOver()
        editor.edit(text, kind)
      case .terminal(.previewTheme(let name)):
        // Problems with a theme are reported when it is chosen.
        if case .success(let choice) = themes.choosing(name) { frontend.useTheme(choice) }
      case .terminal(.useTheme(let name)):
        switch themes.choosing(name) {
        case .success(let choice):
          frontend.useTheme(choice)
          mailbox.post(.themeChosen(name, .used))
        case .failure(let problem):
          mailbox.post(.themeChosen(name, .failed(problem.description)))
        }
      }
    }
  }

  private var firstNotice: Notice? {
    var troubles = themes.troubles
    if setup.session.lacksKey { troubles.append(Words.missingKey(setup.session.provider)) }
    guard !troubles.isEmpty else {
      let session = setup.session
      if setup.saysThinking, !session.provider.dialectBasis.isOpen,
        let words = ThinkingText.shortfall(session.thinking.choice, at: session.provider)
      {
        return Notice(.information, words)
      }
      return history.isStored ? nil : Notice(.information, Words.historyOff)
    }
    return Notice(
      .trouble, troubles.joined(separator: " "),
      advice: themes.troubles.isEmpty ? "" : Words.usingDefaultTheme)
  }

  private func program(
    _ application: Application, _ frontend: Frontend, _ editor: EditorService,
    _ memory: ChoiceMemory
  ) -> LoopProgram<Event, TimerName> {
    LoopProgram(
      input: { input in
        switch input {
        case .key(let key): application.handle(.keyPressed(key))
        case .paste(let text): frontend.type(application, text)
        case .mouse(let mouse): application.handle(.mouseMoved(mouse))
        case .focus(let isFocused): application.handle(.focusChanged(isFocused))
        }
        memory.note(application.lastChoice)
      },
      resized: { application.handle(.resized($0)) },
      event: { event in
        if case .editorClosed = event { frontend.takeBack() }
        application.handle(event)
        memory.note(application.lastChoice)
      },
      timerFired: { application.handle(.timerFired($0)) },
      terminated: {
        // The text saved in the editor becomes the draft.
        if let text = editor.end() { application.handle(.editorClosed(.edited(text))) }
        application.handle(.terminated)
      },
      suspended: {
        frontend.suspend()
        editor.resume()
        application.handle(.resumed)
      },
      needsFrame: { application.needsFrame || frontend.needsFrame() },
      draw: { frontend.draw(application, $0) },
      hasQuit: { application.hasQuit })
  }

  /// - Parameter newest: the conversation that `--continue` would open.
  private func resumeHint(_ application: Application, newest: ConversationID?) -> String {
    if application.isPrivate { return Words.privateDiscarded }
    guard let id = application.conversationID else {
      return newest == nil || !history.isStored
        ? Words.nothingToContinue : Words.continueLast("aside \(storeOption)--continue")
    }
    guard history.isStored else { return Words.historyWasOff }
    if application.isUnsaved { return Words.couldNotSave(to: databasePath) }
    let option = id == newest ? "--continue" : "--conversation \(id)"
    return Words.continueThis("aside \(storeOption)\(option)")
  }
}
