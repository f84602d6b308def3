internal import Chat
internal import Screen

/// The layouts that are updated when a frame is drawn. They are part of the state, because
/// scrolling needs them, too, and are moved here during drawing. Views change nothing else.
struct Layouts {
  var transcript: Transcript
  var reasoning: ReasoningPane
  var preview: PreviewLayout
  /// Where the first visible row of the draft begins, in bytes.
  var draftTop: Int
  var areas = PaneAreas()
}

extension State {
  /// Draws a frame and keeps its layouts.
  mutating func draw(on canvas: inout Canvas) {
    draw(pages.count, on: &canvas)
    drawRefusal(on: &canvas)
    ContinuationView.draw(self, on: &canvas)
    panes.clickAreas = canvas.clickAreas
  }

  /// Draws the screen with only the lowest `count` pages. The others stay on the stack, so
  /// whatever is drawn beneath them shows no key hints.
  private mutating func draw(_ count: Int, on canvas: inout Canvas) {
    if canvas.size.isEnoughForAFrame, count > 0 {
      if pages[count - 1].isOverlay {
        // Skip overlays beneath this one, because two boxes of the same width would run together.
        let beneath = pages[..<(count - 1)].lastIndex { !$0.isOverlay }.map { $0 + 1 } ?? 0
        draw(beneath, on: &canvas)
        if pages[count - 1].dimsBeneath { canvas.recede() }
        canvas.forgetClickAreas()
      }
      var context = pageContext
      context.isOnTop = count == pages.count
      context.isOverPage = count > 1 || list?.hasKeys == true && !showsSideBar
      // Move the page instead of copying it, so that its layouts have only one owner.
      var page = pages.remove(at: count - 1)
      page.draw(context, on: &canvas)
      pages.insert(page, at: count - 1)
      return
    }
    // Move the layouts instead of copying them, so that each has only one owner.
    var layouts = Layouts(
      transcript: transcript, reasoning: reasoning, preview: panes.preview,
      draftTop: front.writing.draftTop)
    (transcript, reasoning, panes.preview) = (Transcript(), ReasoningPane(), PreviewLayout())
    layouts.transcript.isDrawing = true
    ScreenView.draw(self, &layouts, on: &canvas)
    layouts.transcript.isDrawing = false
    (transcript, reasoning, panes.areas) = (layouts.transcript, layouts.reasoning, layouts.areas)
    panes.preview = layouts.preview
    front.writing.draftTop = layouts.draftTop
    if let top = panes.areas.listTop { list?.top = top }
  }

  /// Returns the output added since the last call, for plain mode. Closes the page if it was
  /// printed.
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
  /// Whether a window of this size has room for a frame. Smaller ones show only a message that
  /// they are too small.
  var isEnoughForAFrame: Bool { width >= 10 && height >= 3 }
}
