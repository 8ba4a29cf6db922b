import Testing

@testable import DynamoDB

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "19700101T000000Z"), (1_440_938_160, "20150830T123600Z"),
            (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (1_709_251_199, "20240229T235959Z"), (4_102_444_800, "21000101T000000Z"),
        ] as [(Int64, String)])
    func `A time is written as signatures want it`(_ seconds: Int64, _ text: String) {
        #expect(String(decoding: Timestamp(seconds: seconds).basicFormat, as: UTF8.self) == text)
    }

    @Test func `The Date header is read`() {
        #expect(Timestamp(httpDate: "Sun, 30 Aug 2015 12:36:00 GMT")?.seconds == 1_440_938_160)
        #expect(Timestamp(httpDate: "Tue, 29 Feb 2000 00:00:00 GMT")?.seconds == 951_782_400)
    }

    @Test(arguments: [
        "", "yesterday", "Sun, 30 Foo 2015 12:36:00 GMT", "Sun, 30 Aug 2015 12:36:00 CET",
    ])
    func `What is no date is none`(_ text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }

    @Test(arguments: [
        "2015-08-30T12:36:00Z", "2015-08-30T12:36:00.123Z", "2015-08-30T14:36:00+02:00",
        "2015-08-30T14:36:00+0200", "2015-08-30 07:36:00-05:00",
    ])
    func `An expiry is read in any zone`(_ text: String) {
        #expect(Timestamp(iso8601: text)?.seconds == 1_440_938_160)
    }

    @Test(arguments: [
        "2015-08-30", "2015-08-30T12:36:00", "2015-13-30T12:36:00Z", "tomorrow at noon, Z",
    ])
    func `What is no time is none`(_ text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }
}
