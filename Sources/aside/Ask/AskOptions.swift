internal import App
internal import ArgumentParser
internal import Chat
internal import Storage
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The options of `aside ask`, and the steps that the command takes.
struct AskOptions: ParsableArguments {
  @OptionGroup(title: Words.Help.Ask.providerGroup) var chat: ChatOptions

  @OptionGroup(title: Words.Help.Ask.parameterGroup) var parameters: ParameterOptions

  @Option(help: ArgumentHelp(Words.Help.Ask.attach, valueName: Words.Help.Value.file))
  var attach: [AttachArgument] = []

  @Option(help: ArgumentHelp(Words.Help.Ask.system, valueName: Words.Help.Value.text))
  var system: HyphenText?

  @Flag(help: ArgumentHelp(Words.Help.Ask.noStream))
  var noStream = false

  @Flag(help: ArgumentHelp(Words.Help.Ask.json))
  var json = false

  @Flag(help: ArgumentHelp(Words.Help.Ask.raw))
  var raw = false

  @Flag(help: ArgumentHelp(Words.Help.Ask.showReasoning))
  var showReasoning = false

  @Option(help: ArgumentHelp(Words.Help.Ask.conversation, valueName: Words.Help.Value.id))
  var conversation: String?

  @Flag(help: ArgumentHelp(Words.Help.Ask.noStore))
  var noStore = false

  @Flag(help: ArgumentHelp(Words.Help.Ask.overLimit))
  var overLimit = false

  @Option(help: ArgumentHelp(Words.Help.Common.database, valueName: Words.Help.Value.file))
  var database: TypedPath?

  @Flag(
    name: .customLong("no-stdin"),
    help: ArgumentHelp(Words.Help.Ask.noStandardInput))
  var leavesInput = false

  @Argument(help: ArgumentHelp(Words.Help.Ask.question, valueName: Words.Help.Value.text))
  var text: [HyphenText] = []

  /// - Parameter screen: the options before the command's name.
  func run(after screen: Aside?) throws {
    try refuseOptions(of: screen)
    // Do not pay for an answer that nobody can read.
    try StandardStreams.requireOutput()
    let chat = self.chat.over(screen?.chat)
    try chat.refuseThinking(withEffort: parameters.reasoningEffort)
    let attached = try AskAttachments(attach, environment: environment)
    let paths = Paths(environment: environment)
    let configuration = try Configuration.load(chat.config?.path, paths: paths)
    let place = place(after: screen, chat, configuration, paths)
    let isStored = !noStore && configuration.history.isStored
    let store = try openStore(place.path, isStored: isStored)
    let past = try past(in: store, at: place)
    let preset = try preset(after: past, chat, configuration, paths)
    var setup = try setUp(chat, configuration, preset, past, environment, paths)
    let source = EndpointSource(setup)
    // Query the server's capabilities while reading the question.
    if setup.isReady {
      source.endpoint(setup.session.provider, needsModel: setup.needsModel) { _ in }
    }
    let prompt = setup.session.systemPrompt
    // A new conversation stores the system prompt as a message.
    if past == nil { setup.session.systemPrompt = nil }
    let messages = try newMessages(after: past, preset: prompt, attached.all)
    if setup.isReady { try setup.recognize(from: source) }
    try setup.settleThinking(chat, effort: parameters.reasoningEffort)
    try setup.noteThinking(of: preset, under: chat)
    try checkThinking(setup, chat)
    let earlier = past.map { prompt == nil ? $0 : $0.asking(as: setup) }
    var figures = AskFigures(setup.session, after: earlier, in: store)
    let sent = figures.turns(messages.map(\.turn), after: earlier, configuration.fullContext)
    let request = try request(setup.session, sent)
    let choice = past == nil ? RememberedState(path: paths.state) : RememberedState()
    try requireKey(setup, unused: choice.words(whenUnusedBy: setup, chat, configuration))
    try AskAttachments.checkImages(of: request, setup, source, known: figures.capabilities)
    try checkLimits(configuration.limits, figures, after: past, at: place)
    let record =
      isStored
      ? makeRecord(messages, after: past, in: store, at: place.path, request, setup, figures) : nil
    if isStored, let store { deleteOld(in: store, configuration.history, except: past?.id) }
    var output = try output(configuration, paths)
    output.write(attached.all, figures.estimator)
    try answer(request, AskRun(setup, source, output, record, window: figures.window))
  }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  private func answer(_ request: AnswerRequest, _ run: AskRun) throws {
    let status = run.answer(request)
    if status != 0 { throw ExitCode(status) }
  }

  /// Returns the preset to use. A continued conversation has its own settings, so it needs no
  /// default preset.
  private func preset(
    after past: Conversation?, _ chat: ChatOptions, _ configuration: Configuration, _ paths: Paths
  ) throws -> PresetChoice? {
    past == nil || chat.preset != nil ? try PresetChoice(chat, configuration, paths) : nil
  }

  private func output(
    _ configuration: Configuration, _ paths: Paths
  ) throws -> AskOutput {
    let printer =
      raw || json ? nil : try AnswerPrinter(configuration, paths, environment: environment)
    return AskOutput(showsReasoning: showReasoning, isJSON: json, printer: printer)
  }

