internal import Foundation

/// The command-line tool that measures the store. `StoreMeasures make FILE [MESSAGES]` fills a
/// store. `StoreMeasures measure FILE [QUERY…]` opens it, searches it, and prints how long that
/// took. `StoreMeasures append FILE [KILOBYTES]` appends to an answer in a new store.
@main
enum StoreMeasures {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.dropFirst().first) {
    case ("make", let file?):
      try StoreFiller(path: file).fill(
        arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1_000_000)
    case ("measure", let file?):
      try SearchMeasure(path: file, queries: Array(arguments.dropFirst(2))).run()
    case ("append", let file?):
      try AppendMeasure(
        path: file, count: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1000
      ).run()
    default:
      FileHandle.standardError.write(
        Data(
          "usage: StoreMeasures make FILE [MESSAGES] | measure FILE [QUERY ...] | append FILE [KILOBYTES]\n"
            .utf8))
      exit(2)
    }
  }
}
