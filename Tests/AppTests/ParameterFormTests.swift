import Chat
import Screen
import TestKit
import Testing

@testable import App

extension Script {
  /// Returns the temperature after these keys are pressed in its field, which contained 0.3.
  fileprivate mutating func temperature(after keys: [Key]) throws -> Double? {
    try openForm(at: "temperature")
    enter("0.3")
    press(.enter)
    for key in keys { press(key) }
    press(.enter)
    return state.session.parameters.temperature
  }

  /// Opens the form and selects a field.
  mutating func openForm(at name: String) throws {
    press(Key(.function(4)))
    try select(name)
  }

  mutating func select(_ name: String) throws {
    let index = try #require(FormField.all.firstIndex { $0.name == name })
    press(.character("g"))
    for _ in 0..<index { press(.character("j")) }
    #expect((state.pages.last as? ParametersPage)?.field.name == name)
  }

  /// Types a value into the selected field.
  mutating func enter(_ text: String) {
    press(.enter, .control("u"))
    type(text)
    press(.enter)
  }

  /// Sends a question and returns the request that goes to the server.
  fileprivate mutating func sentRequest() throws -> AnswerRequest {
    type("hello")
    press(.enter)
    let id = try #require(state.stream?.request)
    _ = takeEffects()
    play(.questionSaved(id, nil))
    let requests = takeEffects().compactMap { effect -> AnswerRequest? in
      if case .stream(.start(_, let request, _)) = effect { request } else { nil }
    }
    return try #require(requests.first)
  }
}

/// The form of request parameters (F4).
@Suite struct ParameterFormTests {
  /// As in other forms, the value is selected when editing begins.
  @Test(arguments: [
    ([Key.character("1")], 1.0), ([Key(.end), .character("5")], 0.35),
  ])
  func typingReplacesTheValue(_ keys: [Key], _ value: Double) throws {
    var script = Script()
    script.restDoesNotMatter()
    #expect(try script.temperature(after: keys) == value)
  }

  /// A way to set a field in the form: by typing a value, or by pressing Space several times.
  private enum Way {
    case typed(String)
    case chosen(Int)
  }

