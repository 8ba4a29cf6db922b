// swift-tools-version: 6.2
import PackageDescription

/// The lint turns warnings into errors; a newer toolchain must still build the project.
let warnings: [SwiftSetting] =
    Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let strict: [SwiftSetting] =
    warnings + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        // A row passes through five modules: inlining across them takes a tenth off its instructions.
        .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
    ]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio")
}

/// One room of the house: a module and, where it has tests, their target.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency]? = nil,
    testFiles: [String] = []
) -> [Target] {
    var targets: [Target] = [.target(name: name, dependencies: dependencies, swiftSettings: strict)]
    if let tests {
        targets.append(
            .testTarget(
                name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies + tests,
                exclude: testFiles, swiftSettings: strict))
    }
    return targets
}

let targets: [Target] =
    [
        .systemLibrary(name: "CCurlLibrary", path: "Sources/CCurl/Library"),
        .target(name: "CCurl", dependencies: ["CCurlLibrary"], path: "Sources/CCurl/Shim"),
        .systemLibrary(name: "CLibcrypto"),
    ]
    + room("PlainText", tests: [])
    + room("JSONText", tests: [])
    + room("DynamoItem", ["JSONText"], tests: [])
    + room("RunModel", ["JSONText"], tests: [])
    + room("EventBus", ["RunModel", collections], tests: [])
    + room("SQLiteSource", ["RunModel", grdb, grdbSQLite], tests: [])
    + room("Mapping", ["RunModel", "JSONText", "SQLiteSource", "DynamoItem"], tests: [grdb])
    + room(
        "DynamoDB", ["RunModel", "DynamoItem", "JSONText", "CCurl", "CLibcrypto", logging],
        tests: ["TestSupport"])
    + room("CheckpointStore", ["RunModel", grdb], tests: [])
    + room(
        "Engine",
        [
            "RunModel", "JSONText", "EventBus", "SQLiteSource", "DynamoItem", "Mapping", "DynamoDB",
            "CheckpointStore", logging, collections,
            .product(name: "Histogram", package: "hdrhistogram-swift"),
        ], tests: ["LocalDynamoDB", grdb])
    + room("LocalDynamoDB", ["DynamoItem", "JSONText", grdb, grdbSQLite, logging] + nio, tests: [])
    + room("Headless", ["PlainText", "RunModel", "JSONText", "EventBus"], tests: [])
    + [
        .target(name: "CNcurses", path: "Sources/CNcurses/Shim")
    ]
    + room("Terminal", ["PlainText", "JSONText", "CNcurses"], tests: ["TestSupport"])
    + room(
        "Dashboard",
        ["PlainText", "RunModel", "JSONText", "EventBus", "Terminal", collections],
        tests: ["TestSupport"],
        testFiles: ["Goldens"])
    + [
        .executableTarget(
            name: "sluice",
            dependencies: [
                "PlainText", "RunModel", "JSONText", "EventBus", "SQLiteSource", "DynamoItem",
                "Mapping", "DynamoDB", "CheckpointStore", "Engine", "LocalDynamoDB", "Headless",
                "Terminal", "Dashboard", grdb, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["CLibcrypto"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "sluice", "JSONText", "RunModel", "DynamoItem", "DynamoDB", "SQLiteSource",
                "Mapping", "CheckpointStore", "LocalDynamoDB", "EventBus", "Engine", "Terminal",
                "Dashboard", "TestSupport", grdb, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Scripts"],
            swiftSettings: strict),
    ]

let package = Package(
    name: "sluice",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: targets
)
