#ifndef SLUICE_TERMINAL_GUARD_H
#define SLUICE_TERMINAL_GUARD_H

#include <stdbool.h>
#include <termios.h>

/// Keeps what gives the terminal back: the modes the shell had (NULL for none) and the strings to write.
/// From now on a crash or an exit uses them; the descriptor stays the caller's. For the calling thread
/// even a stack that overflowed is survived.
void sluice_guard_arm(int descriptor, const struct termios *modes, const char *strings);
/// The terminal is in the shell's hands.
void sluice_guard_disarm(void);
/// Whether the guard gave the terminal back: nothing more may be drawn.
bool sluice_guard_has_fired(void);

#endif
