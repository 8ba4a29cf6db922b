#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE
#include "CNcurses.h"
#include <ncursesw/curses.h>
int sluice_terminal_library_is_wide(void) { return sizeof(cchar_t) > sizeof(chtype); }
