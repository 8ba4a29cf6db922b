import Engine
import Testing

@Suite struct StallWatchTests {
    @Test func `A standstill is told once, after a while, and so is its end`() {
        let watch = StallWatch()
        #expect(!watch.failed(at: .seconds(100)))
        #expect(!watch.failed(at: .seconds(104)))
        #expect(watch.failed(at: .seconds(105)))
        #expect(!watch.failed(at: .seconds(200)))
        #expect(watch.moved())
        #expect(!watch.moved())
    }

    @Test func `Whatever moves in between begins it anew`() {
        let watch = StallWatch()
        #expect(!watch.failed(at: .seconds(1)))
        #expect(!watch.moved())
        #expect(!watch.failed(at: .seconds(6)))
        #expect(!watch.failed(at: .seconds(10)))
        #expect(watch.failed(at: .seconds(11)))
    }
}
