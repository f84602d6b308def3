internal import Chat
internal import Screen
internal import Words

/// The settings of the next request, on the left of the status line.
extension StatusView {
  /// Returns the settings of the next request.
  static func settings(_ state: State) -> Settings {
    let provider = StyledLine(
      Sanitizer.sanitizeLine(state.session.provider.shownName),
      state.session.isDemo ? Style(.warning) : .secondary)
    if let server = state.typedServer {
      return Settings(
        model: StyledLine(server.brief, Style(.model)), provider: StyledLine(),
        needsProvider: false)
    }
    if state.typedFault != nil {
      return Settings(
        model: StyledLine(Words.Status.notAnAddress, Style(.warning)), provider: StyledLine(),
        needsProvider: false)
    }
    var settings = Settings(provider: provider, needsProvider: state.session.isDemo)
    if !state.front.writing.compared.isEmpty {
      settings.model = compared(state)
      (settings.provider, settings.needsProvider) = (StyledLine(), false)
    } else if state.session.model.isEmpty {
      (settings.model, settings.provider) = (provider, StyledLine())
    } else {
      settings.model = StyledLine(
        Sanitizer.sanitizeLine(state.session.shortModel), Style(.model))
    }
    settings.thinking = thinking(state.thinking, state.session)
    var parameters = state.session.parameters
    // The thinking field already shows the effort.
    if shownEffort(state.thinking, state.session) != nil { parameters.reasoningEffort = nil }
    settings.parameters = ParameterText.set(in: parameters).map {
      StyledLine($0, .secondary).truncated(to: 30)
    }
    return settings
  }

  /// Returns the names of the models that the next question will be sent to, for comparison.
  private static func compared(_ state: State) -> StyledLine {
    let names = state.names(of: state.front.writing.compared).map(Sanitizer.sanitizeLine)
    var line = StyledLine(names.joined(separator: " + "), Style(.model))
    line.append(" · " + Words.Comparison.armedMark, Style(.warning))
    return line
  }

  /// The fields for the settings of the next request. In a narrow window, the provider is dropped
  /// first, then the parameters, then the thinking.
  struct Settings {
    var model = StyledLine()
    var provider: StyledLine
    /// Whether the provider comes right after the model and stays even in a narrow window.
    var needsProvider: Bool
    var thinking = StyledLine()
    var parameters: [StyledLine] = []

    /// Returns as many fields as fit. If not even the model fits, truncates it or, for fewer than
    /// six columns, returns an empty line, because a truncated name would be useless.
    /// - Parameters:
    ///   - most: the number of columns that stay free regardless of the figures. The provider is
    ///     shown only if it fits in them, because otherwise it would come and go with the figures.
    ///   - isSteady: whether the other fields must also fit in them.
    func line(columns: Int, most: Int, isSteady: Bool) -> StyledLine {
      let columns = isSteady ? min(columns, most) : columns
      let needed = needsProvider ? [model, provider] : [model]
      let fields = needed + [thinking] + parameters
      let whole = Self.joined(needsProvider ? fields : fields + [provider])
      if whole.width <= (needsProvider ? columns : min(columns, most)) { return whole }
      let counts = (1...fields.count).reversed()
      let line = counts.lazy.map { Self.joined(fields.prefix($0)) }.first { $0.width <= columns }
      return line ?? (columns >= 6 ? model.truncated(to: columns) : StyledLine())
    }

    private static func joined(_ fields: some Sequence<StyledLine>) -> StyledLine {
      var line = StyledLine()
      for field in fields where !field.isEmpty {
        if !line.isEmpty { line.append(" · ", .secondary) }
        line.append(field)
      }
      return line
    }
  }

  // MARK: Thinking

  /// Returns the thinking settings of the next request, except those that the server does not
  /// support.
  static func thinking(_ mode: ThinkingMode, _ session: Session) -> StyledLine {
    let forms = session.provider.thinkingForms
    let effort = shownEffort(mode, session)
    guard forms.contains(.on) else {
      return effort.map { StyledLine(Words.Status.think(shown($0)), .secondary) }
        ?? StyledLine(Words.Status.thinkingUnavailable, .secondary)
    }
    guard mode.isOn else { return StyledLine(Words.Status.thinkingOff, .secondary) }
    if let budget = mode.budget, forms.contains(.budget) {
      return StyledLine(Words.Status.think(Figures.limit(budget)), .secondary)
    }
    let text = effort.map { Words.Status.think(shown($0)) } ?? Words.Status.thinkingOn
    return StyledLine(text, .secondary)
  }

  /// Returns the effort that ``thinking(_:_:)`` shows; `nil` if it shows none.
  private static func shownEffort(_ mode: ThinkingMode, _ session: Session) -> String? {
    let forms = session.provider.thinkingForms
    guard forms.contains(.effort) else { return nil }
    if forms.contains(.on) {
      guard mode.isOn, mode.budget == nil || !forms.contains(.budget) else { return nil }
    }
    return session.parameters.reasoningEffort
  }

  /// Returns an effort, which can be any string, shortened to fit its field.
  private static func shown(_ effort: String) -> String {
    String(Sanitizer.sanitizeLine(effort).prefix(12))
  }
}
