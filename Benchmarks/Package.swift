// swift-tools-version: 6.2

import PackageDescription

// This is a separate package, so that building the program does not fetch dependencies that
// only the benchmarks need. Sources/ links to the program's targets, because the benchmarks use
// their internals. That requires build flags that the program's own package must not have.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let testable: [SwiftSetting] = settings + [.unsafeFlags(["-enable-testing"])]

func system(_ name: String, _ pkgConfig: String) -> Target {
  #if os(macOS)
    .systemLibrary(name: name, pkgConfig: pkgConfig)
  #else
    .systemLibrary(name: name)
  #endif
}

/// Returns a target that uses the benchmark library.
func benchmarks(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + [.product(name: "Benchmark", package: "benchmark")],
    path: "Benchmarks/\(name)", swiftSettings: settings,
    plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Leave out the default traits, which count allocations at some cost.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // On Linux, libcurl is loaded at the first request (CCurl/ccurl.c).
    .target(
      name: "CCurl",
      linkerSettings: [
        .linkedLibrary("curl", .when(platforms: [.macOS])),
        .linkedLibrary("dl", .when(platforms: [.linux])),
      ]),
    system("CMarkdown", "md4c"),
    system("CSQLite", "sqlite3"),
    system("CUnicode", "libutf8proc"),
    system("CZlib", "zlib"),
    .target(name: "Chat", swiftSettings: settings),
    .target(name: "Streaming", dependencies: ["CCurl", "Chat"], swiftSettings: testable),
    .target(
      name: "Loopback",
      dependencies: [.product(name: "FlyingSocks", package: "FlyingFox"), "Chat"],
      swiftSettings: settings),
    .target(name: "Faults", dependencies: ["Chat", "Loopback"], swiftSettings: settings),
    .target(name: "Text", dependencies: ["CUnicode"], swiftSettings: settings),
    .target(name: "Screen", dependencies: ["CUnicode", "Text"], swiftSettings: settings),
    .target(name: "Markdown", dependencies: ["CMarkdown", "Screen"], swiftSettings: settings),
    .target(name: "Words", dependencies: ["Chat"], swiftSettings: settings),
    .target(
      name: "App", dependencies: ["Chat", "Markdown", "Screen", "Words"], swiftSettings: settings),
    benchmarks("StreamingBenchmarks", ["Chat", "Faults", "Loopback", "Streaming"]),
    benchmarks("ScreenBenchmarks", ["App", "Chat", "Markdown", "Screen"]),
    .target(
      name: "Storage", dependencies: ["CSQLite", "CZlib", "Chat", "Text", grdb],
      swiftSettings: testable),
    // This target does not use the benchmark library, because it creates a store of a million
    // messages once and then queries it many times.
    .executableTarget(
      name: "StoreMeasures", dependencies: ["Chat", "Storage", grdb],
      path: "Benchmarks/StoreMeasures", swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
