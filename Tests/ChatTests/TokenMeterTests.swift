import Chat
import Testing

/// The estimated number of tokens.
@Suite struct TokenMeterTests {
  struct Sample: CustomTestStringConvertible {
    let name: String
    /// The text's token count with Qwen's vocabulary. `openAI` is the count with OpenAI's o200k.
    let qwen: Int
    let openAI: Int
    let text: String

    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "thinking in English", qwen: 192, openAI: 180,
      text: """
        Okay, the user wants to know which primes below 50 are also Fibonacci \
        numbers. Let me list the Fibonacci numbers first: 0, 1, 1, 2, 3, 5, \
        8, 13, 21, 34. Now check each one for primality. 2 is prime. 3 is \
        prime. 5 is prime. 8 is 2 cubed, so it isn't. 13 is prime. 21 = 3 * \
        7. 34 = 2 * 17. So the answer is 2, 3, 5 and 13. Wait, should I \
        double-check 1? By definition 1 is not a prime. I'll write a short \
        Swift function using a lazy sequence, since they asked for Swift. \
        Hmm, maybe mention that the next one, 89, is above fifty.
        """),
    Sample(
      name: "Chinese prose", qwen: 66, openAI: 90,
      text: """
        量子纠缠是量子力学中最奇特的现象之一。当两个粒子处于纠缠态时，无论它们相距多远，对其中一个\
        粒子的测量都会立即影响另一个粒子的状态。爱因斯坦曾把它称为“鬼魅般的超距作用”，因为它似乎违反了相对论关于信息不能超过光速传播的原则。
        """),
    Sample(
      name: "Chinese instructions", qwen: 56, openAI: 60,
      text: """
        首先，我们需要安装依赖：在终端里运行下面的命令。接着打开配置文件，把数据库地址改成你自己的\
        服务器。如果程序报错，请检查端口是否被占用，以及防火墙是否允许访问。最后重新启动服务，让新的设置生效。
        """),
    Sample(
      name: "Swift", qwen: 58, openAI: 57,
      text: """
        let fib = sequence(state: (0, 1)) { s in
          defer { s = (s.1, s.0 + s.1) }
          return s.0
        }
        print(fib.prefix { $0 < 50 }.filter(isPrime))
        """),
    Sample(
      name: "JSON", qwen: 69, openAI: 65,
      text: """
        {"id":"chatcmpl-123","object":"chat.completio\
        n","model":"qwen3-32b","choices":[{"index":0,\
        "message":{"role":"assistant","content":"Hell\
        o!"},"finish_reason":"stop"}],"usage":{"promp\
        t_tokens":9,"completion_tokens":12,"total_tokens":21}}
        """),
    Sample(
      name: "emoji", qwen: 27, openAI: 26,
      text: """
        😀 Great! 🎉🎉 🚀 done ✅, warning ⚠️. 🥐☕️🌧️
        """),
    Sample(
      name: "a table", qwen: 38, openAI: 35,
      text: """
        | n | Fibonacci(n) | prime |
        |---|---|---|
        | 3 | 2 | yes |
        | 17 | 1597 | yes |
        """),
    Sample(
      name: "Russian", qwen: 88, openAI: 74,
      text: """
        Квантовая запутанность — одно из самых удивительных явлений квантовой \
        механики. Если две частицы запутаны, измерение одной из них сразу \
        определяет состояние другой, как бы далеко они ни находились. Перед \
        запуском программы проверьте файл настроек. Если появится ошибка, \
        посмотрите журнал и найдите причину.
        """),
    Sample(
      name: "Japanese", qwen: 101, openAI: 122,
      text: """
        量子もつれは、量子力学の中でも特に不思議な現象の一つです。二つの粒子がもつれた状態にあると\
        き、どれだけ離れていても、一方を測定するともう一方の状態が決まります。アインシュタインはこ\
        れを「不気味な遠隔作用」と呼びました。プログラムを実行する前に、設定ファイルを確認してくだ\
        さい。エラーが出た場合は、ログを見て原因を調べます。
        """),
    Sample(
      name: "Korean", qwen: 77, openAI: 67,
      text: """
        양자 얽힘은 양자역학에서 가장 신기한 현상 가운데 하나입니다. 두 입자가 얽힌 상태에 있으면 아무리 멀리 떨어져 있어도 한 \
        입자를 측정하는 순간 다른 입자의 상태가 결정됩니다. 프로그램을 실행하기 전에 설정 파일을 확인해 주세요.
        """),
    Sample(
      name: "German and French", qwen: 151, openAI: 120,
      text: """
        Die Quantenverschränkung gehört zu den merkwürdigsten Erscheinungen \
        der Quantenmechanik. Sind zwei Teilchen verschränkt, so bestimmt die \
        Messung des einen sofort den Zustand des anderen, gleichgültig wie \
        weit sie voneinander entfernt sind. Bitte überprüfen Sie vor dem \
        Start des Programms die Einstellungen. Wenn ein Fehler auftritt, \
        sehen Sie im Protokoll nach. L'intrication quantique est un phénomène \
        étrange : la mesure de l'une détermine immédiatement l'état de \
        l'autre, même très éloignée. Vérifiez la configuration avant de \
        démarrer.
        """),
  ]

  /// At four bytes per token, the estimate for a table would be off by two thirds.
  @Test(arguments: samples)
  func isCloseToRealVocabularies(_ sample: Sample) {
    let count = Double(TokenMeter(sample.text).count)
    #expect(abs(count / Double(sample.qwen) - 1) < 0.25, "\(count) instead of \(sample.qwen)")
    #expect(abs(count / Double(sample.openAI) - 1) < 0.3, "\(count) instead of \(sample.openAI)")
  }

  @Test(arguments: samples)
  func doesNotDependOnWhereTheTextIsCut(_ sample: Sample) {
    let scalars = Array(sample.text.unicodeScalars)
    for size in [1, 2, 3, 7, 64, 4096] {
      var meter = TokenMeter()
      for start in stride(from: 0, to: scalars.count, by: size) {
        var piece = ""
        piece.unicodeScalars += scalars[start..<min(start + size, scalars.count)]
        meter.add(piece)
      }
      #expect(meter == TokenMeter(sample.text), "in pieces of \(size)")
    }
  }

  @Test(arguments: samples)
  func neverFalls(_ sample: Sample) {
    var meter = TokenMeter()
    var last = 0
    for scalar in sample.text.unicodeScalars {
      meter.add(String(scalar))
      #expect(meter.count >= last)
      last = meter.count
    }
  }

  @Test func anyTextHasAToken() {
    #expect(TokenMeter("").count == 0)
    for text in ["a", ".", "量", "👍", "7"] { #expect(TokenMeter(text).count >= 1, "\(text)") }
  }

  // MARK: Calibration

  private func answer(_ usage: Usage?, reasoning: String = "", content: String) -> Message {
    Message(
      id: MessageID(UUIDv7(time: Timestamp(milliseconds: 0), naming: "answer")), parent: nil,
      role: .assistant, createdAt: Timestamp(milliseconds: 0), content: content,
      reasoning: reasoning, usage: usage)
  }

  private let text = String(repeating: "word ", count: 100)

  @Test func aServersUsageCalibrates() throws {
    let estimator = try #require(
      TokenEstimator(calibratedBy: answer(Usage(completionTokens: 150), content: text)))
    #expect(estimator.scale == 1.5)
    #expect(estimator.tokens(in: "word word") == 3)
    #expect(estimator.tokens(0) == 0)
  }

  @Test func hiddenThinkingIsNotCounted() throws {
    let usage = Usage(completionTokens: 900, reasoningTokens: 800)
    let estimator = try #require(
      TokenEstimator(calibratedBy: answer(usage, content: text)))
    #expect(estimator.scale == 1)
  }

  @Test func whatCannotBeAboutTheTextIsIgnored() {
    for (tokens, text) in [(2, text), (100_000, text), (.max, text), (-5, text), (2, "Hello.")] {
      #expect(
        TokenEstimator(calibratedBy: answer(Usage(completionTokens: tokens), content: text)) == nil)
    }
    #expect(TokenEstimator(calibratedBy: answer(nil, content: text)) == nil)
  }

  // MARK: Prices

  @Test func aCostFollowsThePrices() throws {
    var prices = Prices(input: 0.7, output: 2.8)
    #expect(try #require(prices.cost(prompt: 1_000_000, completion: 0)) == 0.7)
    #expect(try #require(prices.cost(prompt: 0, completion: 500_000)) == 1.4)
    #expect(prices.cost(prompt: 1_000_000, cached: 1_000_000, completion: 0) == 0.7)
    prices.cachedInput = 0.1
    #expect(prices.cost(prompt: 1_000_000, cached: 1_000_000, completion: 0) == 0.1)
    #expect(prices.cost(prompt: -1, cached: .max, completion: .min) == 0)
    #expect(try #require(prices.cost(prompt: .max, completion: .max)) <= Money.most)
  }
}
