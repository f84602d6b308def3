/// What Vim 9.0 does with motions, operators and text objects.
enum ViMovingCases {
  static let motions: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("h", "on|e two three"),
        ("l", "one |two three"),
        ("0", "|one two three"),
        ("^", "|one two three"),
        ("$", "one two thre|e"),
        ("w", "one |two three"),
        ("b", "|one two three"),
        ("e", "one tw|o three"),
        ("ge", "on|e two three"),
        ("W", "one |two three"),
        ("B", "|one two three"),
        ("E", "one tw|o three"),
        ("fe", "one two thr|ee"),
        ("te", "one two th|ree"),
        ("Fo", "|one two three"),
        ("To", "o|ne two three"),
        ("2w", "one two |three"),
        ("3e", "one two thre|e"),
        ("5|", "one |two three"),
        ("%", "one| two three"),
        ("gg", "|one two three"),
        ("G", "|one two three"),
      ])
    + ViCase.list(
      "alpha |beta\ngamma delta\n\nepsilon zeta",
      [
        ("j", "alpha beta\ngamma |delta\n\nepsilon zeta"),
        ("k", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        ("2j", "alpha beta\ngamma delta\n|\nepsilon zeta"),
        ("+", "alpha beta\n|gamma delta\n\nepsilon zeta"),
        ("-", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        ("_", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("G", "alpha beta\ngamma delta\n\n|epsilon zeta"),
        ("gg", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("2G", "alpha beta\n|gamma delta\n\nepsilon zeta"),
        ("}", "alpha beta\ngamma delta\n|\nepsilon zeta"),
        ("{", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("w", "alpha beta\n|gamma delta\n\nepsilon zeta"),
        ("2w", "alpha beta\ngamma |delta\n\nepsilon zeta"),
        ("b", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("e", "alpha bet|a\ngamma delta\n\nepsilon zeta"),
        ("ge", "alph|a beta\ngamma delta\n\nepsilon zeta"),
        ("$j", "alpha beta\ngamma delt|a\n\nepsilon zeta"),
        ("0j", "alpha beta\n|gamma delta\n\nepsilon zeta"),
        ("jk", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        ("50%", "alpha beta\n|gamma delta\n\nepsilon zeta"),
      ])
    + ViCase.list(
      "say \"one |two\" and 'x'.  Then left! Why?\nNext line.",
      [
        (")", "say \"one two\" and 'x'.  |Then left! Why?\nNext line."),
        ("(", "|say \"one two\" and 'x'.  Then left! Why?\nNext line."),
        ("2)", "say \"one two\" and 'x'.  Then left! |Why?\nNext line."),
        ("f'", "say \"one two\" and |'x'.  Then left! Why?\nNext line."),
        ("t\"", "say \"one tw|o\" and 'x'.  Then left! Why?\nNext line."),
        ("fe;", "say \"one two\" and 'x'.  Then l|eft! Why?\nNext line."),
        ("fe;,", "say \"one two\" and 'x'.  Th|en left! Why?\nNext line."),
        ("2fe", "say \"one two\" and 'x'.  Then l|eft! Why?\nNext line."),
      ])
    + ViCase.list(
      "foo(|bar, baz) + {x: [1, 2]}",
      [
        ("%", "foo|(bar, baz) + {x: [1, 2]}"),
        ("w", "foo(bar|, baz) + {x: [1, 2]}"),
        ("W", "foo(bar, |baz) + {x: [1, 2]}"),
        ("e", "foo(ba|r, baz) + {x: [1, 2]}"),
        ("f%", "foo(|bar, baz) + {x: [1, 2]}"),
        ("t[", "foo(bar, baz) + {x:| [1, 2]}"),
        ("$%", "foo(bar, baz) + |{x: [1, 2]}"),
      ])
    + ViCase.list(
      "grün|e Äpfel\nzwei",
      [
        ("w", "grüne |Äpfel\nzwei"),
        ("b", "|grüne Äpfel\nzwei"),
        ("$", "grüne Äpfe|l\nzwei"),
        ("e", "grüne Äpfe|l\nzwei"),
        ("j", "grüne Äpfel\nzwe|i"),
        ("fÄ", "grüne |Äpfel\nzwei"),
      ])
    + ViCase.list(
      "one.two|,three  four-five",
      [
        ("w", "one.two,|three  four-five"),
        ("W", "one.two,three  |four-five"),
        ("e", "one.two,thre|e  four-five"),
        ("E", "one.two,thre|e  four-five"),
        ("b", "one.|two,three  four-five"),
        ("ge", "one.tw|o,three  four-five"),
        ("3w", "one.two,three  four|-five"),
      ])
    + ViCase.list(
      "a\n|\n\nb c\n\nd",
      [
        ("w", "a\n\n|\nb c\n\nd"),
        ("}", "a\n\n\nb c\n|\nd"),
        ("{", "|a\n\n\nb c\n\nd"),
        ("j", "a\n\n|\nb c\n\nd"),
        ("k", "|a\n\n\nb c\n\nd"),
        ("e", "a\n\n\n|b c\n\nd"),
      ])

  static let operators: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("dw", "one|two three"),
        ("dW", "one|two three"),
        ("db", "| two three"),
        ("de", "one| three"),
        ("dge", "on|two three"),
        ("d$", "on|e"),
        ("d0", "| two three"),
        ("d^", "| two three"),
        ("dh", "on| two three"),
        ("dl", "one|two three"),
        ("2dw", "one|three"),
        ("d2w", "one|three"),
        ("2d2w", "on|e"),
        ("dfe", "one|e"),
        ("dte", "one|ee"),
        ("x", "one|two three"),
        ("X", "on| two three"),
        ("D", "on|e"),
        ("3x", "one|o three"),
        ("yiwP", "one|  two three"),
        ("cwnew<Esc>", "onene|wtwo three"),
        ("C!<Esc>", "one|!"),
        ("sab<Esc>", "onea|btwo three"),
        ("Sx<Esc>", "|x"),
        ("~", "one |two three"),
        ("3~", "one TW|o three"),
        ("rz", "one|ztwo three"),
        ("2rz", "onez|zwo three"),
        ("g~w", "one| two three"),
        ("gUiw", "one| two three"),
        ("guu", "|one two three"),
        ("gU$", "one| TWO THREE"),
        ("Y", "one| two three"),
        ("yyp", "one two three\n|one two three"),
        ("yyP", "|one two three\none two three"),
        ("ywP", "one|  two three"),
        ("xp", "onet| wo three"),
        ("dd", "|"),
        ("ddp", "\n|one two three"),
      ])
    + ViCase.list(
      "alpha |beta\ngamma delta\n\nepsilon zeta",
      [
        ("dd", "|gamma delta\n\nepsilon zeta"),
        ("2dd", "|\nepsilon zeta"),
        ("dj", "|\nepsilon zeta"),
        ("dk", "alpha |beta\ngamma delta\n\nepsilon zeta"),
        ("dG", "|"),
        ("dgg", "|gamma delta\n\nepsilon zeta"),
        ("d}", "alpha| \n\nepsilon zeta"),
        ("d{", "|beta\ngamma delta\n\nepsilon zeta"),
        ("d)", "alpha| \n\nepsilon zeta"),
        ("ccx<Esc>", "|x\ngamma delta\n\nepsilon zeta"),
        ("cjx<Esc>", "|x\n\nepsilon zeta"),
        ("yjP", "|alpha beta\ngamma delta\nalpha beta\ngamma delta\n\nepsilon zeta"),
        ("yyjp", "alpha beta\ngamma delta\n|alpha beta\n\nepsilon zeta"),
        ("ddp", "gamma delta\n|alpha beta\n\nepsilon zeta"),
        ("ddP", "|alpha beta\ngamma delta\n\nepsilon zeta"),
        ("J", "alpha beta| gamma delta\n\nepsilon zeta"),
        ("3J", "alpha beta gamma delt|a\nepsilon zeta"),
        ("gJ", "alpha beta|gamma delta\n\nepsilon zeta"),
        (">>", "    |alpha beta\ngamma delta\n\nepsilon zeta"),
        ("2>>", "    |alpha beta\n    gamma delta\n\nepsilon zeta"),
        (">j", "    |alpha beta\n    gamma delta\n\nepsilon zeta"),
        ("gUj", "ALPHA |BETA\nGAMMA DELTA\n\nepsilon zeta"),
        ("g~~", "|ALPHA BETA\ngamma delta\n\nepsilon zeta"),
      ])
    + ViCase.list(
      "  in|dented\n    more\nplain",
      [
        (">>", "      |indented\n    more\nplain"),
        ("<<", "|indented\n    more\nplain"),
        ("j<<", "  indented\n|more\nplain"),
        ("<j", "|indented\nmore\nplain"),
        ("J", "  indented| more\nplain"),
        ("dd", "    |more\nplain"),
        ("cc!<Esc>", "|!\n    more\nplain"),
        ("I!<Esc>", "  |!indented\n    more\nplain"),
        ("A!<Esc>", "  indented|!\n    more\nplain"),
        ("d^", "  |dented\n    more\nplain"),
        ("^i-<Esc>", "  |-indented\n    more\nplain"),
        (">>.", "          |indented\n    more\nplain"),
        (">>u", "  |indented\n    more\nplain"),
      ])

  static let objects: [ViCase] =
    ViCase.list(
      "one| two three",
      [
        ("diw", "one|two three"),
        ("daw", "one| three"),
        ("ciwX<Esc>", "one|Xtwo three"),
        ("yawP", "one tw|o two three"),
        ("2daw", "on|e"),
        ("d2iw", "one| three"),
        ("diW", "one|two three"),
      ])
    + ViCase.list(
      "foo(|bar, baz) + {x: [1, 2]}",
      [
        ("di(", "foo(|) + {x: [1, 2]}"),
        ("da(", "foo| + {x: [1, 2]}"),
        ("dib", "foo(|) + {x: [1, 2]}"),
        ("cibX<Esc>", "foo(|X) + {x: [1, 2]}"),
        ("di[", "foo(bar, baz) + {x: [|]}"),
        ("da{", "foo(bar, baz) +| "),
        ("di{", "foo(bar, baz) + {|}"),
        ("ya(P", "foo(bar, baz|)(bar, baz) + {x: [1, 2]}"),
        ("2dib", "foo(|bar, baz) + {x: [1, 2]}"),
      ])
    + ViCase.list(
      "say \"one |two\" and 'x'.  Then left! Why?\nNext line.",
      [
        ("di\"", "say \"|\" and 'x'.  Then left! Why?\nNext line."),
        ("da\"", "say |and 'x'.  Then left! Why?\nNext line."),
        ("ci\"X<Esc>", "say \"|X\" and 'x'.  Then left! Why?\nNext line."),
        ("di'", "say \"one two\" and '|'.  Then left! Why?\nNext line."),
        ("da'", "say \"one two\" and|.  Then left! Why?\nNext line."),
        ("dis", "|  Then left! Why?\nNext line."),
        ("das", "|Then left! Why?\nNext line."),
        ("yi\"P", "say \"one tw|oone two\" and 'x'.  Then left! Why?\nNext line."),
      ])
    + ViCase.list(
      "fn f() {\n    let |x = 1;\n    x\n}",
      [
        ("di{", "fn f() {\n|}"),
        ("diB", "fn f() {\n|}"),
        ("da{", "fn f()| "),
        ("ci{X<Esc>", "fn f() {\n|X\n}"),
        ("dip", "|"),
        ("yi{P", "fn f() {\n    |let x = 1;\n    x\n    let x = 1;\n    x\n}"),
        (">i{", "fn f() {\n        |let x = 1;\n        x\n}"),
      ])
    + ViCase.list(
      "a\n|\n\nb c\n\nd",
      [
        ("dip", "a\n|b c\n\nd"),
        ("dap", "a\n|\nd"),
        ("jjdip", "a\n\n\n|\nd"),
        ("jjdap", "a\n\n\n|d"),
        ("diw", "a\n|\n\nb c\n\nd"),
        ("daw", "a\n|b c\n\nd"),
      ])
    + ViCase.list(
      "one.two|,three  four-five",
      [
        ("diw", "one.two|three  four-five"),
        ("diW", "|  four-five"),
        ("daW", "|four-five"),
        ("d2aw", "one.two|four-five"),
      ])

}
