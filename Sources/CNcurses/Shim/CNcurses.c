#define _GNU_SOURCE
#include "Terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "TerminalGuard.h"

// The narrow library's window is 88 bytes, and it would show wide characters as rubbish.
_Static_assert(sizeof(cchar_t) > sizeof(chtype), "the wide curses is needed");

/// A hostile window size must not cost a gigabyte: four 4K displays side by side show fewer.
enum { MOST_ROWS = 1000, MOST_COLUMNS = 2000 };

static atomic_flag is_open = ATOMIC_FLAG_INIT;

/// The same terminal under a descriptor whose flags are nobody else's; anything else just once more.
static int open_anew(int descriptor, int access) {
    if (!isatty(descriptor)) return fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    int flags = access | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, anew = -1;
    char name[64];
    // After su, only the name /dev/tty may be opened.
    if (tcgetsid(descriptor) == getsid(0)) anew = open("/dev/tty", flags);
    if (anew < 0 && ttyname_r(descriptor, name, sizeof name) == 0) anew = open(name, flags);
    if (anew >= 0) return anew;
    // In a container the terminal's name may lead nowhere.
    snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    return open(name, flags);
}

/// A locale that is named UTF-8 but not installed on this host still tells what the terminal speaks.
static void choose_locale(const char *locale) {
    if (setlocale(LC_CTYPE, locale)) return;
    const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
    for (int i = 0; i < 3; i++) {
        if (!names[i] || !*names[i]) continue;
        if (strcasestr(names[i], "utf-8") || strcasestr(names[i], "utf8")) {
            setlocale(LC_CTYPE, "C.UTF-8");
        }
        return;
    }
}

static enum sluice_terminal_failure check_name(const char *name, int descriptor) {
    if (!name || !*name) return SLUICE_TERMINAL_NO_NAME;
    int error = 0;
    if (setupterm(name, descriptor, &error) != OK) {
        // 1 is a terminal that prints on paper; 0 no description, or one of no real terminal; -1 no
        // descriptions at all.
        return error == 1 ? SLUICE_TERMINAL_CANNOT_MOVE : SLUICE_TERMINAL_UNKNOWN;
    }
    bool moves = cursor_address != NULL;
    del_curterm(cur_term);
    return moves ? SLUICE_TERMINAL_OPENED : SLUICE_TERMINAL_CANNOT_MOVE;
}

/// curses would end the process at SIGINT without a word to the engine: each signal stays as it was.
static SCREEN *new_screen(const char *name, FILE *to, FILE *from) {
    static const int taken[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction kept[4];
    for (int i = 0; i < 4; i++) sigaction(taken[i], NULL, &kept[i]);
    SCREEN *screen = newterm(name, to, from);
    for (int i = 0; i < 4; i++) sigaction(taken[i], &kept[i], NULL);
    return screen;
}

static void set_up_modes(sluice_terminal *t) {
    if (tcgetattr(t->input, &t->shell) != 0) return;
    t->has_modes = true;
    t->ours = t->shell;
    // Keys one by one, Ctrl-C and Ctrl-Z among them; Ctrl-S and Ctrl-Q stay the terminal's.
    t->ours.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | PARMRK);
    t->ours.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    t->ours.c_oflag &= ~(tcflag_t)OPOST;
    t->ours.c_cc[VMIN] = 1;
    t->ours.c_cc[VTIME] = 0;
}

void sluice_terminal_set_modes(const sluice_terminal *t, const struct termios *modes) {
    if (!t->has_modes) return;
    // In the background the call would stop us, unless the signal is blocked.
    sigset_t stop, kept;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, &kept);
    tcsetattr(t->input, TCSANOW, modes);
    pthread_sigmask(SIG_SETMASK, &kept, NULL);
}

static void append_capability(char *text, size_t size, const char *capability) {
    const char *value = tigetstr(capability);
    size_t at = strlen(text);
    if (!value || value == (char *)-1) return;
    while (*value && at + 1 < size) {
        // Delays such as $<5> are for tputs.
        const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;
        if (end) value = end + 1;
        else text[at++] = *value++;
    }
    text[at] = 0;
}

