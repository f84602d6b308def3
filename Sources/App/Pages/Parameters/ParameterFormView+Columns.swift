internal import Chat
internal import Screen
internal import Words

/// The column positions and the slider of a row in a wide window.
extension ParameterFormView {
  /// The columns of a row in a wide window.
  struct Columns {
    let value = 36
    /// The maximum width of a value that leaves room for the columns after it.
    let valueWidth: Int
    let slider: Int
    /// The width of a slider without its ends; 0 if there is no room for sliders.
    let sliderWidth: Int
    /// The column where a number's range begins. Remarks and choices begin where sliders do.
    let range: Int

    init(width: Int) {
      valueWidth = width >= 100 ? 14 : 8
      slider = value + valueWidth + (width >= 100 ? 2 : 1)
      sliderWidth = width < 80 ? 0 : width < 110 ? 13 : 21
      range = sliderWidth == 0 ? slider : slider + sliderWidth + (width >= 100 ? 4 : 3)
    }
  }

  /// Returns whether the row shows the bounds of a number, not choices or the reason why the field
  /// is dimmed.
  func isRangeOfNumbers(_ field: FormField) -> Bool {
    guard form.remark(on: field) == nil else { return false }
    switch form.range(of: field) {
    case .integer, .number: return true
    case .flag, .texts, .word, .json: return false
    }
  }

  /// Returns the column where the range or the choices of a row begin; `nil` if they do not fit.
  /// Choices begin further to the right if the chosen one needs the room.
  func rangeColumn(of field: FormField, _ columns: Columns) -> Int? {
    let value = value(of: field).width
    let hasChoices = !form.choices(of: field).isEmpty
    guard hasChoices || value <= columns.valueWidth else { return nil }
    let start = isRangeOfNumbers(field) ? columns.range : columns.slider
    let x = hasChoices ? max(start, columns.value + value + 2) : start
    let source = DisplayWidth.of(rowSource(of: field))
    return DisplayWidth.of(shortRange(of: field)) <= width - 3 - source - x ? x : nil
  }

  /// What a column of a selected row's slider or choices does when it is clicked.
  enum Control: Equatable {
    case decrease
    case increase
    /// Sets the number at this share of its range, from 0 to 1.
    case track(Double)
    case choice(String)
  }

  /// Returns the control of the selected field at a column; `nil` if there is none.
  /// - Parameter isDragged: whether the columns beside the track count as its ends.
  func control(at column: Int, isDragged: Bool = false) -> Control? {
    let field = page.field
    let columns = Columns(width: width)
    guard isWide else { return nil }
    guard isRangeOfNumbers(field) else {
      return rangeColumn(of: field, columns).flatMap { choice(at: column - $0, of: field) }
    }
    guard columns.sliderWidth > 0, form.range(of: field).ends != nil,
      value(of: field).width <= columns.valueWidth
    else { return nil }
    let last = columns.sliderWidth - 1
    let place = column - columns.slider - 1
    if isDragged || (0...last).contains(place) {
      return .track(Double(min(max(0, place), last)) / Double(last))
    }
    return place == -1 ? .decrease : place == last + 1 ? .increase : nil
  }

  /// Returns the choice at a column, if the field's row lists its choices.
  private func choice(at column: Int, of field: FormField) -> Control? {
    let text = shortRange(of: field)
    let words = form.choices(of: field)
    guard form.remark(on: field) == nil, text == Words.Parameter.joined(words) else { return nil }
    var start = 0
    for word in words {
      let end = start + DisplayWidth.of(word)
      if (start..<end).contains(column) { return .choice(word) }
      start = end + DisplayWidth.of(Words.Parameter.joined(["", ""]))
    }
    return nil
  }

  /// Draws a slider that shows where a number lies in its range. Even before a number is set, the
  /// selected row has one, because arrow keys already move it. Its hollow mark shows the model's
  /// own value, if that is known.
  func drawSlider(
    _ field: FormField, _ columns: Columns, y: Int, on canvas: inout Canvas
  ) {
    let width = columns.sliderWidth
    guard width > 0, isRangeOfNumbers(field), let bounds = form.range(of: field).ends
    else { return }
    let (text, isSet) = shownValue(of: field)
    guard isSet || field == page.field else { return }
    let line = String(repeating: "─", count: width)
    canvas.draw("◂\(line)▸", .rule, x: columns.slider, y: y)
    guard let value = Double(text) else { return }
    let share = (value - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
    let place = min(max(0, Int(clamping: (share * Double(width - 1)).rounded())), width - 1)
    canvas.draw(
      isSet ? "●" : "○", isSet ? .accent : .secondary, x: columns.slider + 1 + place, y: y)
  }

}

extension ParameterRange {
  /// The ends of the range's slider; `nil` if a bound is missing or they are too far apart to show.
  var ends: ClosedRange<Double>? {
    switch self {
    case .integer(let bounds):
      let (width, isTooWide) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
      guard !isTooWide, (1...1000).contains(width) else { return nil }
      return Double(bounds.lowerBound)...Double(bounds.upperBound)
    case .number(let bounds):
      guard let lower = bounds.lower.value, let upper = bounds.upper.value, lower < upper else {
        return nil
      }
      return lower...upper
    case .flag, .texts, .word, .json: return nil
    }
  }
}

extension NumberRange.Bound {
  fileprivate var value: Double? {
    switch self {
    case .none: nil
    case .including(let value), .excluding(let value): value
    }
  }
}
