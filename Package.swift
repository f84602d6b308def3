// swift-tools-version: 6.2

import PackageDescription

// Scripts/test sets ASIDE_STRICT, which turns warnings into errors. Users build without it.
let warnings: [SwiftSetting] =
  Context.environment["ASIDE_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + warnings

/// The builds that link Swift's own libraries statically. The program then starts in two thirds of
/// the time (docs/benchmarks.md), and runs where Swift is not installed.
let isSelfContained = BuildSettingCondition.when(platforms: [.linux], configuration: .release)

/// Returns a target for a system C library. Linux finds it without pkg-config, which may not be
/// installed; Homebrew's libraries are found only with pkg-config.
func system(_ name: String, _ pkgConfig: String) -> Target {
  #if os(macOS)
    .systemLibrary(name: name, pkgConfig: pkgConfig)
  #else
    .systemLibrary(name: name)
  #endif
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// - Parameter data: folders of data next to the tests. They contain files that the tests read, not
///   sources.
func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, exclude: data, swiftSettings: settings)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let flyingSocks: Target.Dependency = .product(name: "FlyingSocks", package: "FlyingFox")
let argumentParser: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "aside",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "aside", targets: ["aside"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .target(
      name: "CNcurses",
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    // On Linux, libcurl is loaded at the first request (Sources/CCurl/ccurl.c).
    .target(
      name: "CCurl",
      linkerSettings: [
        .linkedLibrary("curl", .when(platforms: [.macOS])),
        .linkedLibrary("dl", .when(platforms: [.linux])),
      ]),
    system("CMarkdown", "md4c"),
    system("CUnicode", "libutf8proc"),
    system("CSQLite", "sqlite3"),
    system("CZlib", "zlib"),

    library("Chat"),
    library("Text", ["CUnicode"]),
    library("Screen", ["CUnicode", "Text"]),
    library("Markdown", ["CMarkdown", "Screen"]),
    library("Streaming", ["CCurl", "Chat"]),
    library("Storage", [grdb, "CSQLite", "CZlib", "Chat", "Text"]),
    library("Export", ["Chat", "Markdown"]),
    library("Terminal", ["CNcurses", "Screen"]),
    library("Words", ["Chat"]),
    library("App", ["Chat", "Markdown", "Screen", "Words"]),
    library("Loopback", [flyingSocks, "Chat"]),
    library("Faults", ["Chat", "Loopback"]),
    library("TestKit", ["Chat", "Screen"]),
    .executableTarget(
      name: "aside",
      dependencies: [
        "App", "Chat", "Export", "Loopback", "Markdown", "Screen", "Storage", "Streaming",
        "Terminal", "Words",
        argumentParser, "TOMLKit",
      ],
      resources: ["dark", "light", "ansi", "stark", "dusk", "paper"]
        .map { .embedInCode("Themes/\($0).toml") },
      swiftSettings: settings + [.unsafeFlags(["-static-stdlib"], isSelfContained)],
      linkerSettings: [.unsafeFlags(["-static-stdlib"], isSelfContained)]),

    tests("Chat", ["Chat"]),
    tests("Text", ["Text"]),
    tests("Screen", ["Screen", "TestKit"]),
    tests("Markdown", ["Markdown", "Screen", "TestKit"], data: ["CommonMark"]),
    tests(
      "Streaming", ["Streaming", "Chat", "Faults", "Loopback", "TestKit"],
      data: ["Captures", "Surprises"]),
    tests("Storage", ["Storage", "Chat", "TestKit", "Text", grdb], data: ["Schemas"]),
    tests("Export", ["Export", "Chat", "Markdown", "CMarkdown"], data: ["Goldens"]),
    tests("Terminal", ["Terminal", "Screen"]),
    tests("App", ["App", "Chat", "Screen", "TestKit"], data: ["Snapshots"]),
    tests("Words", ["Words", "Chat"]),
    tests("Loopback", ["Loopback", "Chat", "Faults"]),
    tests(
      "aside",
      [
        "aside", "App", "TestKit", "Screen", "Terminal", "Chat", "Faults", "Loopback", "Storage",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
