import Testing

@testable import LocalDynamoDB

@Suite struct FaultPlanTests {
    @Test func `Every part of the text form is read`() throws {
        let plan = try FaultPlan(
            parsing: """
                throttle=0.05:TableWriteKeyRangeThroughputExceeded, unprocessed=0.1,error500=0.01,\
                error503=0.02,drop=0.5:after,badcrc=1,expired=0,delay=5ms..1s,wcu=1000,skew=-2m,tables=A|B,\
                operations=PutItem,times=7,seed=42
                """)
        #expect(plan.throttle == 0.05)
        #expect(plan.throttleReason == "TableWriteKeyRangeThroughputExceeded")
        #expect(plan.unprocessed == 0.1)
        #expect(plan.error500 == 0.01)
        #expect(plan.error503 == 0.02)
        #expect(plan.drop == 0.5)
        #expect(plan.dropMoment == .after)
        #expect(plan.badCRC == 1)
        #expect(plan.delay == 5_000...1_000_000)
        #expect(plan.writeUnits == 1_000)
        #expect(plan.skewSeconds == -120)
        #expect(plan.tables == ["A", "B"])
        #expect(plan.operations == ["PutItem"])
        #expect(plan.times == 7)
        #expect(plan.seed == 42)
    }

    @Test(arguments: ["", "   "]) func `An empty text is no fault`(_ text: String) throws {
        #expect(try FaultPlan(parsing: text).isEmpty)
    }

    @Test(arguments: [
        ("throttel=0.1", 1, "unknown fault “throttel”"),
        ("seed=1,throttle", 8, "“throttle” has no value"),
        ("seed=1, throttle=2", 18, "“2” is not a probability"),
        ("throttle=0.1:Nope", 14, "unknown “Nope”"),
        ("drop=0.1:later", 10, "unknown “later”"),
        ("delay=5", 7, "“5” is not a time"),
        ("delay=5ms..2ms", 7, "the delay's range runs backwards"),
        ("delay=5ms..x", 12, "“x” is not a time"),
        ("skew=5", 6, "“5” is not a clock's error"),
        ("wcu=0", 5, "“0” is not a whole number from 1"),
        ("seed=1,seed=2", 8, "“seed” is given twice"),
        ("seed=1,,wcu=3", 8, "an empty part"),
        ("tables=A||B,tables=", 13, "“tables” is given twice"),
        ("throttle=nan", 10, "“nan” is not a probability"),
    ])
    func `A bad text says where and what`(
        _ text: String, _ position: Int, _ message: String
    ) throws {
        let error = #expect(throws: FaultSpecError.self) { try FaultPlan(parsing: text) }
        #expect(error?.position == position)
        #expect(error?.message == message)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func `One seed gives one sequence of faults`() throws {
        let plan = try FaultPlan(parsing: "throttle=0.2,drop=0.1,unprocessed=0.3,seed=9")
        func run(_ plan: FaultPlan) -> [FaultVerdict.Whole] {
            var injector = FaultInjector(plan)
            return (0..<200).map { _ in
                injector.verdict(operation: "BatchWriteItem", tables: ["T"]).whole
            }
        }
        var other = plan
        other.seed = 10
        #expect(run(plan) == run(plan))
        #expect(run(plan) != run(other))
        #expect(run(plan).contains(.throttle(reason: nil)))
    }

    @Test func `Other tables and operations are left alone`() throws {
        var injector = FaultInjector(try FaultPlan(parsing: "throttle=1,tables=A"))
        #expect(injector.verdict(operation: "PutItem", tables: ["B"]).whole == .none)
        #expect(injector.verdict(operation: "DescribeTable", tables: ["A"]).whole == .none)
        #expect(injector.verdict(operation: "PutItem", tables: ["A"]).whole != .none)
    }

    @Test func `A plan is spent after its times`() throws {
        var injector = FaultInjector(try FaultPlan(parsing: "error500=1,times=2"))
        let faults = (0..<4).map { _ in
            injector.verdict(operation: "PutItem", tables: ["A"]).whole == .error500
        }
        #expect(faults == [true, true, false, false])
    }

    @Test func `The write budget fills with time and lets a dear item through in debt`() throws {
        var injector = FaultInjector(try FaultPlan(parsing: "wcu=10"))
        let verdict = injector.verdict(operation: "BatchWriteItem", tables: ["A"])
        func spend(_ units: Int, at now: Double) -> Bool {
            injector.spend(units, table: "A", verdict: verdict, now: now)
        }
        #expect(spend(10, at: 100))
        #expect(!spend(1, at: 100))
        #expect(spend(5, at: 100.5))
        #expect(!spend(400, at: 101))
        #expect(spend(400, at: 102))
        #expect(!spend(1, at: 110))
        #expect(spend(1, at: 142))
    }
}
