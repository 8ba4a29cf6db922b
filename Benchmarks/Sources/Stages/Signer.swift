/// Signs a body as the client does: its SHA-256, and the header that says who sends it.
///
/// The room's own sources, compiled into this module too: what the client calls is not seen outside it.
struct Signer {
    private let signature = SignatureV4(region: "us-east-1")
    private let credentials = Credentials(
        accessKeyID: "bench", secretAccessKey: "bench", source: "here")
    private let host = Array("127.0.0.1:8000".utf8)
    private let type = Array("application/x-amz-json-1.0".utf8)
    private let target = Array("DynamoDB_20120810.BatchWriteItem".utf8)

    /// Some byte of the signature.
    func sign(_ body: UnsafeRawBufferPointer) -> Int {
        let date = Timestamp.now.basicFormat
        let line = signature.authorization(
            method: "POST", path: "/",
            headers: [
                SignatureV4.Header("content-type", type), SignatureV4.Header("host", host),
                SignatureV4.Header("x-amz-date", date), SignatureV4.Header("x-amz-target", target),
            ], payloadHash: SHA256.digest(of: body), date: date, credentials: credentials)
        return Int(line.last ?? 0)
    }
}
