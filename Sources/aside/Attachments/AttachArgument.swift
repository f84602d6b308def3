internal import ArgumentParser

/// What to attach, as it was typed on the command line. A path as in ``TypedPath``, but with lines
/// and patterns.
struct AttachArgument: ExpressibleByArgument {
  let text: String

  init(argument: String) { text = argument }

  static var defaultCompletionKind: CompletionKind { .file() }
}
