/// Places that vi remembers. They move as the text around them changes.
struct ViMarks: Equatable {
  private var places: [Character: Int] = [:]
  /// The anchor and caret of the last selection.
  var selection: Selection?

  struct Selection: Equatable {
    let kind: ViSelection.Kind
    var anchor: Int
    var head: Int
  }

  /// Where the text was last changed.
  static let change: Character = "."
  /// Where the caret was before its last jump.
  static let jump: Character = "'"
  /// Where text was last inserted.
  static let insertion: Character = "^"

  static func isSettable(_ name: Character) -> Bool {
    ("a"..."z").contains(name) && name.isASCII || name == jump || name == "`"
  }

  static func isReadable(_ name: Character) -> Bool {
    isSettable(name) || name == change || name == insertion || name == "<" || name == ">"
  }

  subscript(name: Character) -> Int? {
    get {
      switch name {
      case "<": selection.map { min($0.anchor, $0.head) }
      case ">": selection.map { max($0.anchor, $0.head) }
      default: places[name]
      }
    }
    set { places[name == "`" ? Self.jump : name] = newValue }
  }

  /// Adjusts the marks after a change to the text.
  /// - Parameters:
  ///   - range: the range that was replaced.
  ///   - length: the length of the text that replaced it.
  mutating func adjust(to range: Range<Int>, _ length: Int) {
    guard !places.isEmpty || selection != nil else { return }
    func moved(_ place: Int) -> Int {
      if place >= range.upperBound { return place + length - range.count }
      return min(place, range.lowerBound + length)
    }
    places = places.mapValues(moved)
    if let last = selection {
      selection = Selection(kind: last.kind, anchor: moved(last.anchor), head: moved(last.head))
    }
  }
}
