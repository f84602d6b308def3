internal import Chat
internal import Screen

/// The layouts that a frame updates. Scrolling needs them too, so they are part of the state. They
/// are moved here while a frame is drawn, and views change nothing else.
struct Layouts {
  var transcript: Transcript
  var reasoning: ReasoningPane
  var areas = PaneAreas()
}

extension State {
  /// Draws a frame and keeps its layouts.
  mutating func draw(on canvas: inout Canvas) {
    draw(pages.count, on: &canvas)
    drawRefusal(on: &canvas)
    ContinuationView.draw(self, on: &canvas)
  }

  /// Draws the screen as far up as page number `count`. The pages above it stay on the stack, so what
  /// is beneath them shows no keys.
  private mutating func draw(_ count: Int, on canvas: inout Canvas) {
    if canvas.size.isEnoughForAFrame, count > 0 {
      if pages[count - 1].isOverlay {
        // An overlay takes the place of another: two boxes of the same width would run together.
        let beneath = pages[..<(count - 1)].lastIndex { !$0.isOverlay }.map { $0 + 1 } ?? 0
        draw(beneath, on: &canvas)
        canvas.recede()
      }
      var context = pageContext
      context.isOnTop = count == pages.count
      // Moved, not copied: its layouts have one owner.
      var page = pages.remove(at: count - 1)
      page.draw(context, on: &canvas)
      pages.insert(page, at: count - 1)
      return
    }
    // Moved, not copied: each layout has one owner.
    var layouts = Layouts(transcript: transcript, reasoning: reasoning)
    (transcript, reasoning) = (Transcript(), ReasoningPane())
    layouts.transcript.isDrawing = true
    ScreenView.draw(self, &layouts, on: &canvas)
    layouts.transcript.isDrawing = false
    (transcript, reasoning, panes.areas) = (layouts.transcript, layouts.reasoning, layouts.areas)
    if let top = panes.areas.listTop { list?.top = top }
  }

  /// Returns what is new, for a terminal without a screen. Closes the page that was printed.
  mutating func news(by view: inout PlainView, width: Int? = nil) -> String {
    let (text, isPagePrinted) = view.news(self, width: width)
    if isPagePrinted {
      if let start = pages.last as? StartPage { guidance.printedStart = start }
      if pages.isEmpty { closeList() } else { pages.removeLast() }
    }
    return text
  }
}

extension Size {
  /// Smaller windows show only a message that they are too small.
  var isEnoughForAFrame: Bool { width >= 10 && height >= 3 }
}
