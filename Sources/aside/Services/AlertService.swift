internal import App
internal import Chat
internal import Dispatch
internal import Terminal

/// A service that alerts the user when an answer ends: through the terminal, with the user's
/// command, or both.
struct AlertService {
  private let setting: NotifySetting
  private let environment: [String: String]
  private let send: (AlertSignal, ControlFreeLine, ControlFreeLine) -> Void
  private let post: @Sendable (Event) -> Void
  private let queue = DispatchQueue(label: "aside.alerts", attributes: .concurrent)

  /// - Parameters:
  ///   - send: sends a signal with a title and text to the terminal.
  ///   - post: called on `queue`.
  init(
    _ setting: NotifySetting, environment: [String: String],
    send: @escaping (AlertSignal, ControlFreeLine, ControlFreeLine) -> Void,
    post: @escaping @Sendable (Event) -> Void
  ) {
    self.setting = setting
    self.environment = environment
    self.send = send
    self.post = post
  }

  /// Alerts the user. Called on the main thread, which owns the terminal.
  func call(_ alert: AnswerAlert) {
    send(setting.signal, ControlFreeLine(alert.title), ControlFreeLine(alert.text))
    guard let text = setting.command else { return }
    let command = ShellCommand(text: text, environment: variables(alert))
    queue.async { [post] in
      do throws(ShellCommand.Failure) {
        _ = try command.run(.behindScreen, among: RunningCommands())
      } catch .failed(let status) {
        post(.alertFailed(status: status))
      } catch {
        post(.alertFailed(status: nil))
      }
    }
  }

  /// Returns the environment of the command. It contains the text, so the shell never reads the
  /// text as commands.
  private func variables(_ alert: AnswerAlert) -> [String: String] {
    var variables = environment
    variables["ASIDE_TITLE"] = ControlFreeLine(alert.title).text
    variables["ASIDE_TEXT"] = ControlFreeLine(alert.text).text
    variables["ASIDE_STATUS"] = alert.status.rawValue
    variables["ASIDE_CONVERSATION"] = alert.conversation.map { "\($0)" } ?? ""
    return variables
  }
}
