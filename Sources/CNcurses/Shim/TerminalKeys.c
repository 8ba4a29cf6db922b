// Keys and the mouse.
#define _GNU_SOURCE
#include "Terminal.h"

void sluice_terminal_mouse(sluice_terminal *t, bool is_on) {
    mmask_t mask = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;
    mousemask(is_on ? mask : 0, NULL);
    t->has_mouse = is_on;
    sluice_terminal_collect(t);
    sluice_terminal_drain(t);
}

static int mouse_key(int *row, int *column) {
    MEVENT event;
    if (getmouse(&event) != OK) return SLUICE_KEY_OTHER;
    *row = event.y;
    *column = event.x;
    if (event.bstate & BUTTON1_PRESSED) return SLUICE_KEY_PRESS;
    if (event.bstate & BUTTON4_PRESSED) return SLUICE_KEY_WHEEL_UP;
    if (event.bstate & BUTTON5_PRESSED) return SLUICE_KEY_WHEEL_DOWN;
    return SLUICE_KEY_OTHER;
}

int sluice_terminal_key(sluice_terminal *t, int *row, int *column) {
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
    case KEY_MOUSE: return mouse_key(row, column);
    default: return SLUICE_KEY_OTHER;
    }
}
