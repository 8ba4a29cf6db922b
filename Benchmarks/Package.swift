// swift-tools-version: 6.2
import PackageDescription

// The rooms on a row's way, compiled again through links to ../Sources, so that each stage can be measured
// alone: their declarations are the package's own, and no other package reaches them.

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
        .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
    ]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CCurlLibrary", path: "Sources/CCurl/Library"),
        .target(name: "CCurl", dependencies: ["CCurlLibrary"], path: "Sources/CCurl/Shim"),
        .systemLibrary(name: "CLibcrypto"),
        room("JSONText"),
        room("DynamoItem", ["JSONText"]),
        room("RunModel", ["JSONText"]),
        room("SQLiteSource", ["RunModel", grdb, grdbSQLite]),
        room("Mapping", ["RunModel", "JSONText", "SQLiteSource", "DynamoItem"]),
        room("DynamoDB", ["RunModel", "DynamoItem", "JSONText", "CCurl", "CLibcrypto", logging]),
        .executableTarget(
            name: "Stages",
            dependencies: [
                "RunModel", "JSONText", "SQLiteSource", "DynamoItem", "Mapping", "DynamoDB",
                "CLibcrypto", grdbSQLite,
            ],
            swiftSettings: strict),
    ]
)