void sluice_terminal_arm_guard(const sluice_terminal *t) {
    char text[512] = "";
    if (t->has_mouse) strcat(text, SLUICE_MOUSE_OFF);
    if (t->has_paste) strcat(text, SLUICE_PASTE_OFF);
    static const char *const capabilities[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
    for (int i = 0; i < 5; i++) append_capability(text, sizeof text, capabilities[i]);
    sluice_guard_arm(t->output, t->has_modes ? &t->shell : NULL, text);
}

static void enter(sluice_terminal *t) {
    t->is_entered = true;
    sluice_terminal_set_modes(t, &t->ours);
    sluice_terminal_arm_guard(t);
    keypad(t->keys, TRUE);
    curs_set(0);
    if (t->has_mouse) sluice_terminal_mouse(t, true);
    if (t->has_paste) sluice_terminal_send(t, SLUICE_PASTE_ON, sizeof SLUICE_PASTE_ON - 1);
}

static void leave(sluice_terminal *t) {
    // curses' own isendwin is true until the first frame after a stop.
    if (!t->is_entered) return;
    t->is_entered = false;
    if (t->has_mouse) sluice_terminal_send(t, SLUICE_MOUSE_OFF, sizeof SLUICE_MOUSE_OFF - 1);
    if (t->has_paste) sluice_terminal_send(t, SLUICE_PASTE_OFF, sizeof SLUICE_PASTE_OFF - 1);
    keypad(t->keys, FALSE);
    endwin();
    sluice_terminal_collect(t);
    sluice_terminal_drain_within_a_second(t);
    sluice_terminal_set_modes(t, &t->shell);
    sluice_guard_disarm();
}

static void release(sluice_terminal *t) {
    if (t->keys) delwin(t->keys);
    if (t->screen) delscreen(t->screen);
    if (t->from) fclose(t->from);
    else if (t->input >= 0) close(t->input);
    if (t->to) fclose(t->to);
    else if (t->page >= 0) close(t->page);
    if (t->output >= 0) close(t->output);
    free(t->line);
    free(t->left);
    free(t);
    atomic_flag_clear(&is_open);
}

static enum sluice_terminal_failure open_parts(
    sluice_terminal *t, int input, int output, const char *name) {
    t->page = memfd_create("screen", MFD_CLOEXEC);
    if (t->page < 0) return SLUICE_TERMINAL_SYSTEM;
    enum sluice_terminal_failure failure = check_name(name, t->page);
    if (failure != SLUICE_TERMINAL_OPENED) return failure;
    t->input = open_anew(input, O_RDWR);
    t->output = open_anew(output, O_RDWR);
    if (t->input < 0 || t->output < 0) return SLUICE_TERMINAL_SYSTEM;
    if (!sluice_terminal_is_ours(t)) return SLUICE_TERMINAL_BACKGROUND;
    t->from = fdopen(t->input, "r");
    t->to = fdopen(t->page, "w");
    if (!t->from || !t->to) return SLUICE_TERMINAL_SYSTEM;
    set_up_modes(t);
    t->screen = new_screen(name, t->to, t->from);
    if (!t->screen) return SLUICE_TERMINAL_SYSTEM;
    t->keys = newpad(1, 1);
    return t->keys ? SLUICE_TERMINAL_OPENED : SLUICE_TERMINAL_SYSTEM;
}

sluice_terminal *sluice_terminal_open(
    int input, int output, const char *name, const char *locale,
    enum sluice_terminal_failure *failure) {
    if (atomic_flag_test_and_set(&is_open)) {
        *failure = SLUICE_TERMINAL_BUSY;
        return NULL;
    }
    sluice_terminal *t = calloc(1, sizeof *t);
    if (!t) {
        atomic_flag_clear(&is_open);
        *failure = SLUICE_TERMINAL_SYSTEM;
        return NULL;
    }
    t->input = t->output = t->page = -1;
    choose_locale(locale);
    *failure = open_parts(t, input, output, name ? name : getenv("TERM"));
    if (*failure != SLUICE_TERMINAL_OPENED) {
        int kept = errno;
        release(t);
        errno = kept;
        return NULL;
    }
    t->is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    set_escdelay(25);
    cbreak();
    noecho();
    nonl();
    sluice_terminal_set_up_keys(t);
    // One that moves its cursor as ECMA-48 has it passes over modes it does not know.
    t->has_paste = strncmp(cursor_address, "\033[", 2) == 0;
    leaveok(stdscr, TRUE);
    // A frame is sent whole, whatever is typed meanwhile.
    typeahead(-1);
    if (has_colors()) {
        start_color();
        t->has_own_colours = use_default_colors() == OK;
    }
    sluice_terminal_resize(t);
    enter(t);
    return t;
}

void sluice_terminal_close(sluice_terminal *t, bool gone) {
    // In the background the shell is at work on the terminal.
    if (gone || !sluice_terminal_is_ours(t)) sluice_guard_disarm();
    else leave(t);
    release(t);
}

void sluice_terminal_suspend(sluice_terminal *t) { leave(t); }

void sluice_terminal_resume(sluice_terminal *t) {
    sluice_terminal_resize(t);
    sluice_terminal_redraw(t);
    enter(t);
}

bool sluice_terminal_is_ours(const sluice_terminal *t) {
    pid_t foreground = tcgetpgrp(t->input);
    return foreground < 0 || foreground == getpgrp();
}

void sluice_terminal_stop_process(void) {
    struct sigaction kept, ignored = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL};
    sigaction(SIGTSTP, &ignored, &kept);
    // The job's other processes first (make, a shell script), as the terminal does it.
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &usual, NULL);
    // To this thread, which then knows that the stop is behind it; a thread of a pool has it blocked.
    sigset_t stop, blocked;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &blocked);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &blocked, NULL);
    sigaction(SIGTSTP, &kept, NULL);
}

