#ifndef CNCURSES_H
#define CNCURSES_H
/// The C side of the screen: see CNcurses.c. No curses type or macro leaves it.
int sluice_terminal_library_is_wide(void);
#endif
