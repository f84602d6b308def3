internal import ArgumentParser

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A path on the command line. Expands a leading `~` or `~/`, which shells do not expand in
/// `--output=~/notes`. Every option and argument that is a path has this type.
struct TypedPath: ExpressibleByArgument {
  let path: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    path = Paths(environment: ProcessInfo.processInfo.environment).expanding(argument)
  }

  static var defaultCompletionKind: CompletionKind { .file() }
}
