// What a terminal is made of; for the files of this folder.
#ifndef SLUICE_TERMINAL_H
#define SLUICE_TERMINAL_H

#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>
#include <stdio.h>
#include <termios.h>

#include "CNcurses.h"

/// xterm and screen have 64 pairs, one of them the terminal's own.
enum { SLUICE_PAIRS = 40, SLUICE_STYLES = 256 };

struct sluice_terminal {
    int input;
    int output;
    /// What curses takes for the terminal: a file in memory, written from its start for each frame.
    int page;
    FILE *from;
    FILE *to;
    SCREEN *screen;
    /// Reading keys on stdscr would refresh it.
    WINDOW *keys;
    struct termios shell;
    struct termios ours;
    bool has_modes;
    /// Drawn on, not in the shell's hands.
    bool is_entered;
    bool is_utf8;
    bool has_own_colours;
    bool has_mouse;
    /// It is of the kind that can tell what is pasted, or passes over being asked.
    bool has_paste;
    int pairs;
    struct { int foreground, background; } pair[SLUICE_PAIRS];
    int styles;
    struct { attr_t attributes; int pair; } style[SLUICE_STYLES];
    cchar_t *line;
    int line_cells;
    /// Bytes the terminal has not taken yet, from `sent` on.
    unsigned char *left;
    size_t sent;
    size_t count;
    size_t capacity;
    uint64_t taken;
};

#define SLUICE_MOUSE_OFF "\033[?1006l\033[?1000l"
#define SLUICE_PASTE_ON "\033[?2004h"
#define SLUICE_PASTE_OFF "\033[?2004l"

/// Takes what curses wrote behind what is left.
void sluice_terminal_collect(sluice_terminal *terminal);
/// Gives what is left a second; a terminal that the operator stopped goes on again.
void sluice_terminal_drain_within_a_second(sluice_terminal *terminal);
void sluice_terminal_arm_guard(const sluice_terminal *terminal);
void sluice_terminal_set_up_keys(sluice_terminal *terminal);
void sluice_terminal_set_modes(const sluice_terminal *terminal, const struct termios *modes);

#endif
