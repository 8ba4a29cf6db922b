/// Signs a body as the client does: its SHA-256, and the header that says who sends it.
///
/// The room's own sources, compiled into this module too: what the client calls is not seen outside it.
struct Signer {
    private let frame: SigningFrame

    init() {
        let date = Timestamp.now.basicFormat
        frame = SignatureV4(region: "us-east-1").frame(
            method: "POST", path: "/",
            headers: [
                SignatureV4.Header("content-type", "application/x-amz-json-1.0"),
                SignatureV4.Header("host", "127.0.0.1:8000"),
                SignatureV4.Header("x-amz-date", date),
                SignatureV4.Header("x-amz-target", "DynamoDB_20120810.BatchWriteItem"),
            ], date: date,
            credentials: Credentials(
                accessKeyID: "bench", secretAccessKey: "bench", source: "here"))
    }

    /// Some byte of the signature.
    func sign(_ body: UnsafeRawBufferPointer) -> Int {
        frame.signature(of: SHA256.digest(of: body)).withBytes { Int($0.last ?? 0) }
    }
}
