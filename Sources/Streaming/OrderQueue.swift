internal import Chat
internal import Foundation
internal import Synchronization

/// What other threads want of the engine's thread.
enum Order: Sendable {
  case start(StartOrder)
  case fetch(FetchOrder)
  case cancel(TransferID)
  /// So many bytes of text have been dealt with.
  case acknowledge(TransferID, Int)
  case stop
}

struct StartOrder: Sendable {
  let id: TransferID
  let request: AnswerRequest
  let endpoint: Endpoint
  /// When the request was made; all timings count from here.
  let time: ContinuousClock.Instant
  /// Bytes of text that may be reported before the server is slowed down; `nil` for no limit.
  let window: Int?
  let onEvent: @Sendable (StreamEvent) -> Void
}

struct FetchOrder: Sendable {
  let id: TransferID
  let isHead: Bool
  /// The reply is to tell what the server is.
  var isInquiry = false
  let path: String
  let endpoint: Endpoint
  let time: ContinuousClock.Instant
  /// Called before each wait for a server that is loading the model.
  var onWait: @Sendable (Retry) -> Void = { _ in }
  let onReply: @Sendable (Result<HTTPReply, StreamError>) -> Void
}

/// The orders of one run of the engine's thread, in the order in which they were given.
final class OrderQueue: Sendable {
  private struct State {
    var orders: [Order] = []
    /// What the thread waits on, while it runs.
    var multi: MultiHandle?
    var hasEnded = false
  }

  private let state = Mutex(State())
  /// Signalled when `hasEnded` is set.
  private let end = NSCondition()

  func post(_ order: Order) {
    state.withLock {
      $0.orders.append(order)
      $0.multi?.wakeUp()
    }
  }

  /// Takes every order out.
  func take() -> [Order] {
    state.withLock { state in
      defer { state.orders = [] }
      return state.orders
    }
  }

  /// Makes later orders wake the thread that waits on `multi`. Those that came before are found by
  /// `take`.
  func attach(_ multi: MultiHandle?) {
    state.withLock { $0.multi = multi }
  }

  func markEnded() {
    end.withLock {
      state.withLock { $0.hasEnded = true }
      end.broadcast()
    }
  }

  func waitUntilEnded() {
    end.withLock {
      while !state.withLock(\.hasEnded) { end.wait() }
    }
  }
}