sluice_capabilities sluice_terminal_capabilities(const sluice_terminal *t) {
    return (sluice_capabilities){.colours = has_colors() ? COLORS : 0, .is_utf8 = t->is_utf8};
}

int sluice_terminal_input(const sluice_terminal *t) { return t->input; }
int sluice_terminal_output(const sluice_terminal *t) { return t->output; }
int sluice_terminal_rows(const sluice_terminal *t) { return (void)t, LINES; }
int sluice_terminal_columns(const sluice_terminal *t) { return (void)t, COLS; }

void sluice_terminal_resize(sluice_terminal *t) {
    struct winsize size;
    if (ioctl(t->output, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col) return;
    int height = size.ws_row < MOST_ROWS ? size.ws_row : MOST_ROWS;
    int width = size.ws_col < MOST_COLUMNS ? size.ws_col : MOST_COLUMNS;
    if (height == LINES && width == COLS) return;
    resize_term(height, width);
    sluice_terminal_redraw(t);
}

static struct {
    int descriptor;
    struct sigaction before[3];
} watch = {.descriptor = -1};
static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT};

static void tell(int signal) {
    int kept = errno;
    char byte = signal == SIGWINCH ? 'W' : signal == SIGTSTP ? 'T' : 'C';
    // A full pipe has the reader awake already.
    ssize_t written = write(watch.descriptor, &byte, 1);
    (void)written;
    errno = kept;
}

void sluice_terminal_watch_signals(int descriptor) {
    bool was_on = watch.descriptor >= 0;
    if (descriptor >= 0) watch.descriptor = descriptor;
    struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART};
    for (int i = 0; i < 3; i++) {
        if (descriptor >= 0 && !was_on) sigaction(watched[i], &action, &watch.before[i]);
        if (descriptor < 0 && was_on) sigaction(watched[i], &watch.before[i], NULL);
    }
    watch.descriptor = descriptor;
}