  private static let ways: [(String, Way, JSONValue)] = [
    ("max_tokens", .typed("1000"), .integer(1000)),
    ("max_completion_tokens", .typed("2000"), .integer(2000)),
    ("stop", .typed("END"), .array([.string("END")])),
    ("temperature", .typed("0.5"), .number(0.5)), ("top_p", .typed("0.9"), .number(0.9)),
    ("top_k", .typed("40"), .integer(40)), ("min_p", .typed("0.05"), .number(0.05)),
    ("seed", .typed("7"), .integer(7)), ("frequency_penalty", .typed("-1"), .integer(-1)),
    ("presence_penalty", .typed("1.5"), .number(1.5)),
    ("repetition_penalty", .typed("1.1"), .number(1.1)),
    ("enable_thinking", .chosen(2), .bool(true)), ("thinking_budget", .typed("512"), .integer(512)),
    ("response_format", .chosen(1), .object(["type": .string("text")])),
    ("logprobs", .chosen(1), .bool(true)), ("top_logprobs", .typed("3"), .integer(3)),
    (
      "tools", .typed(#"[{"type":"function","function":{"name":"f"}}]"#),
      .array([
        .object(["type": .string("function"), "function": .object(["name": .string("f")])])
      ])
    ),
    ("tool_choice", .typed("auto"), .string("auto")),
    ("parallel_tool_calls", .chosen(2), .bool(false)),
    (
      "prediction", .typed("text"),
      .object(["type": .string("content"), "content": .string("text")])
    ),
    ("stream", .chosen(1), .bool(true)),
    (
      "stream_options", .typed(#"{"include_usage":false}"#),
      .object(["include_usage": .bool(false)])
    ),
  ]

  /// Sliders line up with each other, and so do the ranges after them.
  @Test(arguments: [72, 80, 90, 99, 100, 120])
  func columnsLineUpAndNothingIsCut(_ width: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "temperature")
    script.enter("0.6")
    try script.select("top_p")
    script.enter("0.95")
    try script.select("top_k")
    script.enter("20")
    let rows = script.rows(width: width, height: 40).dropLast(5)
    #expect(!rows.joined().contains("…"))
    let sliders = rows.compactMap { row in row.firstIndex(of: "◂").map { row[..<$0].count } }
    #expect(sliders.count == (width < 80 ? 0 : 2) && Set(sliders).count <= 1)
    let ranges = ["0 – 2", "0.01 – 1"].compactMap { range in
      rows.first { $0.contains(range) }.flatMap { row in
        row.firstRange(of: range).map { row[..<$0.lowerBound].count }
      }
    }
    #expect(ranges.count == 2 && Set(ranges).count == 1)
  }

  /// The selected number has a slider before an arrow key sets it, if its range is known.
  @Test func theSelectedNumberHasASlider() throws {
    var script = Script()
    script.restDoesNotMatter()
    func sliders() -> [String] {
      script.rows(width: 100, height: 40).filter { $0.contains("◂") }
    }
    try script.openForm(at: "temperature")
    #expect(sliders().count == 1 && sliders()[0].contains("temperature"))
    try script.select("max_tokens")
    #expect(sliders().isEmpty)
  }

  @Test func everyLetterThatChangesTheRequestSaysSo() throws {
    var script = Script()
    script.restDoesNotMatter()
    func message() -> String { (script.state.pages.last as? ParametersPage)?.message ?? "" }
    try script.openForm(at: "temperature")
    script.press(.character("x"))
    #expect(message() == "temperature is not set.")
    script.enter("0.5")
    script.press(.character("x"))
    #expect(message() == "temperature unset. u to undo.")
    for key in ["u", "p", "p", "R", "X"] {
      let before = script.state.front.requestSettings
      script.press(.character(Character(key)))
      #expect(script.state.front.requestSettings != before && !message().isEmpty, "\(key)")
      #expect(script.rows(width: 40, height: 10).joined().contains(message().prefix(12)))
    }
  }

  @Test func everyFieldIsSetFromTheFormAlone() throws {
    var script = Script()
    script.press(Key(.function(4)))
    for (name, way, _) in Self.ways + [("extra", .typed(#"{"user":"me"}"#), .null)] {
      try script.select(name)
      switch way {
      case .typed(let text): script.enter(text)
      case .chosen(let count): for _ in 0..<count { script.press(.character(" ")) }
      }
      #expect(script.state.pages.count == 1, "\(name) is still being edited")
    }
    script.press(.escape)
    let request = try script.sentRequest()
    let body = request.body(for: Dialect(name: .qwen))
    for (name, _, value) in Self.ways { #expect(body[name] == value, "\(name)") }
    #expect(body["user"] == .string("me"))
    // Setting an effort would remove the budget, so the form leaves it unset.
    for field in ParameterField.all where field.name != "reasoning_effort" {
      #expect(field.value(in: request.parameters) != nil)
    }
    #expect(
      script.state.conversation.settings?.parameters == request.parameters,
      "the settings are saved with the conversation")
  }

  @Test func changesReachOnlyTheNextRequestOfTheirConversation() throws {
    var script = try Script.answered()
    try script.openForm(at: "temperature")
    script.enter("0.3")
    #expect(script.takeEffects().count == 1)
    script.press(.escape)
    #expect(script.state.conversation.lastMessage?.origin?.parameters.temperature == nil)
    #expect(script.state.conversation.settings?.parameters.temperature == 0.3)
    script.press(.control("n"))
    #expect(script.state.session.parameters == Parameters())
    script.restDoesNotMatter()
  }

  @Test func whatIsWrongIsSaidWhileTyping() throws {
    var script = Script()
    try script.openForm(at: "temperature")
    script.press(.enter)
    script.type("2.")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("from 0 to 2") })
    #expect(!script.rows(width: 80, height: 24).contains { $0.contains("must be") })
    script.type("5")
    #expect(
      script.rows(width: 80, height: 24)
        .contains { $0.contains("temperature must be a number from 0 to 2, not “2.5”.") })
    script.press(.enter)
    #expect(script.state.pages.count == 2)
    #expect(script.state.session.parameters.temperature == nil)
    script.press(.escape)
    #expect(script.state.pages.count == 1)
    #expect(script.state.session.parameters.temperature == nil)
  }

