// Access to what Swift cannot import from ncurses and the terminal API: macros, globals and signal
// handlers.
#ifndef ASIDE_CNCURSES_H
#define ASIDE_CNCURSES_H

#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdbool.h>
#include <stdint.h>

// Starts curses on standard input and output, with a UTF-8 locale regardless of the environment.
// Returns false if TERM is unknown or the terminal cannot position the cursor. If `description` is
// not NULL, curses reads it as the value of TERMINFO, in "hex:" or "b64:" form (terminfo(5)); other
// programs never see it. A description that curses rejects has no effect.
bool aside_start_screen(const char *description);
// Adds a control sequence to those that the crash handler sends to leave the screen. Call this
// again after each start of a screen.
void aside_send_on_leave(const char *sequence);

// Reads the terminfo description of a terminal without starting a screen. Returns false if the
// terminal is unknown. Until a screen is started, the functions below return values from this
// description.
bool aside_read_description(const char *name);
// Returns a capability by name: -1 for a missing number, NULL for a missing string.
bool aside_flag(const char *name);
int aside_number(const char *name);
const char *aside_string(const char *name);
// Returns the name of a capability by its index in the order of term(5); NULL after the last.
const char *aside_flag_name(int index);
const char *aside_number_name(int index);
const char *aside_string_name(int index);

// Switches the keyboard to keypad mode (smkx) while curses runs, so that keys send what terminfo
// specifies.
void aside_use_keypad(void);

// Makes a cell from at most five scalars: one spacing, the others combining. Makes a space if
// curses rejects them.
cchar_t aside_make_cell(const uint32_t *scalars, int count, attr_t attributes, int pair);
// Writes adjacent cells, starting at (x, y). A wide cell appears only once in `cells`.
void aside_put_cells(int y, int x, const cchar_t *cells, int count);
void aside_move_cursor(int y, int x);
// Writes the changes to the terminal.
// - hides_cursor: whether to hide the cursor during the write. Curses writes each row separately,
//   and a terminal that redraws between two rows would show the cursor there.
void aside_flush_screen(bool hides_cursor);
// Clears the last row for output after curses ends, on terminals that keep the screen's text.
void aside_clear_last_row(void);
// Makes the next flush redraw the whole screen.
void aside_forget_screen(void);

int aside_color_count(void);
int aside_pair_count(void);
// Whether colour and pair numbers can exceed 32767, as in ncurses 6.1 and later.
bool aside_has_wide_pairs(void);
// Defines a colour pair, with -1 for the default colour. Returns false if curses rejects it.
bool aside_make_pair(int pair, int foreground, int background);
// The width in columns that the C library, and therefore curses, assigns to a scalar; -1 if it has
// none.
int aside_scalar_width(uint32_t scalar);
// Makes curses treat scalars as two columns wide. Must be called once, before curses starts.
// Returns false if this is not possible.
// - bounds: the first and the last scalar of each range, in ascending order.
bool aside_take_as_wide(const uint32_t *bounds, int count);

attr_t aside_attribute_bold(void);
attr_t aside_attribute_dim(void);
attr_t aside_attribute_italic(void);
attr_t aside_attribute_underline(void);
attr_t aside_attribute_reverse(void);

// Gets the window size from the terminal driver. Returns false if the driver has none.
bool aside_terminal_size(int *width, int *height);

// Waits for a key, a byte on `wake` or the timeout. A `wake` of -1 is ignored; a timeout of -1
// never expires.
enum {
  aside_wake_input = 1,
  aside_wake_pipe = 2,
  aside_wake_hangup = 4,
};
int aside_wait(int wake, int timeout_milliseconds);

// Installs the signal handlers. Must be called while the terminal has the modes to restore later:
// before curses starts or after it has ended. From then on, these signals write a letter to `wake`:
// WINCH W, TERM T, HUP H, INT I, TSTP Z, QUIT T. A crash signal restores the terminal and is then
// raised again.
void aside_install_signals(int wake);
// Whether TERM, HUP or QUIT has arrived. From then until the process ends, output that the terminal
// does not accept is discarded.
bool aside_is_ending(void);
// Whether standard output can accept a byte now.
bool aside_can_write(void);
// Restores the previous signal handlers.
void aside_restore_signals(void);
// Stops this process's job, as Ctrl-Z does in a shell. Returns when it is continued.
void aside_stop_process(void);

#endif
