internal import Screen

extension Palette {
  /// Returns the emphasis of a look. With eight colours, bright colours are shown as bold, as on
  /// old terminals, and text that is grey at other depths is dimmed. Bold text that would be
  /// unreadable is underlined instead if it is a heading or has no colour; otherwise its colour is
  /// enough, and an underline would look like a link. An accent without a readable colour is bold
  /// or, if bold is unreadable, underlined.
  func emphasis(of look: Look, as role: StyleRole) -> Emphasis {
    if depth > .eight, losesInk(of: look) {
      return look.emphasis.subtracting(.bold).union(.underline)
    }
    guard depth <= .sixteen, depth != .none else { return look.emphasis }
    if role == .accent, losesColor(of: look) {
      return look.emphasis.union(keepsBold(look) ? .bold : .underline)
    }
    if role == .selection, losesSurface(of: look) { return look.emphasis.union(.reverse) }
    guard depth == .eight else { return look.emphasis }
    if [.rule, .secondary, .reasoning, .codeComment, .likely].contains(role) {
      return look.emphasis.union(.dim)
    }
    if look.emphasis.contains(.bold), !keepsBold(look) {
      let isPlain = role == .heading || look.foreground == nil || losesColor(of: look)
      return look.emphasis.subtracting(.bold).union(isPlain ? .underline : [])
    }
    guard case .terminal(9...) = look.foreground else { return look.emphasis }
    return look.emphasis.union(.bold)
  }

  /// Returns the look of an added or removed line of a patch, with another colour if its own would
  /// become that of plain text. Where no green is readable, added lines are blue. Where no red is,
  /// removed lines are magenta. With eight colours, bold makes a colour bright.
  func patch(_ look: Look, as role: StyleRole) -> Look {
    let colors: [UInt8]
    switch role {
    case .codeAdded: colors = [2, 4]
    case .codeRemoved: colors = [1, 5]
    default: return look
    }
    guard depth == .eight || depth == .sixteen, losesColor(of: look) else { return look }
    let looks = colors.flatMap { color -> [Look] in
      let plain = Look(
        foreground: .terminal(color), background: look.background, emphasis: look.emphasis)
      var bright = plain
      bright.foreground = .terminal(color + 8)
      return [plain, bright]
    }
    return looks.first(where: isReadable) ?? look
  }

  /// Returns a dim look with its colour mixed with the background instead, if the terminal has
  /// enough colours. Terminals differ in how they dim: xterm darkens text, which on a light
  /// background makes it more conspicuous.
  func faded(_ look: Look) -> Look {
    guard depth >= .indexed, look.emphasis.contains(.dim), case .rgb(let color) = look.foreground,
      let behind = surface(of: look)
    else { return look }
    var faded = look
    faded.emphasis.subtract(.dim)
    faded.foreground = .rgb(
      RGB(
        Self.mixed(color.red, behind.red), Self.mixed(color.green, behind.green),
        Self.mixed(color.blue, behind.blue)))
    return faded
  }

  private func surface(of look: Look) -> RGB? {
    if case .rgb(let color) = look.background { return color }
    return background?.usualColors.first
  }

  private static func mixed(_ value: UInt8, _ behind: UInt8) -> UInt8 {
    UInt8((Int(value) * 3 + Int(behind) * 2) / 5)
  }
}
