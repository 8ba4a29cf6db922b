// Gives the terminal back where the process crashes or exits with the screen up.
//
// A handler may call little: no curses, no memory from the heap. So all it needs stands in static memory
// before: a descriptor, the shell's modes, the bytes that leave the screen. The signal then goes to
// whoever had it before, Swift's backtracer or the system, as if no guard had been there.
#define _GNU_SOURCE
#include "TerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CNcurses.h"

static const int crashes[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
enum { CRASHES = sizeof crashes / sizeof *crashes, STACK = 64 << 10 };

static struct sigaction before[CRASHES];
static struct termios shell_modes;
static bool has_modes;
static char strings[512];
static size_t string_bytes;
/// -1 while the guard has nothing to do.
static atomic_int guarded = -1;
static atomic_bool fired;

/// The real standard error while another descriptor stands in for it, else -1.
static atomic_int real_errors = -1;
static int diverted = -1;

/// A stopped terminal must not keep a dying process: ten times a tenth of a second.
static void write_all(int descriptor, const char *bytes, size_t count) {
    for (int tries = 0; count > 0 && tries < 10;) {
        ssize_t written = write(descriptor, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else if (written < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = descriptor, .events = POLLOUT};
            poll(&room, 1, 100);
            tries += 1;
        } else {
            return;
        }
    }
}

/// Last words may quote data: only ASCII that prints gets to the terminal.
static void replay_errors(void) {
    char bytes[512];
    off_t at = 0;
    for (ssize_t count; (count = pread(diverted, bytes, sizeof bytes, at)) > 0; at += count) {
        for (ssize_t i = 0; i < count; i++) {
            if (bytes[i] != '\n' && (bytes[i] < 0x20 || bytes[i] > 0x7e)) bytes[i] = '?';
        }
        write_all(STDERR_FILENO, bytes, (size_t)count);
    }
}

static void give_back(void) {
    // In the background, setting modes would stop a process that is about to end.
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    int descriptor = atomic_exchange(&guarded, -1);
    if (descriptor >= 0) {
        atomic_store(&fired, true);
        // Without flow control the kernel lets go of a terminal that Ctrl-S stopped.
        struct termios going = shell_modes;
        going.c_iflag &= ~(tcflag_t)IXON;
        if (has_modes) tcsetattr(descriptor, TCSANOW, &going);
        write_all(descriptor, strings, string_bytes);
        if (has_modes) tcsetattr(descriptor, TCSANOW, &shell_modes);
    }
    int errors = atomic_exchange(&real_errors, -1);
    if (errors >= 0) {
        dup2(errors, STDERR_FILENO);
        replay_errors();
    }
}

static void crashed(int signal, siginfo_t *info, void *context) {
    (void)context;
    give_back();
    for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &before[i], NULL);
    // A fault comes again by itself when we return; one that was sent does not.
    if (info->si_code <= 0) raise(signal);
}

static void give_back_at_exit(void) {
    static bool is_set_up;
    if (!is_set_up) atexit(give_back);
    is_set_up = true;
}

void sluice_guard_arm(int descriptor, const struct termios *modes, const char *text) {
    static bool has_stack;
    has_modes = modes != NULL;
    if (modes) shell_modes = *modes;
    string_bytes = strnlen(text, sizeof strings);
    memcpy(strings, text, string_bytes);
    give_back_at_exit();
    if (!has_stack) {
        has_stack = true;
        stack_t stack = {.ss_size = STACK};
        stack.ss_sp = mmap(
            NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (stack.ss_sp != MAP_FAILED) sigaltstack(&stack, NULL);
    }
    if (atomic_exchange(&guarded, descriptor) < 0) {
        struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, &before[i]);
    }
}

void sluice_guard_disarm(void) {
    if (atomic_exchange(&guarded, -1) < 0) return;
    for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &before[i], NULL);
}

bool sluice_guard_has_fired(void) { return atomic_load(&fired); }

int sluice_errors_divert(void) {
    int real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    int kept = memfd_create("errors", MFD_CLOEXEC);
    if (real < 0 || kept < 0 || dup2(kept, STDERR_FILENO) < 0) {
        if (real >= 0) close(real);
        if (kept >= 0) close(kept);
        return -1;
    }
    give_back_at_exit();
    diverted = kept;
    atomic_store(&real_errors, real);
    return kept;
}

void sluice_errors_restore(void) {
    int errors = atomic_exchange(&real_errors, -1);
    if (errors < 0) return;
    dup2(errors, STDERR_FILENO);
    close(errors);
    close(diverted);
}
