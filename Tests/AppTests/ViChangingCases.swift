/// What Vim 9.0 does with insertions, selections, registers, marks and undo.
enum ViChangingCases {
  static let insertions: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("ix<Esc>", "one|x two three"),
        ("ax<Esc>", "one |xtwo three"),
        ("Ix<Esc>", "|xone two three"),
        ("Ax<Esc>", "one two three|x"),
        ("ox<Esc>", "one two three\n|x"),
        ("Ox<Esc>", "|x\none two three"),
        ("3ix<Esc>", "onexx|x two three"),
        ("3Ax<Esc>", "one two threexx|x"),
        ("2ox<Esc>", "one two three\nx\n|x"),
        ("2Ox<Esc>", "x\n|x\none two three"),
        ("gIx<Esc>", "|xone two three"),
        ("Rxy<Esc>", "onex|ywo three"),
        ("2Rxy<Esc>", "onexyx|y three"),
        ("R12345678901234<Esc>", "one1234567890123|4"),
        ("ix<Esc>u", "one| two three"),
        ("ix y z<Esc>u", "one| two three"),
        ("ix<Esc>l.", "onex|x two three"),
        ("Ax<Esc>0.", "one two threex|x"),
        ("3ix<Esc>.", "onexxxx|xx two three"),
        ("ix<Esc>wgiy<Esc>", "onex|y two three"),
      ])
    + ViCase.list(
      "|",
      [
        ("ifoo<Esc>", "fo|o"),
        ("ofoo<Esc>", "\nfo|o"),
        ("x", "|"),
        ("dd", "|"),
        ("p", "|"),
        ("Afoo bar<Esc>b~", "foo B|ar"),
      ])
    + ViCase.list(
      "alpha |beta\ngamma delta\n\nepsilon zeta",
      [
        ("ofoo<Esc>j.", "alpha beta\nfoo\ngamma delta\nfo|o\n\nepsilon zeta"),
        ("cwnew<Esc>j0.", "alpha new\nne|w delta\n\nepsilon zeta"),
        ("A,<Esc>j.", "alpha beta,\ngamma delta|,\n\nepsilon zeta"),
        ("Ifoo<Esc>u", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("Ra<Esc>.", "alpha |aeta\ngamma delta\n\nepsilon zeta"),
      ])

  static let selections: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("vd", "one|two three"),
        ("ved", "one| three"),
        ("vey", "one| two three"),
        ("vecX<Esc>", "one|X three"),
        ("ve~", "one| TWO three"),
        ("vU", "one| two three"),
        ("veU", "one| TWO three"),
        ("vey$p", "one two three tw|o"),
        ("v$d", "on|e"),
        ("viwd", "one|two three"),
        ("vawd", "one| three"),
        ("vfed", "one|e"),
        ("vrz", "one|ztwo three"),
        ("verz", "one|zzzz three"),
        ("vowd", "one|wo three"),
        ("vhd", "on|two three"),
        ("Vd", "|"),
        ("Vcx<Esc>", "|x"),
        ("ve<Esc>gvd", "one| three"),
        ("vex.", "one|ee"),
        ("vld.", "one| three"),
      ])
    + ViCase.list(
      "alpha |beta\ngamma delta\n\nepsilon zeta",
      [
        ("Vjd", "|\nepsilon zeta"),
        ("Vjyp", "alpha beta\n|alpha beta\ngamma delta\ngamma delta\n\nepsilon zeta"),
        ("Vj>", "    |alpha beta\n    gamma delta\n\nepsilon zeta"),
        ("Vj>.", "        |alpha beta\n        gamma delta\n\nepsilon zeta"),
        ("vjd", "alpha |elta\n\nepsilon zeta"),
        ("vjJ", "alpha beta| gamma delta\n\nepsilon zeta"),
        ("VjJ", "alpha beta| gamma delta\n\nepsilon zeta"),
        ("vjgJ", "alpha beta|gamma delta\n\nepsilon zeta"),
        ("yyjVp", "alpha beta\n|alpha beta\n\nepsilon zeta"),
        ("ywjviwp", "alpha beta\ngamma bet|a\n\nepsilon zeta"),
        ("ywjviwPp", "alpha beta\ngamma betabet|a\n\nepsilon zeta"),
        ("VjU", "|ALPHA BETA\nGAMMA DELTA\n\nepsilon zeta"),
        ("vipd", "|\nepsilon zeta"),
        ("v}d", "alpha |epsilon zeta"),
        ("VjcX<Esc>", "|X\n\nepsilon zeta"),
        ("Vjd.", "|"),
      ])
    + ViCase.list(
      "fn f() {\n    let |x = 1;\n    x\n}",
      [
        ("vi{d", "fn f() {\n|}"),
        ("vi{y", "fn f() {\n|    let x = 1;\n    x\n}"),
        ("va{d", "fn f()| "),
      ])

  static let memory: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("\"ayiww\"aP", "one | two three"),
        ("\"ayiw\"Aywdd\"ap", " | "),
        ("\"_dwP", "one|two three"),
        ("yiww\"_diwP", "one |  three"),
        ("yiwwdiw\"0P", "one |  three"),
        ("dwu", "one| two three"),
        ("dwdwuu", "one| two three"),
        ("dwdwu<C-r>", "one|three"),
        ("dwuu<C-r>", "one|two three"),
        ("xxx3u", "one| two three"),
        ("xxx2u<C-r>", "one|wo three"),
        ("dw.", "one|three"),
        ("2dw.", "on|e"),
        ("x3.", "one| three"),
        ("xu.", "one|two three"),
        ("mawx`ax", "one|wo three"),
        ("'ax", "one|two three"),
      ])
    + ViCase.list(
      "alpha |beta\ngamma delta\n\nepsilon zeta",
      [
        ("majd'a", "|\nepsilon zeta"),
        ("mjjjd`j", "alpha| \n\nepsilon zeta"),
        ("Gx``", "alpha |beta\ngamma delta\n\npsilon zeta"),
        ("dd\"1P", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("yyjdd\"0P", "alpha beta\n|alpha beta\n\nepsilon zeta"),
        ("dwjdw\"-P", "alpha \ngamma| delta\n\nepsilon zeta"),
        ("J.", "alpha beta gamma delt|a\nepsilon zeta"),
        ("ddu", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("jddu", "alpha beta\n|gamma delta\n\nepsilon zeta"),
        ("dju", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        (">>.", "        |alpha beta\ngamma delta\n\nepsilon zeta"),
        ("dd.", "|\nepsilon zeta"),
        ("ddup", "alpha beta\n|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("3ddu<C-r>", "epsilo|n zeta"),
        ("G''x", "|lpha beta\ngamma delta\n\nepsilon zeta"),
        ("jx`.rz", "alpha beta\ngamma |zlta\n\nepsilon zeta"),
        ("~u", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        ("guuu", "|alpha beta\ngamma delta\n\nepsilon zeta"),
      ])
    + ViCase.list(
      "ab\ncd|\nef\ngh",
      [
        ("ddkP", "|cd\nab\nef\ngh"),
        ("yyGp", "ab\ncd\nef\ngh\n|cd"),
        ("yykp", "ab\n|cd\ncd\nef\ngh"),
        ("2yyP", "ab\n|cd\nef\ncd\nef\ngh"),
        ("2yyGp", "ab\ncd\nef\ngh\n|cd\nef"),
        ("dd2p", "ab\nef\n|cd\ncd\ngh"),
        ("3p", "ab\nc|d\nef\ngh"),
        ("yygp", "ab\ncd\ncd\n|ef\ngh"),
        ("yygP", "ab\ncd\n|cd\nef\ngh"),
        ("yyGgp", "ab\ncd\nef\ngh\n|cd"),
        ("ddgp", "ab\nef\ncd\n|gh"),
      ])

}
