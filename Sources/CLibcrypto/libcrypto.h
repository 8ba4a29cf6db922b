// OpenSSL's SHA-256.
//
// The plain SHA256_* calls are taken, which OpenSSL 3 marks as deprecated in favour of EVP: they keep
// their state in a copyable struct (so an HMAC key is hashed once and copied after), allocate nothing,
// take no lock, and use the CPU's SHA instructions like EVP does.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
