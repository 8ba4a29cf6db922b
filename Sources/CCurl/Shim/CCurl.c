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
    buffer->overflowed = 0;
}

int sluice_buffer_append(sluice_buffer *buffer, const void *bytes, size_t count) {
    if (count > buffer->limit - buffer->count) {
        buffer->overflowed = 1;
        return 0;
    }
    size_t needed = buffer->count + count;
    if (needed > buffer->capacity) {
        // An empty BatchWriteItem answer is 24 bytes; 512 also hold most errors.
        size_t capacity = buffer->capacity ? buffer->capacity : 512;
        while (capacity < needed) capacity *= 2;
        unsigned char *grown = realloc(buffer->bytes, capacity);
        if (!grown) {
            buffer->overflowed = 1;
            return 0;
        }
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count = needed;
    return 1;
}

size_t sluice_buffer_write(char *bytes, size_t size, size_t count, void *buffer) {
    // libcurl's size is always 1; a return other than the count ends the transfer.
    size_t total = size * count;
    return sluice_buffer_append(buffer, bytes, total) ? total : 0;
}

// Signature V4 needs six lines, credentials with a token seven, the metadata services two.
#define SLUICE_HEADER_LINES 16

struct sluice_headers {
    sluice_buffer text;
    struct curl_slist nodes[SLUICE_HEADER_LINES];
};

sluice_headers *sluice_headers_new(void) {
    sluice_headers *headers = calloc(1, sizeof *headers);
    // A session token may be 4 KB and more; 64 KB is past every server's limit for headers.
    if (headers) headers->text.limit = 65536;
    return headers;
}

void sluice_headers_free(sluice_headers *headers) {
    if (!headers) return;
    free(headers->text.bytes);
    free(headers);
}

struct curl_slist *sluice_headers_set(sluice_headers *headers, const void *text, size_t count) {
    sluice_buffer_reset(&headers->text);
    if (!count || !sluice_buffer_append(&headers->text, text, count)) return NULL;
    char *line = (char *)headers->text.bytes;
    char *end = line + count;
    if (end[-1] != '\0') return NULL;
    int lines = 0;
    while (line < end) {
        if (lines == SLUICE_HEADER_LINES) return NULL;
        struct curl_slist *node = &headers->nodes[lines++];
        node->data = line;
        node->next = NULL;
        if (lines > 1) headers->nodes[lines - 2].next = node;
        line += strlen(line) + 1;
    }
    return &headers->nodes[0];
}

CURLcode sluice_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode sluice_curl_set_size(CURL *easy, CURLoption option, int64_t value) {
    return curl_easy_setopt(easy, option, (curl_off_t)value);
}

CURLcode sluice_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode sluice_curl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode sluice_curl_set_buffers(CURL *easy, sluice_buffer *head, sluice_buffer *body) {
    curl_write_callback write = sluice_buffer_write;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)body);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, write);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)head);
    return code;
}

long sluice_curl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

void *sluice_curl_get_private(CURL *easy) {
    char *pointer = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK ? pointer : NULL;
}

CURLMcode sluice_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
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
