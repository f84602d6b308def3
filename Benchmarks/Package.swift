// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nobody who builds the program has to fetch what only this needs.
// Sources/ links to the program's targets: the benchmarks look inside them, which takes builds that
// the program's own package must not have.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let testable: [SwiftSetting] = settings + [.unsafeFlags(["-enable-testing"])]

#if os(macOS)
  let curl: Target = .systemLibrary(name: "CCurl", pkgConfig: "libcurl")
#else
  let curl: Target = .systemLibrary(name: "CCurl")
#endif

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Without its traits, which count allocations in a way that costs some.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    curl,
    .target(name: "Chat", swiftSettings: settings),
    .target(name: "Streaming", dependencies: ["CCurl", "Chat"], swiftSettings: testable),
    .target(
      name: "Loopback",
      dependencies: [.product(name: "FlyingSocks", package: "FlyingFox"), "Chat"],
      swiftSettings: settings),
    .executableTarget(
      name: "StreamingBenchmarks",
      dependencies: [
        "Chat", "Loopback", "Streaming", .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/StreamingBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
