// What is drawn: styles, glyphs, and the bytes' way to the terminal.
#define _GNU_SOURCE
#include "Terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "TerminalGuard.h"

void sluice_terminal_forget_styles(sluice_terminal *t) { t->styles = t->pairs = 0; }

/// The terminal's own colours are a pair like the others: curses leaves its pair 0 for another and back with
/// all attributes reset, which made a full screen 7 % longer.
static int pair_of(sluice_terminal *t, int foreground, int background) {
    if (!has_colors()) return 0;
    if (!t->has_own_colours) {
        if (foreground < 0) foreground = COLOR_WHITE;
        if (background < 0) background = COLOR_BLACK;
    }
    for (int i = 0; i < t->pairs; i++) {
        if (t->pair[i].foreground == foreground && t->pair[i].background == background) {
            return i + 1;
        }
    }
    int next = t->pairs + 1;
    if (next > SLUICE_PAIRS || next >= COLOR_PAIRS) return 0;
    if (init_extended_pair(next, foreground, background) != OK) return 0;
    t->pair[t->pairs].foreground = foreground;
    t->pair[t->pairs].background = background;
    return t->pairs = next;
}

int sluice_terminal_add_style(
    sluice_terminal *t, int attributes, int foreground, int background) {
    if (t->styles >= SLUICE_STYLES) return 0;
    attr_t attrs = 0;
    if (attributes & SLUICE_BOLD) attrs |= A_BOLD;
    if (attributes & SLUICE_DIM) attrs |= A_DIM;
    if (attributes & SLUICE_UNDERLINE) attrs |= A_UNDERLINE;
    if (attributes & SLUICE_REVERSE) attrs |= A_REVERSE;
    if (attributes & SLUICE_ITALIC) attrs |= A_ITALIC;
    t->style[t->styles].attributes = attrs;
    t->style[t->styles].pair = pair_of(t, foreground, background);
    return t->styles++;
}

/// Room for `cells` in the line that is being built.
static bool reserve(sluice_terminal *t, int cells) {
    if (cells <= t->line_cells) return true;
    cchar_t *grown = realloc(t->line, (size_t)cells * sizeof *grown);
    if (!grown) return false;
    t->line = grown;
    t->line_cells = cells;
    return true;
}

/// Joins the character before, as wcwidth has it, but says how to read instead of showing: bidi overrides.
static bool is_format(uint32_t scalar) {
    return scalar == 0x061C || scalar == 0xFEFF || (scalar >= 0x200B && scalar <= 0x200F)
        || (scalar >= 0x2028 && scalar <= 0x202E) || (scalar >= 0x2060 && scalar <= 0x206F);
}

void sluice_terminal_put(
    sluice_terminal *t, int row, int column, const sluice_glyph *glyphs, int count) {
    // A wide glyph that is replaced takes two entries.
    if (row < 0 || column < 0 || count <= 0 || !reserve(t, 2 * count)) return;
    int cells = 0;
    for (int i = 0; i < count; i++) {
        const sluice_glyph *glyph = &glyphs[i];
        int style = glyph->style < t->styles ? glyph->style : 0;
        attr_t attributes = t->style[style].attributes;
        int pair = t->style[style].pair;
        wchar_t text[] = {(wchar_t)glyph->scalar, (wchar_t)glyph->mark, 0};
        if (glyph->mark && (wcwidth(text[1]) != 0 || is_format(glyph->mark))) text[1] = 0;
        // Where curses and the canvas do not agree on a width, the row would shift; a control has none.
        bool agrees = wcwidth(text[0]) == glyph->width;
        if (agrees && setcchar(&t->line[cells], text, attributes, 0, &pair) == OK) {
            cells += 1;
            continue;
        }
        for (int n = 0; n < glyph->width; n++) {
            setcchar(&t->line[cells++], L"?", attributes, 0, &pair);
        }
    }
    // Unlike waddwstr this neither moves on to the next row nor takes a control for one.
    mvwadd_wchnstr(stdscr, row, column, t->line, cells);
}

void sluice_terminal_redraw(sluice_terminal *t) {
    (void)t;
    clearok(curscr, TRUE);
}

static bool grow(sluice_terminal *t, size_t more) {
    if (t->sent > 0) {
        memmove(t->left, t->left + t->sent, t->count - t->sent);
        t->count -= t->sent;
        t->sent = 0;
    }
    if (t->count + more <= t->capacity) return true;
    size_t capacity = t->capacity ? t->capacity : 4096;
    while (capacity < t->count + more) capacity *= 2;
    unsigned char *grown = realloc(t->left, capacity);
    if (!grown) return false;
    t->left = grown;
    t->capacity = capacity;
    return true;
}

void sluice_terminal_collect(sluice_terminal *t) {
    off_t end = lseek(t->page, 0, SEEK_CUR);
    if (end <= 0) return;
    if (grow(t, (size_t)end)) {
        ssize_t count = pread(t->page, t->left + t->count, (size_t)end, 0);
        if (count > 0) t->count += (size_t)count;
    }
    lseek(t->page, 0, SEEK_SET);
}

void sluice_terminal_flush(sluice_terminal *t) {
    wnoutrefresh(stdscr);
    doupdate();
    sluice_terminal_collect(t);
    sluice_terminal_drain(t);
}

void sluice_terminal_send(sluice_terminal *t, const void *bytes, size_t count) {
    if (count == 0 || !grow(t, count)) return;
    memcpy(t->left + t->count, bytes, count);
    t->count += count;
    sluice_terminal_drain(t);
}

size_t sluice_terminal_drain(sluice_terminal *t) {
    // The guard gave the terminal back while the process ends: nothing may follow.
    if (sluice_guard_has_fired()) t->sent = t->count;
    while (t->sent < t->count) {
        ssize_t written = write(t->output, t->left + t->sent, t->count - t->sent);
        if (written > 0) {
            t->sent += (size_t)written;
            t->taken += (uint64_t)written;
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else {
            break;
        }
    }
    return t->count - t->sent;
}

uint64_t sluice_terminal_taken(const sluice_terminal *t) { return t->taken; }

static void drain_until(sluice_terminal *t, int milliseconds) {
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (sluice_terminal_drain(t) > 0) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        long passed =
            (now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000;
        if (passed >= milliseconds) return;
        struct pollfd room = {.fd = t->output, .events = POLLOUT};
        poll(&room, 1, milliseconds - (int)passed);
        if (room.revents & (POLLERR | POLLHUP | POLLNVAL)) return;
    }
}

void sluice_terminal_drain_within_a_second(sluice_terminal *t) {
    drain_until(t, 250);
    if (t->sent < t->count && t->has_modes) {
        // Without flow control the kernel lets go of what Ctrl-S held.
        struct termios going = t->ours;
        going.c_iflag &= ~(tcflag_t)IXON;
        sluice_terminal_set_modes(t, &going);
        drain_until(t, 750);
    }
    t->sent = t->count;
}