  private func refuseOptions(of screen: Aside?) throws {
    guard let option = screen?.screenOption else { return }
    throw UsageProblem(Words.screenOptionBeforeAsk(option))
  }

  private func setUp(
    _ chat: ChatOptions, _ configuration: Configuration, _ preset: PresetChoice?,
    _ past: Conversation?, _ environment: [String: String], _ paths: Paths
  ) throws -> ChatSetup {
    let options = chat.adopting(preset)
    try refuseDemo(of: past, options, configuration)
    var setup = try ChatSetup(
      options.continuing(past), configuration.adopting(preset), environment: environment,
      paths: paths, preset: preset, namesProvider: options.provider != nil)
    try applySettings(to: &setup, past, options, preset)
    return setup
  }

  private func place(
    after screen: Aside?, _ chat: ChatOptions, _ configuration: Configuration, _ paths: Paths
  ) -> StorePlace {
    let named = (database ?? screen?.database)?.path
    let path = named ?? configuration.database ?? paths.database
    // With another configuration file, suggested commands must also name the database.
    return StorePlace(path: path, usual: named == nil && chat.config == nil ? path : nil)
  }

  /// Applies the settings of a continued conversation, then the options.
  private func applySettings(
    to setup: inout ChatSetup, _ past: Conversation?, _ chat: ChatOptions, _ preset: PresetChoice?
  ) throws {
    if let own = past?.settingsInForce {
      setup.session.parameters = own.parameters
      if let preset { setup.session.adoptParameters(of: preset.preset) }
    }
    try parameters.apply(to: &setup.session)
    if let past, chat.think == nil, chat.thinkingBudget == nil, let own = past.thinking {
      setup.session.thinking = own
    }
    if noStream { setup.session.set(stream: false) }
    // Models that think reject non-streaming requests, so thinking is turned off here. A user who
    // requests both gets the server's error.
    if setup.session.parameters.stream == false, !setup.isThinkingWanted {
      setup.session.thinking.isOn = false
    }
  }

  /// Refuses to ask without a key.
  /// - Parameter unused: the sentence about the server last chosen on the screen, if there is one.
  private func requireKey(_ setup: ChatSetup, unused: String?) throws {
    guard setup.session.lacksKey else { return }
    StandardStreams.complain(
      Words.sentences(Words.missingKey(setup.session.provider), unused ?? ""))
    throw ExitCode(1)
  }

  /// Refuses thinking options that the server does not support. The configuration and the
  /// conversation may be meant for another server, so their unsupported settings are only reported.
  private func checkThinking(_ setup: ChatSetup, _ chat: ChatOptions) throws {
    try setup.checkThinking(chat)
    let session = setup.session
    guard setup.saysThinking || session.thinking.budget != nil else { return }
    if let shortfall = ThinkingText.shortfall(session.thinking.choice, at: session.provider) {
      return StandardStreams.complain(shortfall)
    }
    guard let words = ThinkingText.unrecognized(session.provider) else { return }
    StandardStreams.complain(Words.sentences(words.text, words.advice))
  }

  /// Refuses a question that would reach or exceed a spending limit.
  private func checkLimits(
    _ limits: SpendingLimits, _ figures: AskFigures, after past: Conversation?, at place: StorePlace
  ) throws {
    guard limits != SpendingLimits(), !overLimit else { return }
    let excess: String?
    do throws(StoreError) {
      let isThere = FileManager.default.fileExists(atPath: place.path)
      let store =
        try isThere ? ConversationStore.reading(path: place.path) : ConversationStore.inMemory()
      excess = try figures.excess(over: limits, after: past, in: store)
    } catch {
      StandardStreams.complain(Words.limitsUnchecked(ErrorText.commandLine(error)))
      throw ExitCode(1)
    }
    guard let excess else { return }
    StandardStreams.complain(Words.overLimit(excess))
    throw ExitCode(1)
  }

  /// Refuses to ask the demo just because the conversation began with it. A script must not
  /// mistake the demo's text for an answer.
  private func refuseDemo(
    of past: Conversation?, _ chat: ChatOptions, _ configuration: Configuration
  ) throws {
    let demo = Provider.demo.name
    guard past?.settingsInForce?.provider == demo, !chat.demo, chat.provider == nil,
      chat.baseURL == nil, configuration.provider != demo
    else { return }
    StandardStreams.complain(Words.conversationWithDemo)
    throw ExitCode(1)
  }

  /// Opens the database. If that fails, the question is still asked, unless it continues a stored
  /// conversation. Opening is retried while the answer arrives.
  private func openStore(_ path: String, isStored: Bool) throws -> ConversationStore? {
    // Looking up a conversation must not create a database.
    if !isStored, conversation == nil || !FileManager.default.fileExists(atPath: path) {
      return nil
    }
    do throws(StoreError) {
      return try AskRecord.open(path)
    } catch {
      guard conversation == nil else { throw StorePlace.failure(error) }
      StandardStreams.complain(AskRecord.complaint(error))
      return nil
    }
  }

