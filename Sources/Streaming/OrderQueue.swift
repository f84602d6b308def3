internal import Chat
internal import Foundation
internal import Synchronization

/// An order from another thread to the engine's thread.
enum Order: Sendable {
  case start(StartOrder)
  case fetch(FetchOrder)
  case cancel(TransferID)
  /// Ends the thinking of an answer, by sending a separate request.
  case endThinking(of: TransferID, by: TransferID)
  /// Posted by the engine itself if the request that should end the thinking fails.
  case noteThinkingNotEnded(of: TransferID, StreamError)
  /// Reports that the given number of bytes of text has been processed.
  case acknowledge(TransferID, Int)
  case stop
}

struct StartOrder: Sendable {
  let id: TransferID
  let request: AnswerRequest
  let endpoint: Endpoint
  /// The time at which the request was made, from which all timings are measured.
  let time: ContinuousClock.Instant
  /// How many bytes of reported text may be unacknowledged before the server is slowed down;
  /// `nil` for no limit.
  let window: Int?
  let onEvent: @Sendable (StreamEvent) -> Void
}

struct FetchOrder: Sendable {
  let id: TransferID
  let isHead: Bool
  /// Whether the reply should identify the server.
  var isInquiry = false
  let path: String
  /// The entity tag of the version that the caller already has, so that the server may reply that
  /// nothing has changed.
  var entityTag: String?
  /// The body to send with POST; `nil` for a GET or HEAD.
  var body: [UInt8]?
  let endpoint: Endpoint
  let time: ContinuousClock.Instant
  /// Called before each wait for a server that is loading the model.
  var onWait: @Sendable (Retry) -> Void = { _ in }
  let onReply: @Sendable (Result<HTTPReply, StreamError>) -> Void
}

/// The orders for one run of the engine's thread, in the order they were given.
final class OrderQueue: Sendable {
  private struct State {
    var orders: [Order] = []
    /// The handle that the thread waits on while it runs.
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

  /// Removes and returns all orders.
  func take() -> [Order] {
    state.withLock { state in
      defer { state.orders = [] }
      return state.orders
    }
  }

  /// Makes later orders wake the thread that waits on `multi`. Earlier orders do not wake it;
  /// `take` returns them.
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
