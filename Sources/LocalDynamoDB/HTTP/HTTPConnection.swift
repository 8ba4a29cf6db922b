import DynamoItem
import NIOCore
import NIOHTTP1

/// One client connection: gathers a request, hands it to the backend, writes the answer.
///
/// The pipeline's own handler before it holds back the next request until this one is answered, so
/// answers keep their order and there is one request at a time.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let backend: Backend
    private let faults: FaultSwitch
    private let now: @Sendable () -> Double
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// The Date header of this second.
    private var date: (second: Int, text: String) = (0, "")

    init(_ backend: Backend, _ faults: FaultSwitch, now: @escaping @Sendable () -> Double) {
        self.backend = backend
        self.faults = faults
        self.now = now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLarge = false
            if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }) {
                isTooLarge = length > DynamoLimits.requestBytes
                if !isTooLarge { body.reserveCapacity(length) }
            }
            if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
                let go = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let buffer):
            if body.count + buffer.readableBytes > DynamoLimits.requestBytes { isTooLarge = true }
            if !isTooLarge { body.append(contentsOf: buffer.readableBytesView) }
        case .end:
            guard let head else { return }
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that is gone, or that does not speak HTTP: there is no one to tell.
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if isTooLarge {
            body = []
            let refusal = ServiceError(
                family: .coral, code: "RequestEntityTooLargeException", status: 413)
            return write(Answer(refusal), keepAlive: false, context)
        }
        guard head.method == .POST else {
            // What AWS's own front page says to load balancers and curious people.
            let text = Array("healthy: dynamodb.\(TableRecord.region).amazonaws.com ".utf8)
            let answer =
                head.method == .GET ? Answer(body: text) : Answer(body: [], status: 404)
            return write(answer, keepAlive: head.isKeepAlive, context)
        }
        // Without the fault a request may carry any date: old recordings are replayed against this.
        let skew = faults.plan.skewSeconds
        switch Gate.operation(head, now: skew == 0 ? nil : Int(now()) + skew) {
        case .failure(let error): write(Answer(error), keepAlive: head.isKeepAlive, context)
        case .success(let operation):
            let call = Call(operation: operation, body: body)
            body = []
            let loop = context.eventLoop
            let here = NIOLoopBound((self, context), eventLoop: loop)
            let keepAlive = head.isKeepAlive
            backend.submit(call) { answer in
                loop.execute {
                    let (connection, context) = here.value
                    connection.deliver(answer, keepAlive: keepAlive, context)
                }
            }
        }
    }

    private func deliver(_ answer: Answer, keepAlive: Bool, _ context: ChannelHandlerContext) {
        guard answer.delayMicroseconds > 0 else {
            return write(answer, keepAlive: keepAlive, context)
        }
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .microseconds(Int64(answer.delayMicroseconds))) {
            let (connection, context) = here.value
            connection.write(answer, keepAlive: keepAlive, context)
        }
    }

    private func write(_ answer: Answer, keepAlive: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        if answer.spoiling == .dropConnection { return context.close(promise: nil) }
        let crc = CRC32.of(answer.body) ^ (answer.spoiling == .wrongCRC ? 0x5A5A_5A5A : 0)
        var headers = HTTPHeaders()
        headers.reserveCapacity(7)
        headers.add(name: "Server", value: "Server")
        headers.add(name: "Date", value: dateText())
        headers.add(name: "Content-Type", value: "application/x-amz-json-1.0")
        headers.add(name: "Content-Length", value: String(answer.body.count))
        headers.add(name: "Connection", value: keepAlive ? "keep-alive" : "close")
        headers.add(name: "x-amzn-RequestId", value: Self.requestID())
        headers.add(name: "x-amz-crc32", value: String(crc))
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let buffer = context.channel.allocator.buffer(bytes: answer.body)
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !keepAlive {
            let channel = context.channel
            end.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private func dateText() -> String {
        let second = Int(now()) + faults.plan.skewSeconds
        if second != date.second { date = (second, httpDate(second)) }
        return date.text
    }

    /// 52 characters of base 32, as AWS's are.
    private static func requestID() -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUV".utf8)
        var id: [UInt8] = []
        id.reserveCapacity(52)
        for _ in 0..<5 {
            var bits = UInt64.random(in: .min ... .max)
            for _ in 0..<12 where id.count < 52 {
                id.append(alphabet[Int(bits & 31)])
                bits >>= 5
            }
        }
        return String(decoding: id, as: UTF8.self)
    }
}
