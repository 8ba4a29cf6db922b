import Foundation
import Testing

@testable import LocalDynamoDB

/// The SDK that most people have, unchanged, against the endpoint.
@Suite struct Boto3Tests {
    /// An interpreter with boto3: `.venv` in the package, $SLUICE_TEST_PYTHON, or python3 on PATH.
    private static let python: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["SLUICE_TEST_PYTHON"]
        let candidates: [String?] = [
            root.appending(path: ".venv/bin/python").path, given, "python3",
        ]
        return candidates.compactMap { $0 }.first { interpreter in
            (try? run([interpreter, "-c", "import boto3"]))?.status == 0
        }
    }()

    private static let hasAWS = (try? run(["aws", "--version"]))?.status == 0

    private static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private static let credentials = [
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "", "NO_PROXY": "127.0.0.1",
    ]

    @Test(
        .enabled(
            if: python != nil,
            "boto3 is missing: make test sets it up, or name an interpreter in SLUICE_TEST_PYTHON"))
    func `boto3 creates, writes, reads, pages and deletes`() async throws {
        try await withServer { server, _ in
            let python = try #require(Self.python)
            let result = try Self.run(
                [python, "-c", Self.script, server.endpoint], environment: Self.credentials)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.hasSuffix("all good\n"), "\(result.output)")
        }
    }

    @Test(.enabled(if: hasAWS, "the aws command is not on PATH"))
    func `The aws command lists and describes tables`() async throws {
        try await withServer { server, client in
            try client.json("CreateTable", Sample.table())
            let aws = ["aws", "--endpoint-url", server.endpoint, "--output", "text", "dynamodb"]
            let listed = try Self.run(aws + ["list-tables"], environment: Self.credentials)
            #expect(listed.status == 0)
            #expect(listed.output == "TABLENAMES\tMusic\n", "\(listed.output)")
            let described = try Self.run(
                aws + ["describe-table", "--table-name", "Music", "--query", "Table.TableStatus"],
                environment: Self.credentials)
            #expect(described.output == "ACTIVE\n", "\(described.output)")
        }
    }

    private static let script = #"""
        import sys, decimal, boto3
        from botocore.exceptions import ClientError
        from boto3.dynamodb.conditions import Key, Attr

        resource = boto3.resource("dynamodb", endpoint_url=sys.argv[1])
        client = resource.meta.client
        table = resource.create_table(
            TableName="Music", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in
                [("PK", "S"), ("SK", "N"), ("LSK", "S"), ("GPK", "B")]],
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
            LocalSecondaryIndexes=[{"IndexName": "local", "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "LSK", "KeyType": "RANGE"}]}],
            GlobalSecondaryIndexes=[{"IndexName": "global", "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["text"]},
                "KeySchema": [{"AttributeName": "GPK", "KeyType": "HASH"}]}],
            Tags=[{"Key": "who", "Value": "test"}])
        client.get_waiter("table_exists").wait(TableName="Music", WaiterConfig={"Delay": 1})
        assert table.key_schema[1]["AttributeName"] == "SK"

        items = [{"PK": "a", "SK": decimal.Decimal(n) / 2, "LSK": "%03d" % (500 - n), "GPK": b"\x00g",
            "text": "über \U0001f600 \"quoted\" \\ /", "list": [1, None, True, {"x": b"\xff"}],
            "set": {"p", "q"}, "numbers": {1, decimal.Decimal("2.5")}} for n in range(-150, 150)]
        with table.batch_writer() as batch:
            for item in items: batch.put_item(Item=item)

        def pages(read, **arguments):
            found = []
            while True:
                answer = read(**arguments)
                found += answer["Items"]
                if "LastEvaluatedKey" not in answer: return found
                arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

        found = pages(table.query, KeyConditionExpression=Key("PK").eq("a"), Limit=70)
        assert found == items, (len(found), found[:1], items[:1])
        local = pages(table.query, IndexName="local", KeyConditionExpression=Key("PK").eq("a"), Limit=70)
        assert [i["SK"] for i in local] == [i["SK"] for i in reversed(items)]
        assert set(local[0]) == {"PK", "SK", "LSK"}
        index = pages(table.query, IndexName="global", KeyConditionExpression=Key("GPK").eq(b"\x00g"), Limit=70)
        assert len(index) == 300 and set(index[0]) == {"PK", "SK", "GPK", "text"}
        segments = [pages(table.scan, Segment=s, TotalSegments=4, FilterExpression=Attr("SK").lt(0)) for s in range(4)]
        assert sum(map(len, segments)) == 150

        got = client.batch_get_item(RequestItems={"Music": {"Keys":
            [{"PK": "a", "SK": decimal.Decimal(n)} for n in range(100)]}})
        assert len(got["Responses"]["Music"]) == 75 and got["UnprocessedKeys"] == {}

        table.update_item(Key={"PK": "a", "SK": 0}, UpdateExpression="ADD hits :one SET #l[0] = :x",
            ExpressionAttributeNames={"#l": "list"}, ExpressionAttributeValues={":one": 1, ":x": "first"})
        assert table.get_item(Key={"PK": "a", "SK": 0})["Item"]["list"][0] == "first"
        try:
            table.put_item(Item={"PK": "a", "SK": 0}, ConditionExpression=Attr("PK").not_exists())
            raise SystemExit("the condition was not kept")
        except client.exceptions.ConditionalCheckFailedException: pass
        try:
            table.put_item(Item={"PK": "", "SK": 0})
            raise SystemExit("an empty key was taken")
        except ClientError as error: assert error.response["Error"]["Code"] == "ValidationException"
        try:
            client.describe_table(TableName="Nowhere")
            raise SystemExit("a table from nowhere")
        except client.exceptions.ResourceNotFoundException: pass

        old = table.delete_item(Key={"PK": "a", "SK": 1}, ReturnValues="ALL_OLD", ReturnConsumedCapacity="TOTAL")
        assert old["Attributes"]["SK"] == 1 and old["ConsumedCapacity"]["CapacityUnits"] >= 1
        client.update_time_to_live(TableName="Music", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})
        assert client.describe_limits()["AccountMaxWriteCapacityUnits"] == 80000
        table.delete()
        client.get_waiter("table_not_exists").wait(TableName="Music", WaiterConfig={"Delay": 1})
        assert client.list_tables()["TableNames"] == []
        print("all good")
        """#
}
