public import Chat
public import Screen

/// The user's preferences for this run. They apply to every conversation and provider.
public struct Preferences: Equatable, Sendable {
  /// Whether text appears in whole lines and elapsed times are hidden.
  public var hasReducedMotion = false
  /// Local time minus UTC, in seconds.
  public var utcOffset = 0
  /// Whether the model may be asked for conversation titles.
  public var asksForTitles = false
  /// The minimum number of lines for a paste to be folded; `nil` to fold nothing.
  public var foldedPasteLines: Int? = 10
  /// Whether the composer starts with vi keys.
  public var usesVi = false
  /// Whether conversations are stored; `false` if history is off.
  public var isStored = true
  /// The preset of new conversations, without the settings that the command line overrides; `nil`
  /// for none.
  public var preset: Preset?
  public var fullContext = FullContext.ask
  public var alerts = AlertTime.unfocused
  public var limits = SpendingLimits()
  /// The name of the theme in use.
  public var theme = ""
  /// The names of all themes.
  public var themes: [String] = []
  /// The terminal backgrounds that themes need, by name. Other themes suit any background.
  public var themeBackgrounds: [String: Screen.Background] = [:]
  /// The names of the user's own themes, which may replace built-in ones.
  public var ownThemes: Set<String> = []

  /// Whether a browser can be opened here. If not, addresses are copied.
  public var opensLinks = true
  public var keymap = Keymap.standard
  /// The path of the configuration file in use, whether or not it exists.
  public var configurationPath = "config.toml"

  public init() {}
}
