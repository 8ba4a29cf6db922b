/* The ceiling of libcurl: one ready-made body posted again and again over its multi interface.
 *
 *     ceiling URL BODY-FILE REQUESTS HANDLES
 *
 * As a loader would drive it (curl_multi_socket_action over epoll, headers and body set anew for every request),
 * but nothing is read, encoded, hashed or signed. Prints a JSON object. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

static int epoll_descriptor;
static long timeout_milliseconds = -1;
static char *body;
static long body_bytes;
static struct curl_slist *headers;

static void fail(const char *what)
{
    fprintf(stderr, "ceiling: %s\n", what);
    exit(1);
}

static int socket_changed(CURL *easy, curl_socket_t socket, int what, void *context, void *known)
{
    struct epoll_event event = { .data.fd = socket };
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(epoll_descriptor, EPOLL_CTL_DEL, socket, NULL);
        return 0;
    }
    if (what & CURL_POLL_IN) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
    if (known) {
        epoll_ctl(epoll_descriptor, EPOLL_CTL_MOD, socket, &event);
    } else {
        epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, socket, &event);
        curl_multi_assign(context, socket, &epoll_descriptor);
    }
    return 0;
}

static int timer_changed(CURLM *multi, long milliseconds, void *context)
{
    (void)multi;
    (void)context;
    timeout_milliseconds = milliseconds;
    return 0;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static void read_body(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0 || (body_bytes = ftell(file)) <= 0) fail("cannot read the body");
    rewind(file);
    body = malloc((size_t)body_bytes);
    if (!body || fread(body, 1, (size_t)body_bytes, file) != (size_t)body_bytes) fail("cannot read the body");
    fclose(file);
}

static CURL *make_handle(const char *url)
{
    CURL *easy = curl_easy_init();
    if (!easy) fail("out of memory");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    return easy;
}

static void begin(CURLM *multi, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_bytes);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    if (curl_multi_add_handle(multi, easy) != CURLM_OK) fail("a request cannot be sent");
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int count, char **arguments)
{
    if (count != 5) fail("usage: ceiling URL BODY-FILE REQUESTS HANDLES");
    long requests = atol(arguments[3]), handles = atol(arguments[4]), begun = 0, done = 0;
    if (requests < 1 || handles < 1 || handles > 1024) fail("REQUESTS from 1, HANDLES from 1 to 1024");
    read_body(arguments[2]);

    /* What a signed request carries, byte for byte as long. */
    static const char *lines[] = {
        "Content-Type: application/x-amz-json-1.0",
        "X-Amz-Target: DynamoDB_20120810.BatchWriteItem",
        "X-Amz-Date: 20260101T000000Z",
        "Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=0000000000000000000000000000000000000000000000000000000000000000",
        "Accept-Encoding: identity",
        "Expect:",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) headers = curl_slist_append(headers, lines[i]);

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    epoll_descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (!multi || epoll_descriptor < 0) fail("out of memory or descriptors");
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, multi);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_changed);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, handles);

    struct timespec from, until;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (; begun < handles && begun < requests; begun++) begin(multi, make_handle(arguments[1]));

    int running = 0;
    while (done < requests) {
        struct epoll_event events[256];
        if (timeout_milliseconds == 0) {
            timeout_milliseconds = -1;
            curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
        } else {
            long wait = timeout_milliseconds < 0 || timeout_milliseconds > 1000 ? 1000 : timeout_milliseconds;
            int ready = epoll_wait(epoll_descriptor, events, 256, (int)wait);
            if (ready == 0) curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
            for (int i = 0; i < ready; i++) {
                int bits = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0)
                    | (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0)
                    | (events[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
                curl_multi_socket_action(multi, events[i].data.fd, bits, &running);
            }
        }
        int left;
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK) fail(curl_easy_strerror(message->data.result));
            if (status != 200) fail("an answer that is not 200");
            curl_multi_remove_handle(multi, easy);
            done++;
            if (begun < requests) {
                begin(multi, easy);
                begun++;
            } else {
                curl_easy_cleanup(easy);
            }
        }
    }

    clock_gettime(CLOCK_MONOTONIC, &until);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = (double)(until.tv_sec - from.tv_sec) + (double)(until.tv_nsec - from.tv_nsec) / 1e9;
    double cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    printf("{\"requests\": %ld, \"bytes\": %ld, \"requestsPerSecond\": %.0f, \"cpuMicrosecondsPerRequest\": %.2f}\n",
        requests, body_bytes, (double)requests / seconds, cpu / (double)requests * 1e6);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    return 0;
}
