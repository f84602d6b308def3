internal import Chat

/// The times of search hits, in one form for all: ages or, if those do not tell similar hits apart,
/// clock times.
struct HitTimes {
  private let now: Timestamp
  private let clock: MessageClock
  private let hasRoom: Bool
  private var usesClock = false

  /// The minimum width for a day and a time.
  private static let columnsForDayAndTime = 58

  /// What a row shows of a hit, apart from its snippet.
  private struct Look: Hashable {
    let title: String
    let place: String
    let time: String
  }

  /// - Parameter hits: all hits, in view or not, so that scrolling does not change the form.
  /// - Complexity: O(number of hits)
  init(_ hits: [SearchHit], _ context: PageContext, width: Int) {
    now = context.now
    clock = MessageClock(now: context.now, offset: context.preferences.utcOffset)
    hasRoom = width >= Self.columnsForDayAndTime
    // An answer and its copy in a fork have the same title and place.
    let ages = Set(hits.map { look($0, age(of: $0)) })
    guard ages.count < hits.count else { return }
    let times = Set(hits.map { look($0, time(of: $0)) })
    usesClock = times.count > ages.count
  }

  func text(of hit: SearchHit) -> String { usesClock ? time(of: hit) : age(of: hit) }

  private func look(_ hit: SearchHit, _ time: String) -> Look {
    Look(title: hit.title, place: SearchText.place(hit), time: time)
  }

  private func age(of hit: SearchHit) -> String {
    Figures.age(now.elapsed(since: hit.createdAt))
  }

  private func time(of hit: SearchHit) -> String {
    clock.text(of: hit.createdAt, hasRoom: hasRoom) ?? age(of: hit)
  }
}
