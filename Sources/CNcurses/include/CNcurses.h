// What Swift cannot see of ncurses and of terminals: macros, globals and signal handlers.
#ifndef ASIDE_CNCURSES_H
#define ASIDE_CNCURSES_H

#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdbool.h>
#include <stdint.h>

// Starts curses on standard input and output, with a UTF-8 locale whatever the environment says.
// False when TERM is unknown, or cannot place the cursor. `description`, unless NULL, is what curses
// finds in the variable TERMINFO meanwhile, and nobody else: terminfo(5), "hex:" and "b64:". One that
// it does not take changes nothing.
bool aside_start_screen(const char *description);
// Adds an order to those that a crash sends to the terminal when it leaves the screen. To be called
// after each start of a screen.
void aside_send_on_leave(const char *sequence);

// Reads what terminfo knows of a terminal, without starting a screen. False for one that it does not
// know. The functions below tell what was read, until a screen is started.
bool aside_read_description(const char *name);
// A capability by its name; a number that is not there is -1, a string NULL.
bool aside_flag(const char *name);
int aside_number(const char *name);
const char *aside_string(const char *name);
// The names of the capabilities in the order of term(5); NULL after the last.
const char *aside_flag_name(int index);
const char *aside_number_name(int index);
const char *aside_string_name(int index);

// Puts the keyboard into the mode in which it sends what terminfo says (smkx) while curses runs.
void aside_use_keypad(void);

// One cell of scalars (one spacing, the others combining, at most five); a space where curses refuses
// them.
cchar_t aside_make_cell(const uint32_t *scalars, int count, attr_t attributes, int pair);
// Puts cells side by side from a place on. A wide one is given once.
void aside_put_cells(int y, int x, const cchar_t *cells, int count);
void aside_move_cursor(int y, int x);
// - hides_cursor: whether the cursor is hidden meanwhile. Curses writes each row by itself, and a
//   terminal that draws in between would show the cursor there.
void aside_flush_screen(bool hides_cursor);
// For what is printed after the end, on terminals that keep the screen's text.
void aside_clear_last_row(void);
// Takes nothing for granted at the next flush.
void aside_forget_screen(void);

int aside_color_count(void);
int aside_pair_count(void);
// Whether colours and pairs can have numbers above 32767: ncurses 6.1 and later.
bool aside_has_wide_pairs(void);
// A colour of -1 is the terminal's own. False when curses does not take one.
bool aside_make_pair(int pair, int foreground, int background);
// The columns that the C library, and so curses, believes a scalar takes; -1 for none.
int aside_scalar_width(uint32_t scalar);
// Makes curses believe that scalars take two columns. To be called once, before curses starts; false
// where it cannot be done.
// - bounds: the first and the last scalar of each range, in ascending order.
bool aside_take_as_wide(const uint32_t *bounds, int count);

attr_t aside_attribute_bold(void);
attr_t aside_attribute_dim(void);
attr_t aside_attribute_italic(void);
attr_t aside_attribute_underline(void);
attr_t aside_attribute_reverse(void);

// The window size as the terminal driver tells; false when it does not.
bool aside_terminal_size(int *width, int *height);

// Waits until a key or a byte on `wake` (none when -1) can be read, or the time is over (-1: no end).
enum {
  aside_wake_input = 1,
  aside_wake_pipe = 2,
  aside_wake_hangup = 4,
};
int aside_wait(int wake, int timeout_milliseconds);

// To be called while the terminal has the modes to go back to: before curses starts or while it has
// ended. From now on these signals write their letter to `wake`: WINCH W, TERM T, HUP H, INT I, TSTP Z, QUIT T.
// A crash restores the terminal first and then goes its way.
void aside_install_signals(int wake);
// From TERM, HUP or QUIT on, output that the terminal does not take is discarded until the process ends.
bool aside_is_ending(void);
// Whether standard output takes a byte now.
bool aside_can_write(void);
// The signals do again what they did before.
void aside_restore_signals(void);
// Stops this process as Ctrl-Z does in a shell; returns when it is continued.
void aside_stop_process(void);

#endif
