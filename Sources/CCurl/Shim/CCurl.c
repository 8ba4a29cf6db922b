#include "CCurl.h"

#include <stdlib.h>
#include <string.h>

sluice_buffer *sluice_buffer_new(size_t limit) {
    sluice_buffer *buffer = calloc(1, sizeof *buffer);
    if (buffer) buffer->limit = limit;
    return buffer;
}

void sluice_buffer_free(sluice_buffer *buffer) {
    if (!buffer) return;
    free(buffer->bytes);
    free(buffer);
}

void sluice_buffer_reset(sluice_buffer *buffer) {
    buffer->count = 0;
}

int sluice_buffer_append(sluice_buffer *buffer, const void *bytes, size_t count) {
    if (count > buffer->limit - buffer->count) return 0;
    size_t needed = buffer->count + count;
    if (needed > buffer->capacity) {
        // An empty BatchWriteItem answer is 24 bytes; 512 also hold most errors.
        size_t capacity = buffer->capacity ? buffer->capacity : 512;
        while (capacity < needed) capacity *= 2;
        unsigned char *grown = realloc(buffer->bytes, capacity);
        if (!grown) return 0;
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count = needed;
    return 1;
}

CURLcode sluice_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode sluice_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode sluice_curl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

CURLcode sluice_curl_discard_output(CURL *easy) {
    curl_write_callback write = discard;
    return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write);
}

long sluice_curl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

int sluice_curl_get_socket(CURL *easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}

CURLSH *sluice_curl_share_sessions(void) {
    CURLSH *share = curl_share_init();
    if (share) curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    return share;
}

void sluice_curl_share_free(CURLSH *share) {
    if (share) curl_share_cleanup(share);
}

CURLMcode sluice_curl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return code;
}

CURLcode sluice_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
