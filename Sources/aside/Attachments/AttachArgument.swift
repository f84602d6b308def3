internal import ArgumentParser

/// A file to attach, as typed on the command line. Like a ``TypedPath``, but it can include
/// line numbers and patterns.
struct AttachArgument: ExpressibleByArgument {
  let text: String

  init(argument: String) { text = argument }

  static var defaultCompletionKind: CompletionKind { .file() }
}
