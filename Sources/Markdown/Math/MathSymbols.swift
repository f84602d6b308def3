/// The Unicode equivalents of LaTeX commands.
enum MathSymbols {
  /// Commands that produce a single symbol, mapped to that symbol.
  static let symbols: [String: String] = {
    var symbols = pairs(
      """
      alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
      kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
      upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
      Upsilon Υ Phi Φ Psi Ψ Omega Ω pm ± mp ∓ times × div ÷ cdot · ast ∗ star ⋆ circ ∘ bullet •
      oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ dagger † cap ∩ cup ∪ uplus ⊎ sqcup ⊔ vee ∨ wedge ∧ lor ∨ land ∧
      setminus ∖ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃
      cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ nsubseteq ⊈ in ∈
      ni ∋ notin ∉ mid ∣ nmid ∤ parallel ∥ perp ⊥ models ⊨ vdash ⊢ dashv ⊣ asymp ≍ doteq ≐
      sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
      bigvee ⋁ bigwedge ⋀ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒
      Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ longrightarrow ⟶ longleftarrow ⟵
      Longrightarrow ⟹ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕
      hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌ nearrow ↗ searrow ↘
      forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ emptyset ∅ varnothing ∅ infty ∞ partial ∂
      nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ angle ∠ triangle △ square □ blacksquare ■ Box □
      checkmark ✓ degree ° prime ′ dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ therefore ∴ because ∵
      langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | lVert ‖ rVert ‖ vert | Vert ‖
      lbrace { rbrace } lbrack [ rbrack ] backslash \\ colon : surd √ imath ı jmath ȷ ltimes ⋉ rtimes ⋊
      triangleq ≜ coloneqq ≔ lesssim ≲ gtrsim ≳ cdotp · dotsc … dotsb ⋯ pounds £ copyright © S § P ¶
      """)
    for (name, text) in [("quad", "  "), ("qquad", "    "), (",", " "), (";", " "), (":", " ")] {
      symbols[name] = text
    }
    for (name, text) in [(" ", " "), ("!", ""), ("|", "‖"), ("\\", " "), ("enspace", " ")] {
      symbols[name] = text
    }
    for name in ["{", "}", "$", "%", "&", "#", "_"] { symbols[name] = name }
    return symbols
  }()

  /// Functions that are shown by name, such as `sin`.
  static let functions = words(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf \
    limsup ln log max min Pr sec sin sinh sup tan tanh argmax argmin mod
    """)

  /// Functions whose scripts are bounds, like those of a sum.
  static let limits = words("lim liminf limsup max min sup inf argmax argmin")

  /// Returns how a symbol relates to its neighbours.
  static func kind(of symbol: String) -> MathAtom.Kind {
    guard symbol.count == 1, let symbol = symbol.first else { return .plain }
    if "∑∏∐∫∬∭∮⋃⋂⨁⨂".contains(symbol) { return .sum }
    return "∀∃∄".contains(symbol) ? .quantifier : .plain
  }

  /// Commands that change only the look of their argument. Plain text cannot show that look, so
  /// the argument is kept as it is.
  static let transparent = words(
    """
    mathrm mathbf mathit mathsf mathtt boldsymbol bm operatorname mathnormal pmb boxed mathop
    """)

  /// Commands that set the size of the following delimiter.
  static let sizes = words(
    """
    left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle bigm
    """)

  /// Commands for styles, the placement of limits, and equation numbers, which have no effect
  /// here.
  static let ignored = words(
    """
    displaystyle textstyle scriptstyle limits nolimits nonumber notag
    """)

  static let environments = words(
    """
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases array aligned alignedat align \
    alignat split gather gathered eqnarray equation multline
    """)

  /// Commands that add a combining character to their argument.
  static let accents = pairs(
    """
    hat \u{302} widehat \u{302} bar \u{304} overline \u{305} vec \u{20D7} dot \u{307} ddot \u{308}
    tilde \u{303} widetilde \u{303} check \u{30C} acute \u{301} grave \u{300} breve \u{306}
    underline \u{332} overrightarrow \u{20D7}
    """)

  private static let relations = Set(
    "=<>≤≥≠≡≈∼≃≅∝≪≫≺≻⊂⊃⊆⊇⊈∈∋∉∣∤∥⊥⊨⊢⊣≍≐≔≜≲≳→←↔⇒⇐⇔⟹⟸⟺⟶⟵↦⟼↪↩⇀⇌±∓×÷+−∪∩⊔⊎∖∧∨⊕⊖⊗⊙∴∵")

  /// Whether a symbol has spaces around it, as relations and operators do.
  static func isRelation(_ symbol: Character) -> Bool { relations.contains(symbol) }

  static let superscripts = characters(
    "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ"
      + "AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂβᵝγᵞδᵟθᶿφᵠχᵡ′′")

  static let subscripts = characters(
    "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ")

  /// Returns a letter's counterpart in a mathematical alphabet, or the letter itself if it has
  /// none.
  static func letter(_ letter: Character, in alphabet: String) -> Character {
    guard let value = letter.asciiValue, letter.isLetter else { return letter }
    let upper = Unicode.Scalar(value).properties.isUppercase
    let offset = UInt32(value) - (upper ? 0x41 : 0x61)
    if let known = exceptions[alphabet]?[letter] { return known }
    let start: UInt32
    switch alphabet {
    case "mathbb": start = upper ? 0x1D538 : 0x1D552
    case "mathcal", "mathscr": start = upper ? 0x1D49C : 0x1D4B6
    case "mathfrak": start = upper ? 0x1D504 : 0x1D51E
    default: return letter
    }
    return Unicode.Scalar(start + offset).map(Character.init) ?? letter
  }

  static let alphabets = ["mathbb", "mathcal", "mathscr", "mathfrak"]

  /// Letters that Unicode had encoded elsewhere before it added the mathematical alphabets.
  private static let exceptions: [String: [Character: Character]] = {
    let script = characters("BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ")
    return [
      "mathbb": characters("CℂHℍNℕPℙQℚRℝZℤ"), "mathcal": script, "mathscr": script,
      "mathfrak": characters("CℭHℌIℑRℜZℨ"),
    ]
  }()

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }

  private static func pairs(_ text: String) -> [String: String] {
    let words = text.unicodeScalars.split { $0 == " " || $0 == "\n" }.map { String($0) }
    var pairs: [String: String] = [:]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      pairs[words[index]] = words[index + 1]
    }
    return pairs
  }

  private static func characters(_ text: String) -> [Character: Character] {
    let all = Array(text)
    var pairs: [Character: Character] = [:]
    for index in stride(from: 0, to: all.count - 1, by: 2) { pairs[all[index]] = all[index + 1] }
    return pairs
  }
}
