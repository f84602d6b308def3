internal import Chat
internal import Words

/// The maximum amounts that may be spent without asking, in US dollars; `nil` for no limit.
public struct SpendingLimits: Equatable, Sendable {
  public var conversation: Double?
  /// The limit for all conversations together on one local day.
  public var day: Double?

  public init(conversation: Double? = nil, day: Double? = nil) {
    self.conversation = conversation
    self.day = day
  }
}

/// The amounts spent on the current local day, by this run and by others.
struct DaySpending: Equatable {
  fileprivate var day: LocalDay?
  /// The amount stored in the database, as of the last report.
  fileprivate var reported = Spending()
  /// The amount spent since the last report.
  fileprivate var added = Spending()
  /// The amount spent on private conversations. Reports do not include it.
  fileprivate var unstored = Spending()
  /// The pending request for a report.
  fileprivate var awaited: RequestID?
  /// The amount spent since the pending request.
  fileprivate var addedMeanwhile = Spending()

  fileprivate var total: Spending {
    var total = reported
    total.add(added)
    total.add(unstored)
    return total
  }
}

/// The spending that this run knows about.
struct SpendingRecord {
  var today = DaySpending()
  var unpriced: [UnpricedAnswer] = []
}

/// An answer of this run that ended before the prices of its model were known.
struct UnpricedAnswer: Equatable {
  let conversation: ConversationID
  let answer: MessageID
  let time: Timestamp
  let provider: Provider
  let model: String
  let tokens: BilledTokens

  /// Returns the answer's cost at these prices; `nil` if it cannot be calculated.
  func expense(_ prices: Prices) -> Expense? {
    prices.cost(of: tokens).map {
      Expense(
        id: answer, conversation: conversation, time: time,
        spending: Spending($0, isEstimate: true))
    }
  }
}

extension State {
  private var today: LocalDay { LocalDay(now, offset: preferences.utcOffset) }

  var spentToday: Spending { spending.today.day == today ? spending.today.total : Spending() }

  /// Loads the models' context windows and prices, and the amounts spent.
  mutating func loadFigures() -> [Effect] { loadCatalog() + loadSpending() }

  /// Asks the database for the amounts spent today and on the current conversation.
  mutating func loadSpending() -> [Effect] {
    let request = ids.request()
    beginDay()
    spending.today.awaited = request
    spending.today.addedMeanwhile = Spending()
    return [
      .store(
        .loadSpending(
          request, since: now.startOfDay(offset: preferences.utcOffset), front.id))
    ]
  }

  mutating func note(
    _ result: Result<SpendingReport, StoreError>, on id: ConversationID, for request: RequestID
  ) {
    // A failure to read the database is reported elsewhere.
    guard case .success(let report) = result else { return }
    _ = withOpen(id) { $0.otherSpending = report.otherThanMessages }
    guard spending.today.awaited == request, spending.today.day == today else { return }
    spending.today.awaited = nil
    spending.today.reported = report.sinceTime
    spending.today.added = spending.today.addedMeanwhile
  }

  /// Starts the count over if a new day has begun.
  private mutating func beginDay() {
    if spending.today.day != today {
      spending.today = DaySpending()
      spending.today.day = today
    }
  }

  /// Adds the cost of a request to today's spending.
  mutating func noteSpent(_ spending: Spending, isStored: Bool) {
    beginDay()
    if isStored {
      self.spending.today.added.add(spending)
      self.spending.today.addedMeanwhile.add(spending)
    } else {
      self.spending.today.unstored.add(spending)
    }
  }

  /// Adds the cost of an answer that has just ended to today's spending.
  mutating func noteSpent(onAnswerOf id: ConversationID, _ answer: MessageID) {
    guard let open = openConversation(id),
      let spending = open.conversation[answer]?.spending
    else { return }
    noteSpent(spending, isStored: !open.isPrivate)
  }

  /// Remembers an ended answer of unknown cost, in case the price of its model is listed later.
  mutating func noteUnpriced(_ source: AnswerSource, in id: ConversationID) {
    guard let open = openConversation(id), let message = open.conversation[source.answer],
      let tokens = message.billedTokens(open.counts.requestEstimator)
    else { return }
    // If the request named no model, the server chose one.
    let model = source.model.isEmpty ? message.origin?.model ?? "" : source.model
    spending.unpriced.append(
      UnpricedAnswer(
        conversation: id, answer: source.answer, time: message.createdAt,
        provider: source.provider, model: model, tokens: tokens))
    if spending.unpriced.count > Self.mostUnpriced { spending.unpriced.removeFirst() }
  }

  /// The maximum number of answers awaiting prices. Most local servers never list any.
  private static let mostUnpriced = 1000

  /// Sets the cost of answers whose models' prices have become known.
  mutating func priceAnswers() -> [Effect] {
    var (effects, left): ([Effect], [UnpricedAnswer]) = ([], [])
    for waiting in spending.unpriced {
      let prices = listedModel(waiting.model, at: waiting.provider)?.prices
      guard let expense = prices.flatMap(waiting.expense) else {
        left.append(waiting)
        continue
      }
      let isPrivate = openConversation(waiting.conversation)?.isPrivate ?? false
      effects +=
        withOpen(waiting.conversation) { $0.note(expense) } ?? [.store(.notePrice(expense))]
      noteSpent(expense.spending, isStored: !isPrivate)
    }
    spending.unpriced = left
    return effects
  }

  /// Updates the prices and context windows of all running answers after a list of models has
  /// arrived. They change at no other time, so nothing is looked up while text arrives.
  mutating func notePrices() {
    for id in openIDs { notePrices(in: id) }
  }

  /// Updates the prices and context windows of one conversation's running answers, where known.
  mutating func notePrices(in id: ConversationID) {
    let streams = openConversation(id)?.streams ?? []
    let facts = streams.map { stream in
      let model = listedModel(stream.model, at: stream.provider)
      return (prices: model?.prices, window: window(of: stream.model, at: stream.provider))
    }
    _ = withOpen(id) { open in
      for index in open.streams.indices {
        (open.streams[index].prices, open.streams[index].window) = facts[index]
      }
    }
  }

  /// Adds the cost of a title to the spending. The database keeps it for later days and runs.
  mutating func noteSpent(onTitleOf id: ConversationID, _ expense: Expense?) -> [Effect] {
    guard let expense else { return [] }
    _ = withOpen(id) { $0.otherSpending.add(expense.spending) }
    noteSpent(expense.spending, isStored: true)
    return [.store(.noteExpense(expense))]
  }
}

extension OpenConversation {
  /// The total spent on the conversation: on all versions of its answers, on deleted messages,
  /// and on its title.
  var spending: Spending {
    var total = counts.spending
    total.add(otherSpending)
    for (id, spending) in deletedSpending where conversation[id] == nil { total.add(spending) }
    return total
  }

  /// Keeps the cost of deleted messages, because that money was spent.
  mutating func noteDeleted(_ messages: [Message]) {
    for message in messages { deletedSpending[message.id] = message.spending }
  }
}
