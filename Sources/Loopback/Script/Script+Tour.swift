extension Script {
  /// Returns the long answer, which shows every kind of block that the program draws, in about
  /// 600 words.
  static func tour(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        The second question is “\(question)”. The first answer was short, so this one can be long \
        enough to scroll. I want each kind of block at least once: headings, paragraphs that wrap, \
        both kinds of lists, a quotation, code, a table and some mathematics.

        What should it be about? Something that I can write down without knowing anything about \
        the person: how text gets from a server to a terminal. That is close at hand, it is true, \
        and it needs all of those blocks anyway.

        I should take care with the order. A long answer that begins with a table is tiring. So: \
        the idea, the steps, a picture in code, the numbers, one formula, the end.
        """,
      content: .fixed(tourOpening(question) + tourSteps + tourNumbers + tourEnding))
  }

  private static func tourOpening(_ question: String) -> String {
    """
    *Scripted, and long on purpose.* Instead of an answer to “\(question)”, here is how an answer \
    travels from a server to your screen.

    # The life of a word

    A language model does not write sentences. It writes one small piece at a time, each chosen \
    with all the pieces before it in view, and the server sends each piece on its way as soon as \
    it is there. You read the beginning while the end does not yet exist. That is pleasant for a \
    reader and demanding for a program, because nothing that is shown may depend on what has not \
    come.

    > A stream is a promise that more will follow, and a warning that it may not.

    The connection can break in the middle of a word, in the middle of a character, even in the \
    middle of a byte sequence that only makes sense as a whole. A careful program keeps what came, \
    says that it is incomplete, and lets you go on from there.


    """
  }

  private static let tourSteps = """
    ## From server to screen

    1. The server writes an *event*: a line that begins with `data:` and holds a little JSON.
    2. The network cuts the bytes wherever it likes.
    3. The program puts them together again:
       - lines first, whatever they end with;
       - then events, at each empty line;
       - then the text inside, which may be reasoning or answer.
    4. The new text joins the old, and only the part that can still change is laid out again.
    5. The screen is compared with the one before, and the difference goes to the terminal.

    The third step is easy to get wrong. Here is its heart, in a dozen lines:

    ```swift
    struct LineSplitter {
      private var line: [UInt8] = []

      mutating func feed(_ bytes: some Sequence<UInt8>, emit: ([UInt8]) -> Void) {
        for byte in bytes {
          if byte == UInt8(ascii: "\\n") {
            emit(line)
            line.removeAll(keepingCapacity: true)
          } else {
            line.append(byte)
          }
        }
      }
    }
    ```

    It forgets about carriage returns, and about a line that never ends. Both have happened to \
    real programs, and the second one can fill a machine's memory. Limits belong at the border, \
    where bytes from elsewhere come in, and not in the middle, where everybody would have to think \
    of them.


    """

  private static let tourNumbers = """
    ## How fast is fast enough?

    | Rate | What it feels like | Work for the screen |
    |-----:|--------------------|---------------------|
    | 5 a second | slow typing | nearly nothing |
    | 40 a second | comfortable reading | a frame for each piece |
    | 300 a second | a blur | several pieces a frame |
    | 5,000 a second | a benchmark | most of a frame is layout |

    People read about four words a second. Everything above that is for skimming, for code that \
    you will copy anyway, and for the pleasure of it. A screen shows sixty frames a second at \
    best, so a program that paints for every piece does work that nobody can see. It is better to \
    collect what has come and to paint when a frame is due; yet the *first* piece after a pause \
    should appear at once, since that is the one you are waiting for.

    The cost of a long answer is another matter. If each of $n$ pieces made the program lay out \
    everything again, the work would be

    $$1 + 2 + \\dots + n = \\frac{n(n+1)}{2}$$

    and an answer twice as long would take four times the effort. Laying out only the end keeps it \
    at a constant for each piece. While we are on formulas, the most famous short one is \
    $e^{i\\pi}+1=0$, and it fits on a line of text.


    """

  private static let tourEnding = """
    ## What to remember

    - **Show early.** The first word matters more than the last.
    - **Keep everything.** What has arrived has been paid for, in money or in patience.
    - **Trust nothing.** Text from elsewhere may hold control characters, and a terminal obeys \
    those.
    - **Stop at once.** When you have read enough, one key ends the stream, and the text stays.

    ---

    That was the long one. The next scripted answers are shorter: a single line, some code, a \
    comparison, and a poem.
    """
}
