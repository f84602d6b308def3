internal import Chat
internal import Screen
internal import Words

/// The text in the picker's rows.
enum PickerText {
  /// Returns whether Enter on the provider's row asks for a key rather than trying again.
  static func opensKeyEntry(_ standing: PickerContent.Standing) -> Bool {
    switch standing {
    case .noKey, .failed(_, needsKey: true): true
    case .failed, .notRunning, .listed, .refreshing, .notListed, .running, .scripted, .noModels:
      false
    }
  }

  /// Returns what Enter does on the provider's row, as a hint.
  static func hint(_ standing: PickerContent.Standing) -> String {
    guard opensKeyEntry(standing) else { return Words.Picker.retryHint }
    if case .failed(let error, needsKey: true) = standing, !error.isForWantOfKey {
      return Words.Picker.replaceKeyHint
    }
    return Words.Picker.addKeyHint
  }

  /// Returns the state of a provider's list, followed in the selected row by advice on what to do,
  /// if there is room.
  /// - Parameter key: the key that chooses the selected row; `nil` in other rows.
  static func status(
    _ standing: PickerContent.Standing, at now: Timestamp, key: String?, columns: Int
  ) -> StyledLine {
    var line = StyledLine(fact(standing, at: now), .secondary)
    switch standing {
    // A missing key is not worth a warning, because most providers have no key set.
    case .failed(let error, needsKey: _) where error.isForWantOfKey: break
    case .failed: line = StyledLine(line.text, Style(.warning))
    case .noKey, .listed, .refreshing, .notRunning, .notListed, .running, .scripted, .noModels:
      break
    }
    guard let key, let advice = advice(standing, key) else {
      return line.endingAtWord(within: columns)
    }
    let end = StyledLine(" · " + advice, .secondary)
    // Truncate a long sentence rather than drop the advice, if enough of the sentence remains.
    if line.width + end.width > columns, columns - end.width >= columnsForSentence {
      line = line.endingAtWord(within: columns - end.width)
    }
    if line.width + end.width <= columns { line.append(end) }
    return line.endingAtWord(within: columns)
  }

  /// The fewest columns in which a sentence can still be understood.
  private static let columnsForSentence = 24

  private static func fact(_ standing: PickerContent.Standing, at now: Timestamp) -> String {
    switch standing {
    case .listed(let time): age(of: time, at: now)
    case .refreshing(listed: let time?): "\(age(of: time, at: now)) · \(Words.Picker.refreshing)"
    case .refreshing(listed: nil): Words.Picker.refreshing
    case .noKey: Words.Picker.noKey
    case .notRunning: Words.Picker.notRunning
    case .failed(let error, needsKey: true):
      error.isForWantOfKey ? Words.Picker.noKey : Words.Picker.refusedKey
    case .failed(let error, needsKey: false): Sanitizer.sanitizeLine(ErrorText.sentence(error))
    case .notListed: Words.Picker.notListed
    case .running: Words.Start.running
    case .scripted: Words.Picker.scripted
    case .noModels: Words.Picker.noModels
    }
  }

  /// Returns a message saying that no server answers at the provider's address.
  static func silence(of provider: Provider) -> String {
    Words.Picker.nothingAnswers(at: provider.origin?.authority ?? provider.shownBaseURL)
  }

  private static func age(of time: Timestamp, at now: Timestamp) -> String {
    let age = now.elapsed(since: time)
    return Words.Picker.listed(Figures.age(age), isJustNow: age < .seconds(60))
  }

  private static func advice(_ standing: PickerContent.Standing, _ key: String) -> String? {
    switch standing {
    case .noKey: Words.Picker.toAdd(key)
    case .notRunning, .failed(_, needsKey: false): Words.Picker.toRetry(key)
    case .failed(let error, needsKey: true):
      error.isForWantOfKey ? Words.Picker.toAdd(key) : Words.Picker.toReplaceKey(key)
    case .listed, .refreshing, .notListed, .running, .scripted, .noModels: nil
    }
  }

  static func section(_ section: PickerRow.Section) -> String {
    switch section {
    case .favorites: Words.Picker.favorites
    case .recent: Words.Picker.recent
    case .provider, .matches: ""
    }
  }

  static func connect(to address: ServerAddress) -> String {
    Words.Picker.connect(to: address.baseURL)
  }

  /// Returns a provider's name, or its address if the user gave only an address.
  static func shownName(of provider: String, _ content: PickerContent) -> String {
    Sanitizer.sanitizeLine(
      content.vendor(provider)?.provider.listedName ?? Provider.shownName(ofID: provider))
  }

  static func id(_ choice: ModelChoice) -> String { Sanitizer.sanitizeLine(choice.model) }

