extension Script {
  /// Returns the first answer of a conversation, which explains the demo and how to use a real
  /// model, and shows what the program can display.
  static func first(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: firstReasoning(question),
      content: .fixed(greeting(question) + connecting + showing))
  }

  private static func firstReasoning(_ question: String) -> String {
    """
    Okay, someone has just opened the demo and written “\(question)”. I should be honest first of \
    all: I am a script, not a model, so I cannot really answer that. Pretending would be worse than \
    useless.

    What would help them most? Probably three things. They need to know that nothing here costs \
    anything or leaves the machine. They need to know how to connect a real model, and F3 does \
    that, so I can put it right at the top. And they came to see a program, so I should give it \
    something to draw.

    Let me think about what that could be. A code block, certainly, and Swift is the natural \
    choice. A small table, because columns go wrong easily. A line of Chinese, where each \
    character takes two columns: if the table still lines up after that, good.

    Hmm, and this thinking itself is part of the show. It streams beside the answer, and it can be \
    hidden. Fine. Keep it short, and start with the plain truth.
    """
  }

  private static func greeting(_ question: String) -> String {
    """
    **This answer is scripted: there is no model behind it.** A small server inside the program \
    wrote it, so you can look around without a key, a network or a bill.

    Hello! You wrote: “\(question)”. A real model would now have something to say about that.


    """
  }

  private static let connecting = """
    ## Connect a real model

    Press F3 and choose a provider, whose API key you can paste there, or a server on this \
    machine. You can also set a key before you start the program:

    ```sh
    export AIMLAPI_API_KEY=your-key
    aside
    ```

    or start it with a server of your own, such as llama.cpp:

    ```sh
    aside --base-url http://127.0.0.1:8080/v1
    ```


    """

  private static let showing = """
    ## What it looks like

    A few lines of Swift:

    ```swift
    /// The sum of the first `count` odd numbers: a square.
    func square(_ count: Int) -> Int {
      (0..<count).reduce(0) { sum, index in sum + 2 * index + 1 }
    }

    print(square(12))  // 144
    ```

    A small table:

    | What you see | Where it comes from | Saved |
    |--------------|---------------------|:-----:|
    | Thinking     | `reasoning_content` |  yes  |
    | Answer       | `content`           |  yes  |
    | Figures      | `usage`             |  yes  |

    And a line of Chinese: 思考与回答并排显示，每个汉字占两列。

    Ask anything: the next answers are scripted too, and each looks different.
    """
}
