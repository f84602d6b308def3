internal import Chat
internal import Screen

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

  /// Draws a slider that shows where a number lies in its range. Even before a number is set, the
  /// selected row has one, because arrow keys already move it. Its hollow mark shows the model's
  /// own value, if that is known.
  func drawSlider(
    _ field: FormField, _ columns: Columns, y: Int, on canvas: inout Canvas
  ) {
    let width = columns.sliderWidth
    guard width > 0, isRangeOfNumbers(field), let bounds = Self.bounds(form.range(of: field))
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

  /// Returns the bounds of a range; `nil` if one is missing or they are too far apart to show.
  private static func bounds(_ range: ParameterRange) -> ClosedRange<Double>? {
    switch range {
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
