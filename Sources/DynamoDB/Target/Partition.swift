/// A part of AWS with its own domain: which regions it has and how their endpoints end.
///
/// As in AWS's published partitions.json of botocore 1.43.106.
struct Partition: Sendable {
    var id: String
    /// The beginnings of its regions' names; after one come words, a hyphen and a number.
    var prefixes: [String]
    var suffix: String
    var dualStackSuffix: String
    /// Regions known when this was written; new ones appear, so a name outside the list is no error.
    var regions: [String]

    static let all = [
        Partition(
            id: "aws-us-gov", prefixes: ["us-gov-"], suffix: "amazonaws.com",
            dualStackSuffix: "api.aws",
            regions: ["us-gov-east-1", "us-gov-west-1"]),
        Partition(
            id: "aws-iso", prefixes: ["us-iso-"], suffix: "c2s.ic.gov",
            dualStackSuffix: "api.aws.ic.gov", regions: ["us-iso-east-1", "us-iso-west-1"]),
        Partition(
            id: "aws-iso-b", prefixes: ["us-isob-"], suffix: "sc2s.sgov.gov",
            dualStackSuffix: "api.aws.scloud", regions: ["us-isob-east-1", "us-isob-west-1"]),
        Partition(
            id: "aws-iso-e", prefixes: ["eu-isoe-"], suffix: "cloud.adc-e.uk",
            dualStackSuffix: "api.cloud-aws.adc-e.uk", regions: ["eu-isoe-west-1"]),
        Partition(
            id: "aws-iso-f", prefixes: ["us-isof-"], suffix: "csp.hci.ic.gov",
            dualStackSuffix: "api.aws.hci.ic.gov", regions: ["us-isof-east-1", "us-isof-south-1"]),
        Partition(
            id: "aws-cn", prefixes: ["cn-"], suffix: "amazonaws.com.cn",
            dualStackSuffix: "api.amazonwebservices.com.cn",
            regions: ["cn-north-1", "cn-northwest-1"]),
        Partition(
            id: "aws-eusc", prefixes: ["eusc-de-"], suffix: "amazonaws.eu",
            dualStackSuffix: "api.amazonwebservices.eu", regions: ["eusc-de-east-1"]),
        Partition(
            id: "aws",
            prefixes: ["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-"],
            suffix: "amazonaws.com", dualStackSuffix: "api.aws",
            regions: [
                "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2",
                "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
                "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6",
                "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2",
                "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
                "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
                "us-east-1",
                "us-east-2", "us-west-1", "us-west-2",
            ]),
    ]

    /// The partition whose regions look like this one; nil where none do.
    static func of(region: String) -> Partition? {
        all.first { partition in
            partition.prefixes.contains { prefix in
                guard region.hasPrefix(prefix) else { return false }
                let rest = region.dropFirst(prefix.count).split(
                    separator: "-", omittingEmptySubsequences: false)
                guard rest.count == 2, let place = rest.first, let number = rest.last else {
                    return false
                }
                return !place.isEmpty
                    && place.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
                    && !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
            }
        }
    }

    static func isKnown(region: String) -> Bool { all.contains { $0.regions.contains(region) } }

    /// The known region nearest to a mistyped one; nil where none is near.
    static func suggestion(for region: String) -> String? {
        let typed = Array(region.lowercased().replacing("_", with: "-").unicodeScalars.prefix(40))
        let ranked = all.flatMap(\.regions).map { known in
            (known, distance(typed, Array(known.unicodeScalars)))
        }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= 3 else { return nil }
        return best.0
    }

    /// Insertions, deletions and replacements from one to the other.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
