internal import Chat
internal import Screen

/// What a frame lays out. Scrolling needs the same layouts, so they are part of the state; while a frame
/// is drawn they are here, and views change nothing else.
struct Layouts {
  var transcript: Transcript
  var reasoning: ReasoningPane
  var areas = PaneAreas()
}

extension State {
  /// Draws a frame, and keeps what it laid out.
  mutating func draw(on canvas: inout Canvas) {
    if canvas.size.isEnoughForAFrame, var page = pages.popLast() {
      page.draw(pageContext, on: &canvas)
      pages.append(page)
      return
    }
    // Moved, not copied: each layout has one owner.
    var layouts = Layouts(transcript: transcript, reasoning: reasoning)
    (transcript, reasoning) = (Transcript(), ReasoningPane())
    ScreenView.draw(self, &layouts, on: &canvas)
    (transcript, reasoning, areas) = (layouts.transcript, layouts.reasoning, layouts.areas)
    if let top = areas.listTop { list?.top = top }
  }

  /// The news for a terminal without a screen. Pages that were printed are closed.
  mutating func news(by view: inout PlainView, width: Int? = nil) -> String {
    let (text, isPagePrinted) = view.news(self, width: width)
    if isPagePrinted {
      if pages.isEmpty { closeList() } else { pages.removeLast() }
    }
    return text
  }
}

extension Size {
  /// Smaller windows only say that they are too small.
  var isEnoughForAFrame: Bool { width >= 10 && height >= 3 }
}
