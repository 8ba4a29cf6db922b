/* The paced endpoint: answers each BatchWriteItem so many milliseconds after it came, however many are in flight.
 *
 *     paced PORT DELAY-MILLISECONDS CONTROL-PORT
 *
 * GET /stats tells how long batches took and how many were in flight. What is about tables goes to control.py. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 8192, QUEUE = 4 * CONNECTIONS, REQUEST_LIMIT = 20 << 20, STEPS = 200000, STEP_NS = 10000 };

struct connection {
    char *bytes;
    size_t count, capacity;
    uint32_t generation;
    int is_waiting;
};

struct answer {
    int64_t arrived;
    int descriptor;
    uint32_t generation;
};

static struct connection connections[CONNECTIONS];
static struct answer queue[QUEUE];
static size_t queue_head, queue_count;
static uint32_t histogram[STEPS + 1];
static int64_t delay, first, last, waited;
static uint64_t answered;
static size_t in_flight, peak;
static int epoll_descriptor, control_port;

static const char answer_text[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 23\r\n"
    "x-amz-crc32: 4185382651\r\n\r\n{\"UnprocessedItems\":{}}";

static void fail(const char *what)
{
    fprintf(stderr, "paced: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void hang_up(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    if (connection->is_waiting) in_flight--;
    connection->is_waiting = 0;
    connection->generation++;
    connection->count = 0;
    close(descriptor);
}

static int send_all(int descriptor, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return 0;
        bytes += sent;
        count -= (size_t)sent;
    }
    return 1;
}

static int connect_local(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0 && connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    if (descriptor >= 0) close(descriptor);
    return -1;
}

/* Few and short: nobody minds that the others wait. The answer's end is the connection's. */
static void relay(int descriptor, const char *request, size_t count)
{
    int control = connect_local(control_port);
    char bytes[16384];
    ssize_t got;
    if (control >= 0 && send_all(control, request, count)) {
        while ((got = recv(control, bytes, sizeof bytes, 0)) > 0) {
            if (!send_all(descriptor, bytes, (size_t)got)) break;
        }
    }
    if (control >= 0) close(control);
    hang_up(descriptor);
}

static double percentile(double share)
{
    uint64_t wanted = (uint64_t)(share * (double)answered), seen = 0;
    for (int step = 0; step <= STEPS; step++) {
        seen += histogram[step];
        if (seen > wanted) return (step + 0.5) * STEP_NS / 1e6;
    }
    return 0;
}

static void tell(int descriptor)
{
    char body[512], head[128];
    double seconds = (double)(last - first) / 1e9;
    int count = snprintf(body, sizeof body,
        "{\"batches\": %llu, \"seconds\": %.3f, \"p50\": %.3f, \"p99\": %.3f, \"peakInFlight\": %zu, "
        "\"meanInFlight\": %.1f}\n",
        (unsigned long long)answered, seconds, percentile(0.5), percentile(0.99), peak,
        seconds > 0 ? (double)waited / 1e9 / seconds : 0);
    int head_count = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", count);
    if (!send_all(descriptor, head, (size_t)head_count) || !send_all(descriptor, body, (size_t)count))
        hang_up(descriptor);
}

static void begin_waiting(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    if (queue_count == QUEUE) {
        hang_up(descriptor);
        return;
    }
    int64_t arrived = now();
    if (first == 0) first = arrived;
    connection->is_waiting = 1;
    if (++in_flight > peak) peak = in_flight;
    queue[(queue_head + queue_count++) % QUEUE] =
        (struct answer){ .arrived = arrived, .descriptor = descriptor, .generation = connection->generation };
}

/* The delay is the same for all, so what came first is due first. Nanoseconds to the next. */
static int64_t answer_due(void)
{
    while (queue_count > 0) {
        struct answer *next = &queue[queue_head];
        int64_t left = next->arrived + delay - now();
        if (left > 0) return left;
        struct connection *connection = &connections[next->descriptor];
        if (connection->generation == next->generation) {
            connection->is_waiting = 0;
            in_flight--;
            int was_sent = send_all(next->descriptor, answer_text, sizeof answer_text - 1);
            last = now();
            waited += last - next->arrived;
            int64_t step = (last - next->arrived) / STEP_NS;
            histogram[step < STEPS ? step : STEPS]++;
            answered++;
            if (!was_sent) hang_up(next->descriptor);
        }
        queue_head = (queue_head + 1) % QUEUE;
        queue_count--;
    }
    return 1000000000;
}

/* Handles the request, where it is whole. One at a time: a client waits for its answer. */
static void take(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    char *end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
    if (!end) return;
    *end = 0;
    char *length = strcasestr(connection->bytes, "\ncontent-length:");
    int is_batch = strcasestr(connection->bytes, "DynamoDB_20120810.BatchWriteItem") != NULL;
    int is_stats = strncmp(connection->bytes, "GET /stats", 10) == 0;
    *end = '\r';
    size_t whole = (size_t)(end - connection->bytes) + 4 + (length ? strtoul(length + 16, NULL, 10) : 0);
    if (connection->count < whole) return;
    connection->count = 0;
    if (is_batch) begin_waiting(descriptor);
    else if (is_stats) tell(descriptor);
    else relay(descriptor, connection->bytes, whole);
}

static void read_some(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    if (connection->capacity - connection->count < 32768) {
        size_t capacity = connection->capacity ? 2 * connection->capacity : 65536;
        char *bytes = capacity > REQUEST_LIMIT ? NULL : realloc(connection->bytes, capacity + 1);
        if (!bytes) {
            hang_up(descriptor);
            return;
        }
        connection->bytes = bytes;
        connection->capacity = capacity;
    }
    ssize_t got =
        recv(descriptor, connection->bytes + connection->count, connection->capacity - connection->count, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
        hang_up(descriptor);
        return;
    }
    connection->count += (size_t)got;
    take(descriptor);
}

static void accept_some(int listener)
{
    int descriptor, yes = 1;
    while ((descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        struct epoll_event event = { .events = EPOLLIN, .data.fd = descriptor };
        if (descriptor >= CONNECTIONS) {
            close(descriptor);
            continue;
        }
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        connections[descriptor].count = 0;
        if (epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, descriptor, &event) != 0) close(descriptor);
    }
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: paced PORT DELAY-MILLISECONDS CONTROL-PORT\n");
        return 2;
    }
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1])),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    delay = atoi(arguments[2]) * INT64_C(1000000);
    control_port = atoi(arguments[3]);
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) fail("cannot bind");
    if (listen(listener, 4096) != 0) fail("cannot listen");
    epoll_descriptor = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
    if (epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, listener, &event) != 0) fail("epoll");
    for (;;) {
        struct epoll_event events[512];
        int64_t left = answer_due();
        struct timespec wait = { .tv_sec = left / 1000000000, .tv_nsec = left % 1000000000 };
        int ready = epoll_pwait2(epoll_descriptor, events, 512, &wait, NULL);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) accept_some(listener);
            else read_some(events[i].data.fd);
        }
    }
}
