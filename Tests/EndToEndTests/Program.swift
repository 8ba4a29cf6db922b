import Testing

/// Tests that run the built program against servers: one at a time, since each loads both cores.
@Suite(.serialized) enum Program {}