  @Test(arguments: [
    ("temperature", [1], "0.7"), ("temperature", [1, 1], "0.8"), ("temperature", [-1, -1], "0.4"),
    ("top_p", [1, 1], "1"), ("top_p", [1, 1, 1, -1], "0.95"), ("top_k", [1, 1], "22"),
    ("max_tokens", [1, 1], "1280"), ("frequency_penalty", [1, -1], "-0.1"),
    ("seed", [1, -1], "1"), ("thinking_budget", [1, -1], "4096"), ("min_p", [1, 1], "0.01"),
    ("repetition_penalty", [1, 1], "1.05"), ("top_logprobs", [1, 1], "6"),
    ("reasoning_effort", [1], "none"), ("reasoning_effort", [-1], "max"),
    ("logprobs", [1, 1], "false"), ("logprobs", [1, 1, 1], "default"),
  ])
  func arrowsStep(_ name: String, _ steps: [Int], _ value: String) throws {
    let provider = name == "reasoning_effort" ? "vllm" : "aimlapi"
    var script = Script(
      thinking: ThinkingMode(isOn: true, budget: 4096),
      provider: try #require(Provider.builtIn.first { $0.name == provider }))
    try script.openForm(at: name)
    for step in steps { script.press(Key(step > 0 ? .right : .left)) }
    let row = try #require(
      script.rows(width: 80, height: 24).first { $0.contains("▌ \(name) ") })
    #expect(row.split(separator: " ").contains(Substring(value)), "\(row)")
  }

