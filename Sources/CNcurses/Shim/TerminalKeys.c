// Keys and the mouse.
#define _GNU_SOURCE
#include "Terminal.h"

#include <string.h>
#include <term.h>
#include <unistd.h>

static const char mouse_on[] = "\033[?1000h\033[?1006h", mouse_off[] = SLUICE_MOUSE_OFF;

void sluice_terminal_mouse(sluice_terminal *t, bool is_on) {
    const char *capability = tigetstr("kmous");
    if (!capability || capability == (char *)-1) return;
    t->has_mouse = is_on;
    if (t->is_entered) sluice_terminal_arm_guard(t);
    if (is_on) sluice_terminal_send(t, mouse_on, sizeof mouse_on - 1);
    else sluice_terminal_send(t, mouse_off, sizeof mouse_off - 1);
}

void sluice_terminal_set_up_keys(sluice_terminal *t) {
    nodelay(t->keys, TRUE);
    // Known only once curses has looked at its keys.
    keypad(t->keys, TRUE);
    keyok(KEY_MOUSE, FALSE);
    // curses takes its file for a line of seven bits. Told better, it would tell the terminal, which is
    // none of its business: that is taken back. A delay of nothing makes it write what it has so far.
    delay_output(0);
    off_t end = lseek(t->page, 0, SEEK_CUR);
    meta(t->keys, TRUE);
    delay_output(0);
    lseek(t->page, end, SEEK_SET);
}

int sluice_terminal_key(sluice_terminal *t) {
    int key = wgetch(t->keys);
    if (key >= 0 && key < 256) return key;
    switch (key) {
    case ERR: return SLUICE_KEY_NONE;
    case KEY_UP: return SLUICE_KEY_UP;
    case KEY_DOWN: return SLUICE_KEY_DOWN;
    case KEY_LEFT: return SLUICE_KEY_LEFT;
    case KEY_RIGHT: return SLUICE_KEY_RIGHT;
    case KEY_PPAGE:
    case KEY_A3: return SLUICE_KEY_PAGE_UP;
    case KEY_NPAGE:
    case KEY_C3: return SLUICE_KEY_PAGE_DOWN;
    case KEY_HOME:
    case KEY_FIND:
    case KEY_A1: return SLUICE_KEY_HOME;
    case KEY_END:
    case KEY_SELECT:
    case KEY_C1: return SLUICE_KEY_END;
    case KEY_ENTER: return SLUICE_KEY_ENTER;
    case KEY_BACKSPACE: return SLUICE_KEY_BACKSPACE;
    case KEY_DC: return SLUICE_KEY_DELETE;
    case KEY_BTAB: return SLUICE_KEY_BACK_TAB;
    case KEY_SUSPEND: return SLUICE_KEY_SUSPEND;
    default: break;
    }
    // The Linux console has two for Shift-Tab, and curses a number for the first one.
    const char *name = keyname(key);
    return name && strcmp(name, "kcbt2") == 0 ? SLUICE_KEY_BACK_TAB : SLUICE_KEY_OTHER;
}