  /// Returns the conversation to continue; `nil` if none was requested.
  private func past(
    in store: ConversationStore?, at place: StorePlace
  ) throws -> Conversation? {
    guard let conversation else { return nil }
    guard let found = try store.flatMap({ try Self.find(conversation, in: $0) }) else {
      throw UsageProblem(
        conversation == "last"
          ? Words.noConversations
          : Words.noConversation(conversation, listCommand: place.listCommand))
    }
    guard found.lastMessage?.status != .streaming else {
      // This state is temporary, so it is not a usage error.
      StandardStreams.complain(Words.stillReceiving)
      throw ExitCode(1)
    }
    return found
  }

  private static func find(
    _ name: String, in store: ConversationStore
  ) throws -> Conversation? {
    do throws(StoreError) {
      var id = UUIDv7(name).map { ConversationID($0) }
      if name == "last" { id = try store.newestConversation() }
      guard let id else { return nil }
      return try store.conversation(id)
    } catch {
      throw StorePlace.failure(error)
    }
  }

  /// - Parameter preset: the system prompt of the preset; it becomes a message only in a new
  ///   conversation.
  private func newMessages(
    after past: Conversation?, preset: String?, _ attachments: [Attachment]
  ) throws -> [AskMessage] {
    let question = AskMessage(role: .user, content: try question(), attachments: attachments)
    let own = past == nil ? preset : nil
    guard let system = system?.text ?? own, !system.isEmpty else { return [question] }
    guard past == nil else {
      throw UsageProblem(Words.systemNeedsNewConversation)
    }
    return [AskMessage(role: .system, content: system), question]
  }

  private func request(
    _ session: Session, _ turns: [AnswerRequest.Turn]
  ) throws -> AnswerRequest {
    let request = AnswerRequest(
      model: session.model, turns: turns, parameters: session.parameters,
      thinking: session.thinking)
    if let conflict = request.conflict(for: session.provider.dialect) {
      throw UsageProblem(Words.Parameter.conflict(conflict))
    }
    return request
  }

  /// Deletes old conversations. Runs after the question is stored, so that a continued
  /// conversation counts as just used. Ignores a failure, which the next start reports.
  private func deleteOld(
    in store: ConversationStore, _ history: HistorySetting, except kept: ConversationID?
  ) {
    guard let days = history.daysKept, let limit = history.limit(now: WallClock.now()) else {
      return
    }
    // On failure, old conversations are kept a little longer; the next run tries again.
    guard
      let count = try? store.deleteConversations(
        unusedSince: limit, except: kept, at: WallClock.now()), count > 0
    else { return }
    StandardStreams.complain(ErrorText.deleted(count, unusedForDays: days))
  }

  private func makeRecord(
    _ messages: [AskMessage], after past: Conversation?, in store: ConversationStore?,
    at path: String, _ request: AnswerRequest, _ setup: ChatSetup, _ figures: AskFigures
  ) -> AskRecord {
    let now = WallClock.now()
    var random = SystemRandomNumberGenerator()
    var conversation =
      past
      ?? Conversation(id: ConversationID(UUIDv7(time: now, random: &random)), createdAt: now)
    if past == nil {
      // Later questions use these settings; --no-stream applies only to this answer.
      conversation.settings = setup.providers.settings(of: setup.session)
      conversation.settings?.parameters.stream = nil
      conversation.thinking = request.thinking
    }
    if conversation.title.isEmpty, let question = messages.last?.content {
      conversation.title = ConversationTitle.of(question)
    }
    var origin = AnswerOrigin(
      provider: setup.session.provider.id, model: request.model,
      parameters: request.parameters, thinking: request.thinking)
    origin.omittedMessages = figures.omitted
    return AskRecord(
      store, at: path, conversation, adding: messages, origin: origin, figures: figures)
  }

  private func question() throws -> String {
    let instruction = text.map(\.text).joined(separator: " ")
    let parts = [instruction, try material(for: instruction)]
      .filter { $0.contains { !$0.isWhitespace } }
    guard !parts.isEmpty else {
      throw UsageProblem(Words.noQuestion)
    }
    return parts.joined(separator: "\n\n")
  }

  /// Returns the text on standard input. Reads from a terminal only if there is no instruction.
  private func material(for instruction: String) throws(UsageProblem) -> String {
    let isTerminal = StandardStreams.isInputTerminal
    guard !leavesInput, !isTerminal || instruction.isEmpty else { return "" }
    return try StandardInput.read(
      whenSilent: isTerminal
        ? Words.typeQuestion
        : instruction.isEmpty ? Words.waitingForQuestion : Words.waitingForInput)
  }
}

extension ChatSetup {
  /// Whether a question can be sent to the provider.
  fileprivate var isReady: Bool { !session.lacksKey }
}

extension Conversation {
  /// Returns the conversation with the settings of this run in place of its own.
  fileprivate func asking(as setup: ChatSetup) -> Conversation {
    var conversation = self
    conversation.settings = setup.providers.settings(of: setup.session)
    return conversation
  }
}