  @Test func stepsStayInTheRange() throws {
    var script = Script(provider: try #require(Provider.builtIn.first { $0.name == "dashscope" }))
    try script.openForm(at: "temperature")
    for _ in 0..<40 { script.press(Key(.right)) }
    #expect(script.state.session.parameters.temperature == 1.9)
    for _ in 0..<40 { script.press(Key(.left)) }
    #expect(script.state.session.parameters.temperature == 0)
    try script.select("seed")
    script.enter("2147483647")
    script.press(Key(.right))
    #expect(script.state.session.parameters.seed == 2_147_483_647)
  }

  @Test func everyKeyCanBeUndone() throws {
    var script = Script()
    try script.openForm(at: "temperature")
    let keys: [Key] = [
      .character("R"), Key(.right), .character("x"), .character("R"), .character("X"),
    ]
    var history: [RequestSettings] = []
    for key in keys {
      history.append(script.state.front.requestSettings)
      script.press(key)
      #expect(script.state.front.requestSettings != history.last)
    }
    try script.select("enable_thinking")
    history.append(script.state.front.requestSettings)
    script.press(.character(" "))
    #expect(!script.state.thinking.isOn)
    // Undo works even after the form has been closed and opened again.
    script.press(.escape, Key(.function(4)))
    for settings in history.reversed() {
      script.press(.character("u"))
      #expect(script.state.front.requestSettings.parameters == settings.parameters)
      #expect(script.state.front.requestSettings.thinking == settings.thinking)
    }
    script.press(.character("u"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Nothing to undo.") })
  }

  @Test(arguments: [Key.character("X"), .character("x")])
  func unsettingLeavesThinkingAtItsDefault(_ key: Key) throws {
    var script = Script()
    script.press(.control("t"))
    try script.openForm(at: "enable_thinking")
    script.press(key)
    #expect(script.state.thinking.isOn)
    #expect(script.state.session.sources.isEmpty && script.state.newSession.sources.isEmpty)
    #expect(script.state.recent.choice.thinking == nil)
    let rows = script.rows(width: 80, height: 24)
    #expect(
      rows.contains {
        $0.contains("enable_thinking") && $0.contains("true") && $0.hasSuffix("default")
      })
    #expect(rows.contains { $0.contains("1 parameter unset.") } == (key == .character("X")))
    script.press(.character("u"))
    #expect(!script.state.thinking.isOn)
    #expect(script.state.session.sources["enable_thinking"] == .conversation)
  }

  @Test func thinkingOfAnotherConversationIsTheLastChoice() throws {
    var script = try Script.answered()
    script.type("/think 512")
    script.press(.enter)
    func source(_ name: String) -> String? {
      script.rows(width: 80, height: 24).first { $0.contains(name) }
    }
    script.press(Key(.function(4)))
    #expect(source("enable_thinking")?.hasSuffix("set here") == true)
    script.press(.escape, .control("n"), Key(.function(4)))
    #expect(source("enable_thinking")?.hasSuffix("last choice") == true)
    #expect(source("thinking_budget")?.hasSuffix("last choice") == true)
  }

  @Test(arguments: [(true, 0.6, 0.95), (false, 0.7, 0.8)])
  func recommendedValuesAreFilledIn(_ thinks: Bool, _ temperature: Double, _ topP: Double) {
    var script = Script(thinking: ThinkingMode(isOn: thinks))
    script.press(Key(.function(4)), .character("R"))
    let parameters = script.state.session.parameters
    #expect(parameters.temperature == temperature && parameters.topP == topP)
    #expect(parameters.topK == 20)
    script.state.session.model = "gpt-5"
    script.press(.character("R"))
    #expect(
      script.rows(width: 80, height: 24)
        .contains { $0.contains("No recommended values known for gpt-5.") })
  }

  @Test(arguments: [(true, true), (false, false)])
  func greedyThinkingIsWarnedAbout(_ thinks: Bool, _ isWarned: Bool) throws {
    var script = Script(thinking: ThinkingMode(isOn: thinks))
    try script.openForm(at: "temperature")
    script.enter("0")
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("Temperature 0 with thinking") }
        == isWarned)
  }

  @Test func theSourceOfEveryValueIsShown() throws {
    var script = Script()
    script.state.session.parameters.seed = 5
    script.state.session.sources["seed"] = .option
    script.state.session.parameters.maxTokens = 99
    script.state.session.sources["max_tokens"] = .configuration
    try script.openForm(at: "min_p")
    script.enter("0.1")
    let rows = script.rows(width: 120, height: 40)
    for (name, source) in [
      ("seed", "command line"), ("max_tokens", "configuration"), ("min_p", "conversation"),
      ("temperature", "model's default"), ("stop", "up to 4"), ("stream", "default"),
    ] {
      let row = try #require(rows.first { $0.contains(" \(name) ") }, "\(name)")
      #expect(row.hasSuffix(source), "\(row)")
    }
  }

  @Test func fieldsThatTheDialectLacksSayWhyAndKeepTheirValues() throws {
    let provider = try #require(Provider.builtIn.first { $0.name == "mistral" })
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 512), provider: provider)
    script.state.session.model = "m"
    try script.openForm(at: "thinking_budget")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Not sent: not supported by mistral.") })
    #expect(script.state.thinking.budget == 512)
    try script.select("top_k")
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("mistral rejects requests") })
    try script.select("temperature")
    script.enter("1.6")
    #expect(script.state.session.parameters.temperature == nil)
  }

  @Test func aBudgetInTheFormTurnsThinkingOn() throws {
    var script = Script(thinking: ThinkingMode(isOn: false))
    try script.openForm(at: "thinking_budget")
    script.enter("512")
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 512))
    #expect(script.state.session.sources["enable_thinking"] == .conversation)
    #expect(script.state.newSession.thinking == ThinkingMode(isOn: true, budget: 512))
    #expect(script.state.recent.choice.thinking == ThinkingMode(isOn: true, budget: 512))
    script.press(.character("u"))
    #expect(script.state.thinking == ThinkingMode(isOn: false))
    #expect(script.state.session.sources["enable_thinking"] == nil)
    #expect(script.state.recent.choice.thinking == ThinkingMode(isOn: false))
  }

  @Test func anEffortInTheFormReplacesTheBudget() throws {
    let vllm = try #require(Provider.builtIn.first { $0.name == "vllm" })
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 512), provider: vllm)
    script.state.session.model = "m"
    try script.openForm(at: "reasoning_effort")
    for _ in 0..<4 { script.press(.character(" ")) }
    #expect(script.state.session.parameters.reasoningEffort == "low")
    #expect(script.state.thinking == ThinkingMode(isOn: true))
    // Undoing three of the four steps leaves the first choice, which turns thinking off.
    for _ in 0..<3 { script.press(.character("u")) }
    #expect(script.state.session.parameters.reasoningEffort == "none")
    #expect(script.state.thinking == ThinkingMode(isOn: false, budget: 512))
    script.press(.character("u"))
    #expect(script.state.session.parameters.reasoningEffort == nil)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 512))
  }

  @Test(arguments: [
    ("openai", "enable_thinking", Key.character(" "), "openai cannot turn thinking off"),
    ("mistral", "enable_thinking", Key(.right), "mistral cannot turn thinking off"),
    ("ollama", "thinking_budget", Key.enter, "ollama does not support a thinking budget"),
    ("deepseek", "thinking_budget", Key(.left), "deepseek does not support a thinking budget"),
    ("aimlapi", "reasoning_effort", Key.enter, "aimlapi does not support thinking effort"),
  ])
  func unsupportedThinkingIsRefused(
    _ name: String, _ field: String, _ key: Key, _ words: String
  ) throws {
    var script = Script(provider: try #require(Provider.builtIn.first { $0.name == name }))
    script.state.session.model = "m"
    try script.openForm(at: field)
    let before = script.state.front.requestSettings
    script.press(key)
    #expect(script.state.pages.count == 1)
    #expect(script.state.front.requestSettings == before)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains(words) })
  }

  @Test(arguments: [
    "/think off", "/think 4096", "/think high", "/set enable_thinking false",
    "/set thinking_budget 4096", "/set reasoning_effort low", "/set reasoning_effort none",
  ])
  func thinkingCommandsCanBeUndoneInTheForm(_ text: String) throws {
    let vllm = try #require(Provider.builtIn.first { $0.name == "vllm" })
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 512), provider: vllm)
    script.state.session.model = "m"
    let before = script.state.front.requestSettings
    script.type(text)
    script.press(.enter)
    #expect(script.state.front.requestSettings != before)
    script.press(Key(.function(4)), .character("u"))
    #expect(script.state.front.requestSettings == before)
    #expect(script.state.recent.choice.thinking == before.thinking)
  }

  @Test func listsAreEditedOnSeveralLines() throws {
    var script = Script()
    try script.openForm(at: "stop")
    script.press(.enter)
    script.type("one")
    script.press(.control("j"))
    script.type("[two]")
    script.press(.enter)
    #expect(script.state.session.parameters.stop == ["one", "[two]"])
    script.press(.enter, .control("c"))
    #expect(script.state.pages.count == 1, "nothing was changed")
    script.press(.enter)
    script.play(.pasted("\nc\nd\ne"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("up to 4 strings") })
    script.press(.enter)
    #expect(script.state.pages.count == 2)
    script.press(.escape)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Press Esc again") })
    #expect(script.state.pages.count == 2)
    script.press(.escape)
    #expect(script.state.pages.count == 1)
    #expect(script.state.session.parameters.stop == ["one", "[two]"])
    script.press(.enter, .control("u"), Key(.backspace), .control("u"))
    script.type(#"["\n\n"]"#)
    script.press(.enter)
    #expect(script.state.session.parameters.stop == ["\n\n"])
  }

  @Test func faultsInJSONAreNamedByTheirPlace() throws {
    var script = Script()
    try script.openForm(at: "extra")
    script.press(.enter)
    script.play(.pasted("{\n  \"user\" 1\n}"))
    #expect(
      script.rows(width: 80, height: 24).contains {
        $0.contains("Line 2, column 10: unexpected “1”.")
      })
    script.press(.enter)
    #expect(script.state.session.parameters.extra == nil)
    script.press(.control("u"), Key(.up), .control("u"), Key(.up), .control("k"))
    script.restDoesNotMatter()
  }

  @Test func emptyTextUnsets() throws {
    var script = Script()
    try script.openForm(at: "seed")
    script.enter("5")
    script.press(.enter, .control("u"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Enter to unset") })
    script.press(.enter)
    #expect(script.state.session.parameters.seed == nil)
    #expect(script.state.session.sources["seed"] == nil)
  }

  @Test(arguments: [DialectName.qwen, .llamaCpp])
  func thePreviewIsTheBodyOfTheNextRequest(_ dialect: DialectName) throws {
    var script = try Script.answered()
    script.state.session.provider.dialect = dialect
    script.type("and below 100?")
    try script.openForm(at: "temperature")
    script.enter("0.25")
    try script.select("extra")
    script.enter(#"{"api_key":"sk-secret"}"#)
    script.press(.character("v"))
    var shown: [String] = []
    for _ in 0..<40 {
      let rows = script.rows(width: 400, height: 40).dropFirst(2).dropLast()
      shown = rows.filter { !$0.isEmpty }
      if shown.last == " }" { break }
      script.press(.character("j"))
    }
    let value = try #require(JSONValue(text: shown.joined(separator: "\n")))
    #expect(value["temperature"] == .number(0.25))
    #expect(value["api_key"] == .string("…"))
    #expect(value["model"] == .string("alibaba/qwen3-32b"))
    script.press(.escape, .escape)
    _ = script.takeEffects()
    let id: RequestID
    script.press(.enter)
    id = try #require(script.state.stream?.request)
    _ = script.takeEffects()
    script.play(.questionSaved(id, nil))
    guard case .stream(.start(_, let request, _))? = script.takeEffects().first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(request.body(for: Dialect(name: dialect)).hidingSecrets == value)
  }

  @Test func theWholePreviewIsShownInAnyWidth() throws {
    var script = Script()
    script.type("spaces   in a  long line, 量子纠缠 and more, so that it needs several rows 🍓  end")
    script.press(Key(.function(4)), .character("v"))
    for width in [20, 33, 80] {
      var page = try #require(script.state.pages.last as? RequestPreviewPage)
      script.state.terminal.size = Size(width: width, height: 200)
      var canvas = Canvas(size: script.state.terminal.size)
      page.draw(script.state.pageContext, on: &canvas)
      let rows = GridText(canvas.grid).rows.dropFirst(2).map { $0.dropFirst().prefix(width - 2) }
      #expect(
        rows.joined().filter { $0 != " " }
          .contains("spacesinalongline,量子纠缠andmore,sothatitneedsseveralrows🍓end"))
    }
    script.restDoesNotMatter()
  }

  @Test func clicksAndTheWheelSelectRows() throws {
    var script = Script()
    script.press(Key(.function(4)))
    for (width, height) in [(80, 24), (40, 10)] {
      let rows = script.rows(width: width, height: height)
      let y = try #require(rows.firstIndex { $0.contains("max_completion_tokens") })
      script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 20, y: y))))
      #expect((script.state.pages.last as? ParametersPage)?.field.name == "max_completion_tokens")
      script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 20, y: y))))
      #expect((script.state.pages.last as? ParametersPage)?.field.name == "top_p")
      script.press(.character("g"))
    }
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 0, y: 0))))
    #expect((script.state.pages.last as? ParametersPage)?.field.name == "max_tokens")
  }

  /// Returns where a text begins on the screen.
  private func place(of text: String, in script: inout Script, width: Int = 80) throws -> Point {
    let rows = script.rows(width: width, height: 24)
    let y = try #require(rows.firstIndex { $0.contains(text) }, "\(text): \(rows)")
    let start = try #require(rows[y].firstRange(of: text)?.lowerBound)
    return Point(x: rows[y].distance(from: rows[y].startIndex, to: start), y: y)
  }

  @Test(arguments: [(80, 12), (120, 20)])
  func theSliderFollowsTheMouse(_ width: Int, _ last: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "temperature")
    let slider = try place(of: "◂─", in: &script, width: width)
    func play(_ action: MouseEvent.Action, _ column: Int, y: Int = slider.y) -> Double? {
      script.play(.mouseMoved(MouseEvent(action, at: Point(x: slider.x + column, y: y))))
      _ = script.rows(width: width, height: 24)
      return script.state.session.parameters.temperature
    }
    #expect(play(.press, 1 + last) == 2)
    #expect(play(.drag, 1 + last / 2) == 1)
    #expect(play(.drag, 1 + last / 4, y: slider.y + 3) == 0.5)
    #expect(play(.drag, -9) == 0)
    #expect(play(.drag, 99) == 2)
    #expect(play(.release, 99) == 2)
    // The drag is undone as a whole.
    script.press(.character("u"))
    #expect(script.state.session.parameters.temperature == nil)
    #expect(play(.press, 1 + last) == 2)
    #expect(play(.release, 1 + last) == 2)
    // Only a drag that began on the slider moves it.
    #expect(play(.drag, 3) == 2)
    #expect(play(.press, 0) == 1.9)
    #expect(play(.drag, 3) == 1.9)
    #expect(play(.release, 3) == 1.9)
    #expect(play(.press, 2 + last) == 2)
    #expect(script.state.pages.last is ParametersPage)
    #expect(play(.press, -9) == 2)
    #expect(script.state.pages.last is ParameterLinePage)
  }

  /// The ends of some sliders are not part of the range.
  @Test func everySliderCanBeSetAtItsEnds() {
    for provider in Provider.builtIn {
      let settings = RequestSettings(
        parameters: Parameters(), thinking: ThinkingMode(isOn: true), sources: [:])
      let form = ParameterForm(settings, provider: provider, model: "m")
      for field in FormField.all where form.range(of: field).ends != nil {
        guard form.refusal(toSet: field) == nil else { continue }
        for share in [0, 0.5, 1] {
          #expect(form.sliding(field, to: share) != nil, "\(provider.name) \(field)")
        }
      }
    }
  }

  @Test func aClickOnAChoiceChoosesIt() throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "response_format")
    func value() -> String? {
      ParameterForm(script.state.pageContext).value(of: .parameter(.responseFormat))
    }
    let choice = try place(of: "json_object", in: &script)
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: choice.x + 3, y: choice.y))))
    #expect(value()?.contains("json_object") == true)
    #expect(script.state.pages.last is ParametersPage)
    try script.select("logprobs")
    let no = try place(of: "false", in: &script)
    let y = try place(of: " logprobs", in: &script).y
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: no.x + 4, y: y))))
    #expect(script.state.session.parameters.logprobs == false)
  }

  /// One click chooses, even in a row that is not selected. The chosen word leaves the choices in
  /// view, so that another click can choose differently.
  @Test(arguments: [80, 100, 120])
  func aClickChoosesInAnyRow(_ width: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "temperature")
    for word in ["json_object", "text"] {
      let row = try place(of: "response_format", in: &script, width: width).y
      let text = script.rows(width: width, height: 24)[row]
      let choices = try #require(text.firstRange(of: "text · json_object"), "\(text)")
      let start = text.distance(from: text.startIndex, to: choices.lowerBound)
      let x = word == "text" ? start : start + 8
      script.play(.mouseMoved(MouseEvent(.press, at: Point(x: x, y: row))))
      let form = ParameterForm(script.state.pageContext)
      #expect(form.value(of: .parameter(.responseFormat))?.contains(word) == true)
      #expect(script.rows(width: width, height: 24)[row].contains("\(word)  "))
      try script.select("temperature")
    }
  }

  /// In narrow windows, a long name is cut so that it does not touch the value.
  @Test(arguments: [(20, 6), (30, 10), (40, 10)])
  func namesDoNotTouchValues(_ width: Int, _ height: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(Key(.function(4)))
    for field in FormField.all {
      let row = script.rows(width: width, height: height).first { $0.hasPrefix("▌") } ?? ""
      let name = row.dropFirst(2).prefix { $0 != " " }
      let isCut = name.last == "…" && field.name.hasPrefix(name.dropLast())
      #expect(name == field.name || isCut, "\(row)")
      script.press(.character("j"))
    }
  }

  @Test func aClickOnAnotherRowKeepsTheEditedValue() throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "temperature")
    let other = try place(of: "top_p", in: &script)
    script.press(.enter, .control("u"))
    script.type("9")
    _ = script.rows(width: 80, height: 24)
    script.play(.mouseMoved(MouseEvent(.press, at: other)))
    #expect(script.state.pages.last is ParameterLinePage)
    #expect(script.state.session.parameters.temperature == nil)
    script.press(.control("u"))
    script.type("0.7")
    _ = script.rows(width: 80, height: 24)
    script.play(.mouseMoved(MouseEvent(.press, at: other)))
    #expect((script.state.pages.last as? ParametersPage)?.field.name == "top_p")
    #expect(script.state.session.parameters.temperature == 0.7)
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (10, 3)])
  func everyFieldCanBeReached(_ width: Int, _ height: Int) {
    var script = Script()
    script.press(Key(.function(4)))
    for field in FormField.all {
      let rows = script.rows(width: width, height: height)
      #expect(
        rows.contains { $0.contains("▌") && (width < 40 || $0.contains(field.name)) }, "\(field)")
      script.press(.character("j"))
    }
  }

  @Test func noSizeTraps() throws {
    for open: [Key] in [[], [.enter], [.character("v")]] {
      for name in ["temperature", "stop", "tools"] {
        var script = Script()
        try script.openForm(at: name)
        for key in open { script.press(key) }
        script.type("量子 {")
        for height in 0...30 {
          for width in [0, 1, 5, 9, 10, 11, 20, 39, 40, 71, 72, 80, 99, 100, 101, 300] {
            #expect(script.draw(width: width, height: height).size.width == width)
          }
        }
      }
    }
  }

  @Test func plainModePrintsOneLinePerField() throws {
    var script = Script(surface: .lines)
    script.submit(line: "/set temperature 0.6")
    script.submit(line: "/params")
    let page = try #require(script.state.pages.last)
    let lines = page.lines(script.state.pageContext)
    #expect(lines.contains("temperature: 0.6 (conversation). A number from 0 to 2."))
    for field in FormField.all { #expect(lines.contains { $0.hasPrefix("\(field.name): ") }) }
    script.restDoesNotMatter()
  }
}

