extension Script {
  static func short(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        “\(question)” could be answered at length, but the last answer was long enough. One line, \
        then. A short answer is worth showing too: the screen should not jump when it ends \
        almost as soon as it begins.
        """,
      content: .fixed("Scripted again, and short: *yes, no, or it depends; mostly the last.*"))
  }

  static func code(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        This time I would like to show code in more than one language, because a reader will want \
        to copy one block and not the others. “\(question)” does not ask for code, but a script \
        has to take what it is given.

        A program that counts words is small enough to read at a glance. In Swift, then in a \
        shell, and the output as plain text. I should write down what it prints and check it: \
        “to be or not to be” has six words; “to” and “be” come twice, “or” and “not” once.
        """,
      content: .fixed(
        """
        *A scripted answer about code*, whatever “\(question)” meant. Count the words of a text, \
        most frequent first:

        ```swift
        func wordCounts(_ text: String) -> [(word: Substring, count: Int)] {
          let words = text.split(whereSeparator: \\.isWhitespace)
          return Dictionary(grouping: words, by: \\.self)
            .map { (word: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.word) < ($0.count, $1.word) }
        }
        ```

        The same in a shell:

        ```sh
        tr -s '[:space:]' '\\n' | sort | uniq -c | sort -k1,1nr -k2
        ```

        For `to be or not to be`, both say:

        ```text
        2 be
        2 to
        1 not
        1 or
        ```

        Each block can be copied by its number.
        """))
  }

  static func comparison(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        A comparison is what people ask for most, so let me lay one out even though “\(question)” \
        may be about something else. Thinking on against thinking off is the obvious subject here.

        With thinking, the first word of the answer comes later, and the whole costs more, since \
        reasoning is billed like any other text. Without it, simple questions are answered at \
        once. Neither is better as such. A budget lies between the two: think, but not for long. \
        I will put that into a table and give a rule of thumb.
        """,
      content: .fixed(
        """
        *Scripted, like the others.* A comparison, since everyone asks for one:

        | | Thinking on | Thinking off | With a budget |
        |---|---|---|---|
        | First word | later | at once | in between |
        | Cost | answer and reasoning | answer | bounded |
        | Good for | proofs, plans, bugs | facts, phrasing | most things |

        A rule of thumb:

        1. Start without thinking.
        2. When the answer is *fluent but wrong*, turn it on and ask again.
        3. When it thinks in circles, set a budget.

        > The reasoning is not the answer. Read it to see where a mistake came from.
        """))
  }

  static func haiku(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        After a table, something without any structure. A haiku: five, seven, five syllables. It \
        should be about a cursor, since that is what blinks here. “The cursor still blinks” has \
        five. “words come as the river comes” has seven. “then the screen is calm” has five. Good \
        enough for a script that was asked “\(question)”.
        """,
      content: .fixed(
        """
        *Scripted verse:*

        The cursor still blinks;\\
        words come as the river comes,\\
        then the screen is calm.

        — and with an emoji or two, for the width of things: 🌊 🖥️ 👩‍💻
        """))
  }

  /// Returns a later answer for questions with Chinese characters.
  static func chinese(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: """
        用户用中文提问：“\(question)”。我只是一段预先写好的脚本，没有真正的模型，所以应当先说明这一点，\
        再用中文展示界面：标题、列表、表格和代码。汉字占两列，标点也是，正好可以检查换行与对齐。\
        内容要简短，语气要自然。最后提醒一下怎样连接真正的模型。
        """,
      content: .fixed(
        """
        *这是脚本写好的回答，背后没有模型。* 您问的是：“\(question)”。

        ## 思考与回答

        模型先思考，再回答。思考的过程显示在旁边，可以随时隐藏；回答完成以后，两者都会保存下来。

        - 中文与 English 可以混排，宽度各自计算。
        - 标点符号不会出现在行首，例如逗号，句号。
        - 数字 12345 与代码 `let 回答 = 42` 也没有问题。

        | 项目 | 含义 | 单位 |
        |------|------|-----:|
        | 首字时间 | 从发送到第一个字 | 毫秒 |
        | 输出速度 | 每秒收到的片段 | 个 |

        要连接真正的模型，请设置 `AIMLAPI_API_KEY` 后重新启动。
        """))
  }

  /// Returns the answer for requests that require JSON.
  static func json(_ question: String) -> ScriptedAnswer {
    ScriptedAnswer(
      reasoning: "",
      content: .fixed(
        """
        {
          "scripted": true,
          "note": "No model is behind this answer.",
          "question": \(JSONText.quote(question))
        }
        """))
  }
}