  /// Returns the context window's size, as in `131k`; empty if the server does not report it.
  static func context(_ model: Model) -> String {
    guard let tokens = model.contextLength, tokens > 0 else { return "" }
    return Figures.window(tokens)
  }

  /// Returns the input and output price per million tokens, as in `$0.70/$2.80`, or a note that the
  /// model is free or local; empty if unknown.
  static func price(_ entry: PickerContent.Entry) -> String {
    let (input, output) = (entry.model.inputPrice, entry.model.outputPrice)
    if input == nil, output == nil { return entry.isLocal ? Words.Picker.local : "" }
    if input == 0, output == 0 { return Words.Picker.free }
    return [input, output].map { $0.map(Figures.dollars) ?? "–" }.joined(separator: "/")
  }

  /// Returns the capabilities, each at a fixed column so that they line up.
  static func capabilities(_ model: Model) -> String {
    capabilities(
      model, Words.Picker.thinks, Words.Picker.sees, Words.Picker.callsTools
    ).map { $0.has ? $0.word : String(repeating: " ", count: $0.word.count) }
      .joined(separator: " ")
  }

  private static func capabilities(
    _ model: Model, _ thinks: String, _ sees: String, _ callsTools: String
  ) -> [(word: String, has: Bool)] {
    let known = model.capabilities
    return [
      (thinks, known.thinks == true), (sees, known.sees == true),
      (callsTools, known.callsTools == true),
    ]
  }

  /// Returns everything known about a model, in words and with units.
  static func detail(_ choice: ModelChoice, _ content: PickerContent) -> String {
    guard let entry = content.entries[choice] else { return id(choice) }
    let model = entry.model
    var parts = name(of: model)
    let context = context(model)
    if !context.isEmpty { parts.append(Words.Picker.context(context)) }
    if let price = model.inputPrice { parts.append(Words.Picker.input(Figures.dollars(price))) }
    if let price = model.outputPrice { parts.append(Words.Picker.output(Figures.dollars(price))) }
    return (parts + capabilityWords(model)).joined(separator: " · ")
  }

  /// Returns the context, price and capabilities of a model, for a row that omits them.
  static func briefDetails(_ choice: ModelChoice, _ content: PickerContent) -> [String] {
    guard let entry = content.entries[choice] else { return [] }
    let parts = [context(entry.model), price(entry)].filter { !$0.isEmpty }
    return parts + capabilityWords(entry.model) + name(of: entry.model)
  }

  /// Returns a model's name and the meanings of the columns of its row, followed by its
  /// capabilities if the row has no column for them.
  static func legend(
    _ choice: ModelChoice, _ content: PickerContent, hasCapabilities: Bool
  ) -> [String] {
    guard let entry = content.entries[choice] else { return [] }
    let model = entry.model
    var parts = name(of: model)
    if !context(model).isEmpty { parts.append(Words.Picker.contextColumn) }
    if [model.inputPrice, model.outputPrice].contains(where: { ($0 ?? 0) > 0 }) {
      parts.append(Words.Picker.priceColumn)
    }
    return parts + (hasCapabilities ? [] : capabilityWords(model))
  }

  private static func name(of model: Model) -> [String] {
    guard let name = model.name, name != model.id else { return [] }
    return [Sanitizer.sanitizeLine(name)]
  }

  private static func capabilityWords(_ model: Model) -> [String] {
    let known = capabilities(
      model, Words.Picker.thinking, Words.Picker.vision, Words.Picker.tools)
    let words = known.filter(\.has).map(\.word)
    return words.isEmpty ? [] : [words.joined(separator: ", ")]
  }

  // MARK: Plain mode

  /// Returns a row as a line for `--plain`.
  static func line(_ row: PickerRow, _ content: PickerContent, at now: Timestamp) -> String {
    switch row {
    case .heading(let section): return Self.section(section)
    case .provider(let name):
      guard let vendor = content.vendor(name) else { return name }
      let status =
        vendor.standing == .noKey
        ? Words.Picker.logIn(ErrorText.loginCommand(vendor.provider))
        : fact(vendor.standing, at: now)
      return "\(shownName(of: name, content)): \(status)"
    case .more(let name):
      return "  " + Words.Picker.more(content.vendor(name)?.foldedCount ?? 0)
    case .typed(let choice):
      return "  " + Words.Picker.use(id(choice), with: shownName(of: choice.provider, content))
    case .connect(let address): return "  " + connect(to: address)
    case .model(let choice, in: let section):
      let place = section == .provider ? "" : " (\(shownName(of: choice.provider, content)))"
      let marks = [
        content.current == choice ? Words.Picker.current : "",
        content.isFavorite(choice) ? Words.Picker.favorite : "",
      ].filter { !$0.isEmpty }
      let parts = [id(choice) + place, detail(choice, content)] + marks
      return "  " + parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }
}
