// libcurl, typed wrappers of its variadic calls, and the two growing buffers a transfer needs.
//
// Swift cannot call variadic C functions, so each kind of option has one function here. The epoll and
// eventfd headers ride along because the transport drives libcurl's socket interface with them and
// Glibc's module does not carry them.
#ifndef SLUICE_CCURL_H
#define SLUICE_CCURL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "../../Library/library.h"

/// Bytes a transfer has received. `write` appends and refuses to grow past `limit`.
typedef struct sluice_buffer {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
    size_t limit;
    /// 1 where `limit` or the memory ended, 0 otherwise.
    int overflowed;
} sluice_buffer;

/// An empty buffer, or NULL without memory. Nothing is allocated for bytes before the first one.
sluice_buffer *sluice_buffer_new(size_t limit);
void sluice_buffer_free(sluice_buffer *buffer);
/// Forgets the bytes, keeps the memory.
void sluice_buffer_reset(sluice_buffer *buffer);
/// 1 where the bytes were appended.
int sluice_buffer_append(sluice_buffer *buffer, const void *bytes, size_t count);
/// The callback for CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION; `buffer` is a sluice_buffer.
size_t sluice_buffer_write(char *bytes, size_t size, size_t count, void *buffer);

/// The request headers of one easy handle: their text and the list libcurl walks, both reused, so a
/// request costs one memcpy instead of two allocations a header.
typedef struct sluice_headers sluice_headers;

sluice_headers *sluice_headers_new(void);
void sluice_headers_free(sluice_headers *headers);
/// The list of the lines in `text`, each ended by a NUL; NULL where there are too many lines or no
/// memory. Valid until the next call. libcurl reads such a list and never frees or changes it.
struct curl_slist *sluice_headers_set(sluice_headers *headers, const void *text, size_t count);

CURLcode sluice_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode sluice_curl_set_size(CURL *easy, CURLoption option, int64_t value);
CURLcode sluice_curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode sluice_curl_set_pointer(CURL *easy, CURLoption option, const void *value);
/// Sets both callbacks, for the body and for the header lines, to `sluice_buffer_write`.
CURLcode sluice_curl_set_buffers(CURL *easy, sluice_buffer *head, sluice_buffer *body);
long sluice_curl_get_long(CURL *easy, CURLINFO info);
/// The CURLOPT_PRIVATE pointer.
void *sluice_curl_get_private(CURL *easy);

CURLMcode sluice_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode sluice_curl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context);
/// The result of a CURLMSG_DONE message.
CURLcode sluice_curl_message_result(const CURLMsg *message);

#endif
