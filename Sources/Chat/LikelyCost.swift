/// Estimates of what the next answer will cost, so that the program can ask before it exceeds a
/// spending limit.
extension Sequence<Message> {
  /// The total cost of all messages, as far as it is known.
  public var spending: Spending {
    var total = Spending()
    for message in self {
      if let spending = message.spending { total.add(spending) }
    }
    return total
  }

  /// Returns the likely cost of another answer from a model: its cost at the listed prices or the
  /// amount billed for the model's newest answer, whichever is more. Returns `nil` if neither is
  /// known.
  /// - Parameters:
  ///   - prompt: the number of tokens in the request.
  ///   - limit: the maximum number of tokens that the request allows for the answer.
  public func likelyCost(
    of model: String, prompt: Int, limit: Int? = nil, _ prices: Prices?
  ) -> Double? {
    let length = Swift.min(likelyLength(of: model), limit ?? .max)
    let listed = prices?.cost(prompt: prompt, completion: length)
    let newest = filter { $0.origin?.model == model && $0.spending != nil }.max { $0.id < $1.id }
    let billed = Money.clamped(newest?.usage?.cost)
    return [listed, billed].compactMap(\.self).max()
  }

  /// Returns the likely number of tokens in the next answer from a model: that of its newest
  /// answer or the mean of its complete answers, whichever is greater. For a model without
  /// complete answers here, uses the mean for all models instead or, if no answer is complete,
  /// ``Message/assumedLength``.
  public func likelyLength(of model: String) -> Int {
    let answers = filter { $0.role == .assistant && $0.writtenTokens > 0 }
    let own = answers.filter { $0.origin?.model == model }
    let newest = own.max { $0.id < $1.id }?.writtenTokens ?? 0
    return Swift.max(newest, own.usualLength ?? answers.usualLength ?? Message.assumedLength)
  }

  /// The mean number of tokens in the complete answers; `nil` if there are none.
  private var usualLength: Int? {
    let lengths = filter { $0.status == .complete }.map(\.writtenTokens)
    guard !lengths.isEmpty else { return nil }
    return lengths.reduce(0) { $0.addingClamped($1) } / lengths.count
  }
}

extension Message {
  /// The assumed number of tokens in an answer when there are no answers to go by. It is about
  /// 700 English words.
  public static let assumedLength = 1000

  fileprivate var writtenTokens: Int { usage?.completionTokens ?? estimate?.completionTokens ?? 0 }

  /// Returns the likely cost of an answer of this length in another conversation, at the listed
  /// prices or, without prices, in proportion to this answer's tokens. Returns `nil` if neither
  /// the prices nor this answer's cost are known.
  /// - Parameter prompt: the number of tokens in the request.
  public func likelyCost(elsewhere prompt: Int, _ prices: Prices?) -> Double? {
    let completion = max(0, writtenTokens)
    if let prices { return prices.cost(prompt: prompt, completion: completion) }
    guard let cost = usage?.cost, let before = usage?.promptTokens else { return nil }
    let tokens = Double(max(0, before)) + Double(completion)
    guard tokens > 0 else { return nil }
    return Money.clamped(cost * (Double(max(0, prompt)) + Double(completion)) / tokens)
  }
}
