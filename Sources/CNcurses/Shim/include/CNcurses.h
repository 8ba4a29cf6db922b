// A terminal that curses draws on, without a curses type or macro: what Swift can call.
//
// What always holds:
// 1. curses never touches the terminal. It writes to a file in memory; what it wrote is then sent on without
//    blocking, so a terminal that takes nothing (Ctrl-S, a dead link) holds up no thread. Bytes that are
//    left wait here, in order: curses' idea of the screen stays true.
// 2. The terminal is opened anew, so the flags of the descriptors that a shell gave us are left alone.
// 3. One terminal is open at a time, since curses keeps its state in globals; one thread uses it.
// 4. However the process ends but by SIGKILL, the guard (TerminalGuard.c) gives the terminal back.
#ifndef SLUICE_CNCURSES_H
#define SLUICE_CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct sluice_terminal sluice_terminal;

enum sluice_terminal_failure {
    SLUICE_TERMINAL_OPENED,
    /// Another one is open in this process.
    SLUICE_TERMINAL_BUSY,
    /// A call to the system failed; errno says how.
    SLUICE_TERMINAL_SYSTEM,
    /// The process is in the background: drawing would stop it.
    SLUICE_TERMINAL_BACKGROUND,
    /// No name was given and TERM is empty.
    SLUICE_TERMINAL_NO_NAME,
    /// No description of a terminal of this name.
    SLUICE_TERMINAL_UNKNOWN,
    /// It cannot move its cursor: dumb, a printer.
    SLUICE_TERMINAL_CANNOT_MOVE,
};

/// Opens the terminal and draws nothing yet. `name` NULL takes TERM, `locale` is as setlocale takes it.
/// NULL where it fails, with the reason in `failure`; the terminal is then as it was.
sluice_terminal *sluice_terminal_open(
    int input, int output, const char *name, const char *locale,
    enum sluice_terminal_failure *failure);

/// Gives the terminal back and frees everything. Waits a second at the most for a terminal that takes
/// nothing; where it is `gone`, nothing is written.
void sluice_terminal_close(sluice_terminal *terminal, bool gone);

typedef struct sluice_capabilities {
    /// 0 for none; 256 shades at the most where they are indexed.
    int colours;
    bool is_utf8;
} sluice_capabilities;
sluice_capabilities sluice_terminal_capabilities(const sluice_terminal *terminal);

/// Descriptors to poll: keys come from the first, the second takes what is drawn.
int sluice_terminal_input(const sluice_terminal *terminal);
int sluice_terminal_output(const sluice_terminal *terminal);

/// Asks the terminal for its size; where it changed, the next flush paints everything anew.
void sluice_terminal_resize(sluice_terminal *terminal);
int sluice_terminal_rows(const sluice_terminal *terminal);
int sluice_terminal_columns(const sluice_terminal *terminal);

enum sluice_attributes {
    SLUICE_BOLD = 1,
    SLUICE_DIM = 2,
    SLUICE_UNDERLINE = 4,
    SLUICE_REVERSE = 8,
    SLUICE_ITALIC = 16,
};

/// Styles are numbered from 0; a new set of them begins with this.
void sluice_terminal_forget_styles(sluice_terminal *terminal);
/// Adds a style and tells its number; colours as terminfo counts them, -1 for the terminal's own. Beyond
/// 40 pairs of colours a style has none.
int sluice_terminal_add_style(
    sluice_terminal *terminal, int attributes, int foreground, int background);

/// One glyph: its base character, a mark upon it or 0, the cells it covers, and a style's number.
typedef struct sluice_glyph {
    uint32_t scalar;
    uint32_t mark;
    uint16_t width;
    uint16_t style;
} sluice_glyph;
/// Puts glyphs side by side; never past the right edge.
void sluice_terminal_put(
    sluice_terminal *terminal, int row, int column, const sluice_glyph *glyphs, int count);
/// The next flush paints everything anew: the terminal may show anything.
void sluice_terminal_redraw(sluice_terminal *terminal);
/// Works out the bytes for what was put and sends what the terminal takes.
void sluice_terminal_flush(sluice_terminal *terminal);
/// Bytes for the terminal that are none of curses' business and move no cursor.
void sluice_terminal_send(sluice_terminal *terminal, const void *bytes, size_t count);
/// Sends what is left; tells how much still is. Never blocks.
size_t sluice_terminal_drain(sluice_terminal *terminal);
/// Bytes the terminal has taken since it was opened.
uint64_t sluice_terminal_taken(const sluice_terminal *terminal);

/// What sluice_terminal_key tells beyond a byte.
enum sluice_key {
    SLUICE_KEY_NONE = -1,
    SLUICE_KEY_OTHER = 256,
    SLUICE_KEY_UP,
    SLUICE_KEY_DOWN,
    SLUICE_KEY_LEFT,
    SLUICE_KEY_RIGHT,
    SLUICE_KEY_PAGE_UP,
    SLUICE_KEY_PAGE_DOWN,
    SLUICE_KEY_HOME,
    SLUICE_KEY_END,
    SLUICE_KEY_ENTER,
    SLUICE_KEY_BACKSPACE,
    SLUICE_KEY_DELETE,
    SLUICE_KEY_BACK_TAB,
    SLUICE_KEY_SUSPEND,
};
/// The next byte or key that has come, without waiting. The mouse comes as bytes: curses keeps only the
/// last of several presses.
int sluice_terminal_key(sluice_terminal *terminal);
/// Asks for presses and the wheel, with their cells as decimal numbers where the terminal knows how.
void sluice_terminal_mouse(sluice_terminal *terminal, bool is_on);

/// Gives the terminal to the shell for a while, and takes it back.
void sluice_terminal_suspend(sluice_terminal *terminal);
void sluice_terminal_resume(sluice_terminal *terminal);
/// Whether the terminal is ours to draw on: no other job is in its foreground.
bool sluice_terminal_is_ours(const sluice_terminal *terminal);
/// Stops the process group as Ctrl-Z does where the terminal sees to it; returns when it goes on.
void sluice_terminal_stop_process(void);

/// From now on a byte tells of each signal in `descriptor`: W a new size, T stop, C went on.
/// -1 ends it and gives the signals back.
void sluice_terminal_watch_signals(int descriptor);

/// Keeps what is written to standard error in memory; tells the descriptor to read it from, or -1. Where the
/// process crashes or exits meanwhile, the guard writes it to the real standard error.
int sluice_errors_divert(void);
/// Ends that and closes the descriptor.
void sluice_errors_restore(void);

#endif