@Suite struct ParameterFormScreenTests {
  private static let sizes = [(200, 60), (120, 40), (80, 24), (40, 10)]

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  @Test(arguments: sizes)
  func form(_ width: Int, _ height: Int) throws {
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 4096))
    script.state.session.parameters.maxTokens = 4096
    script.state.session.sources["max_tokens"] = .option
    script.press(Key(.function(4)), .character("R"))
    try script.select("temperature")
    expect(&script, "parameters", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func editing(_ width: Int, _ height: Int) throws {
    var script = Script()
    try script.openForm(at: "top_p")
    script.press(.enter)
    script.type("1.5")
    expect(&script, "parameterEdited", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func writingJSON(_ width: Int, _ height: Int) throws {
    var script = Script()
    try script.openForm(at: "response_format")
    script.press(.enter)
    script.play(.pasted("{\n  \"type\": \"json_schema\",\n  \"json_schema\": {"))
    expect(&script, "parameterJSON", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func preview(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.type("and below a hundred?")
    script.press(Key(.function(4)), .character("v"))
    expect(&script, "requestPreview", width, height)
    script.restDoesNotMatter()
  }

  @Test func onlyALongPreviewOffersToScroll() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(Key(.function(4)), .character("v"))
    #expect(script.rows(width: 80, height: 10).last?.contains("j k scroll") == true)
    #expect(script.rows(width: 80, height: 60).last == " Esc back")
  }

  /// Values that the server uses stand out from those merely labelled default.
  @Test func onlyDefaultsAreDim() throws {
    var script = Script()
    script.press(Key(.function(4)), .character("R"))
    try script.select("temperature")
    script.press(.character("x"))
    let grid = script.draw(width: 80, height: 24)
    let rows = GridText(grid).rows.map { String($0) }
    func role(_ name: String) throws -> StyleRole {
      let y = try #require(rows.firstIndex { $0.contains("  \(name) ") })
      return grid.row(y)[36].style.role
    }
    for name in ["top_p", "top_k", "enable_thinking"] {
      #expect(try role(name) == .text, "\(name)")
    }
    for name in ["min_p", "seed", "stop"] { #expect(try role(name) == .secondary, "\(name)") }
    script.restDoesNotMatter()
  }

  /// An invalid value is marked in its field. The rows saying why line up after the mark.
  @Test func anInvalidValueIsMarkedInItsField() throws {
    var script = Script()
    try script.openForm(at: "temperature")
    script.press(.enter)
    script.type("9")
    let grid = script.draw(width: 40, height: 10)
    let rows = GridText(grid).rows.map { String($0) }
    let y = try #require(rows.firstIndex { $0.contains("▌ temperature") })
    let x = try #require(Array(rows[y]).lastIndex(of: "9"))
    #expect(grid.row(y)[x].style.role == .error)
    let first = try #require(rows.firstIndex { $0.hasPrefix(" ! temperature") })
    #expect(rows[first + 1].hasPrefix("   to 2"), "\(rows[first + 1])")
    script.press(.control("u"))
    script.type("1")
    #expect(script.draw(width: 40, height: 10).row(y)[x].style.role == .accent)
    script.restDoesNotMatter()
  }
}
