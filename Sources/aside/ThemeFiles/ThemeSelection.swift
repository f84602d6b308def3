internal import Screen
internal import Terminal
internal import Words

/// A theme named in the configuration, and where it is named.
struct ThemeSetting {
  let name: String
  /// The file, line and key, for messages.
  let place: String

  init?(_ key: String, _ file: TOMLFile) throws(UsageProblem) {
    guard let name = try file.string(key) else { return nil }
    self.name = name
    place = "\(file.position(of: key)), \(file.name(of: key))"
  }
}

/// The choice of a theme. `--theme` overrides the configuration. If neither names a theme, the
/// terminal's background decides.
struct ThemeSelection {
  let choice: ThemeChoice
  /// The problems with themes. The default theme replaces a theme that cannot be used.
  let troubles: [String]
  /// The name of the theme, or `auto`.
  let name: String
  private let configuration: Configuration
  private let catalogue: ThemeCatalogue
  private let depth: ColorDepth

  /// - Parameters:
  ///   - option: the value of `--theme`, if given.
  ///   - depth: the terminal's colours. With only eight, the default is `ansi`: most colours of
  ///     `dark` and `light` have no counterpart there, so the text would be almost colourless.
  /// - Throws: if the option names a theme that does not exist.
  init(
    option: String?, _ configuration: Configuration, _ catalogue: ThemeCatalogue,
    depth: ColorDepth = .direct
  ) throws(UsageProblem) {
    var finder = Finder(catalogue: catalogue)
    var chosen: ThemeChoice?
    if let option {
      guard option == Self.automatic || finder.exists(option) else {
        throw UsageProblem(catalogue.unknown(option))
      }
      chosen = option == Self.automatic ? nil : finder.choice(option)
    } else if let setting = configuration.theme, setting.name != Self.automatic {
      chosen = finder.choice(setting)
    }
    if let chosen {
      choice = chosen
    } else {
      let few = depth <= .eight ? "ansi" : nil
      choice = .byBackground(
        dark: finder.choice(configuration.darkTheme, else: few ?? "dark").theme(on: .dark),
        light: finder.choice(configuration.lightTheme, else: few ?? "light").theme(on: .light))
    }
    troubles = finder.troubles
    name = option ?? configuration.theme?.name ?? Self.automatic
    self.configuration = configuration
    self.catalogue = catalogue
    self.depth = depth
  }

  private static let automatic = "auto"

  /// Lists the names that can be chosen: `auto`, the built-in themes, and the user's theme files;
  /// the terminal backgrounds that themes need, by name; and the names of the user's themes. Reads
  /// the folder of the user's themes.
  func list() -> (names: [String], backgrounds: [String: Background], own: Set<String>) {
    let (names, backgrounds, own) = catalogue.list()
    return ([Self.automatic] + names, backgrounds, own)
  }

  /// Returns the theme that `--theme` would choose, or what is wrong with it.
  func choosing(_ name: String) -> Result<ThemeChoice, UsageProblem> {
    do throws(UsageProblem) {
      let selection = try ThemeSelection(
        option: name, configuration, catalogue, depth: depth)
      let problem = selection.troubles.first.map { UsageProblem($0) }
      return problem.map { .failure($0) } ?? .success(selection.choice)
    } catch {
      return .failure(error)
    }
  }
}

/// A lookup of themes that records why some of them cannot be used.
private struct Finder {
  let catalogue: ThemeCatalogue
  var troubles: [String] = []

  init(catalogue: ThemeCatalogue) { self.catalogue = catalogue }

  func exists(_ name: String) -> Bool {
    do { return try catalogue.choice(named: name) != nil } catch { return true }
  }

  mutating func choice(_ name: String) -> ThemeChoice? {
    do throws(UsageProblem) {
      return try catalogue.choice(named: name)
    } catch {
      troubles.append(error.description)
      return nil
    }
  }

  mutating func choice(_ setting: ThemeSetting) -> ThemeChoice? {
    let choice = choice(setting.name)
    if choice == nil, exists(setting.name) == false {
      troubles.append(Words.located(setting.place, catalogue.unknown(setting.name)))
    }
    return choice
  }

  mutating func choice(_ setting: ThemeSetting?, else name: String) -> ThemeChoice {
    if let setting, let choice = choice(setting) { return choice }
    if setting == nil, let choice = choice(name) { return choice }
    // The built-in themes always parse; the tests check that.
    return ((try? ThemeCatalogue.builtIn(name)) ?? nil) ?? .fixed(.monochrome)
  }
}
