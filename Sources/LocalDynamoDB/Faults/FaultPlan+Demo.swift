extension FaultPlan {
    /// What a newcomer sees in the demo: a service some way off, an index with a hot key, and a few writes
    /// handed back.
    ///
    /// With six batches in flight 13,337 items take about half a minute. The faults are few and end, so that
    /// nothing is held up for long.
    package static var demo: FaultPlan {
        var plan = FaultPlan()
        plan.delay = 120_000...480_000
        plan.throttle = 0.14
        plan.throttleReason = "IndexWriteKeyRangeThroughputExceeded"
        plan.throttledTables = ["MusicCatalog"]
        plan.unprocessed = 0.002
        plan.operations = ["BatchWriteItem"]
        plan.times = 60
        plan.seed = 7
        return plan
    }
}
