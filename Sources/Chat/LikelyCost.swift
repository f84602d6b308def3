/// What the next answer may cost, so that a limit asks before it is passed.
extension Sequence<Message> {
  /// What all messages cost together, as far as it is known.
  public var spending: Spending {
    var total = Spending()
    for message in self {
      if let spending = message.spending { total.add(spending) }
    }
    return total
  }

  /// What another answer from a model is likely to cost: by the listed prices, or as much as its
  /// newest answer was billed, whichever is more. `nil` if nobody knows.
  /// - Parameters:
  ///   - prompt: the tokens of the request.
  ///   - limit: the most tokens that the request allows for the answer.
  public func likelyCost(
    of model: String, prompt: Int, limit: Int? = nil, _ prices: Prices?
  ) -> Double? {
    let length = Swift.min(likelyLength(of: model), limit ?? .max)
    let listed = prices?.cost(prompt: prompt, completion: length)
    let newest = filter { $0.origin?.model == model && $0.spending != nil }.max { $0.id < $1.id }
    let billed = Money.clamped(newest?.usage?.cost)
    return [listed, billed].compactMap(\.self).max()
  }

  /// How many tokens the next answer from a model is likely to have: as many as its newest one or
  /// its usual one. For a model that has completed no answer here, the answers of others count, and
  /// without any, ``Message/assumedLength``.
  public func likelyLength(of model: String) -> Int {
    let answers = filter { $0.role == .assistant && $0.writtenTokens > 0 }
    let own = answers.filter { $0.origin?.model == model }
    let newest = own.max { $0.id < $1.id }?.writtenTokens ?? 0
    return Swift.max(newest, own.usualLength ?? answers.usualLength ?? Message.assumedLength)
  }

  /// The mean tokens of the complete answers; `nil` if there is none.
  private var usualLength: Int? {
    let lengths = filter { $0.status == .complete }.map(\.writtenTokens)
    guard !lengths.isEmpty else { return nil }
    return lengths.reduce(0) { $0.addingClamped($1) } / lengths.count
  }
}

extension Message {
  /// The tokens of an answer, if no answer says how long they are: about 700 English words.
  public static let assumedLength = 1000

  fileprivate var writtenTokens: Int { usage?.completionTokens ?? estimate?.completionTokens ?? 0 }

  /// What an answer of this one's length is likely to cost in another conversation: by the listed
  /// prices, or else in proportion to the tokens. `nil` if nobody knows.
  /// - Parameter prompt: the tokens of the request.
  public func likelyCost(elsewhere prompt: Int, _ prices: Prices?) -> Double? {
    let completion = max(0, writtenTokens)
    if let prices { return prices.cost(prompt: prompt, completion: completion) }
    guard let cost = usage?.cost, let before = usage?.promptTokens else { return nil }
    let tokens = Double(max(0, before)) + Double(completion)
    guard tokens > 0 else { return nil }
    return Money.clamped(cost * (Double(max(0, prompt)) + Double(completion)) / tokens)
  }
}
