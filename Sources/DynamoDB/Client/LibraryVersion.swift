import CCurl

/// What requests are sent with, for `sluice info`.
package enum LibraryVersion {
    /// libcurl and what it was built with: `libcurl/7.88.1 OpenSSL/3.0.15 …`.
    package static var transport: String {
        guard let text = curl_version() else { return "libcurl" }
        return String(cString: text)
    }
}
