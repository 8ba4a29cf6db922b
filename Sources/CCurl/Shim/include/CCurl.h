// libcurl, typed wrappers of its variadic calls, and the growing buffer that an answer's body needs.
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

/// Bytes of an answer. `append` refuses to grow past `limit`.
typedef struct sluice_buffer {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
    size_t limit;
} sluice_buffer;

/// An empty buffer, or NULL without memory. Nothing is allocated for bytes before the first one.
sluice_buffer *sluice_buffer_new(size_t limit);
void sluice_buffer_free(sluice_buffer *buffer);
/// Forgets the bytes, keeps the memory.
void sluice_buffer_reset(sluice_buffer *buffer);
/// 1 where the bytes were appended; 0 past the limit, or without memory.
int sluice_buffer_append(sluice_buffer *buffer, const void *bytes, size_t count);

CURLcode sluice_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode sluice_curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode sluice_curl_set_pointer(CURL *easy, CURLoption option, const void *value);
/// Has what libcurl would write to standard output, a proxy's page for one, go nowhere.
CURLcode sluice_curl_discard_output(CURL *easy);
long sluice_curl_get_long(CURL *easy, CURLINFO info);
/// The socket of a connection that was made with CURLOPT_CONNECT_ONLY; -1: there is none.
int sluice_curl_get_socket(CURL *easy);

/// For CURLOPT_SHARE: sessions of TLS, to be used by one thread; NULL without memory. It must outlive its handles.
CURLSH *sluice_curl_share_sessions(void);
void sluice_curl_share_free(CURLSH *share);

CURLMcode sluice_curl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context);
/// The result of a CURLMSG_DONE message.
CURLcode sluice_curl_message_result(const CURLMsg *message);

#endif
