#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "CNcurses.h"
#include "signals.h"

#include <dlfcn.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// TERMINFO holds the description only while curses reads it, because programs started later must
// find the user's own value.
static bool start_with(const char *description) {
  const char *old = getenv("TERMINFO");
  char *kept = old != NULL ? strdup(old) : NULL;
  if (description != NULL) setenv("TERMINFO", description, 1);
  bool started = newterm(NULL, stdout, stdin) != NULL;
  if (description != NULL && kept != NULL) setenv("TERMINFO", kept, 1);
  if (description != NULL && kept == NULL) unsetenv("TERMINFO");
  free(kept);
  return started;
}

// Terminfo's sequences also stop the cursor from blinking, but blinking is the user's choice.
static const char hide_cursor[] = "\033[?25l";
static const char show_cursor[] = "\033[?25h";
static bool can_hide_cursor;

bool aside_start_screen(const char *description) {
  if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "en_US.UTF-8");
  }
  if (!start_with(description)) return false;
  // ncurses 6.4 inserts and deletes at the wrong column when a wide character straddles the start
  // of the part that moves, which leaves pieces of the old row on the screen.
  idcok(stdscr, FALSE);
  // A screen needs cursor positioning, which TERM=dumb does not have.
  const char *placing = tigetstr("cup");
  if (placing == NULL || placing == (char *)-1) {
    endwin();
    return false;
  }
  const char *hiding = tigetstr("civis");
  can_hide_cursor = hiding != NULL && hiding != (char *)-1 && strstr(hiding, hide_cursor) != NULL;
  forget_leave_sequence();
  aside_send_on_leave("\033[?2004l\033[?1004l\033[?1002l\033[?1006l");
  aside_send_on_leave(tigetstr("sgr0"));
  aside_send_on_leave(tigetstr("cnorm"));
  aside_send_on_leave(tigetstr("rmkx"));
  aside_send_on_leave(tigetstr("rmcup"));
  return true;
}

void aside_use_keypad(void) { keypad(stdscr, TRUE); }

#if defined(NCURSES_VERSION_PATCH) && NCURSES_VERSION_PATCH >= 20180127 && NCURSES_EXT_COLORS

bool aside_has_wide_pairs(void) { return true; }

bool aside_make_pair(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK;
}

// The pair number in the last argument takes precedence over the short one.
static int set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, (short)(pair > INT16_MAX ? INT16_MAX : pair), &pair);
}

#else

bool aside_has_wide_pairs(void) { return false; }

bool aside_make_pair(int pair, int foreground, int background) {
  if (pair > INT16_MAX) return false;
  return init_pair((short)pair, (short)foreground, (short)background) == OK;
}

static int set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, (short)pair, NULL);
}

#endif

cchar_t aside_make_cell(const uint32_t *scalars, int count, attr_t attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1];
  cchar_t cell;
  int length = count < CCHARW_MAX ? count : CCHARW_MAX;
  for (int i = 0; i < length; i++) text[i] = (wchar_t)scalars[i];
  text[length] = L'\0';
  if (set_cell(&cell, text, attributes, pair) != OK) set_cell(&cell, L" ", attributes, pair);
  return cell;
}

void aside_put_cells(int y, int x, const cchar_t *cells, int count) {
  mvwadd_wchnstr(stdscr, y, x, cells, count);
}

void aside_move_cursor(int y, int x) { wmove(stdscr, y, x); }

// Curses buffers no output between frames, so this direct write reaches the terminal in the right
// order.
static void write_order(const char *order) {
  while (write(STDOUT_FILENO, order, strlen(order)) < 0 && errno == EINTR) continue;
}

void aside_flush_screen(bool hides_cursor) {
  bool hides = hides_cursor && can_hide_cursor;
  if (hides) write_order(hide_cursor);
  wnoutrefresh(stdscr);
  doupdate();
  if (hides) write_order(show_cursor);
}

void aside_clear_last_row(void) {
  wmove(stdscr, LINES - 1, 0);
  wclrtoeol(stdscr);
  wrefresh(stdscr);
}

void aside_forget_screen(void) { clearok(curscr, TRUE); }

int aside_color_count(void) { return COLORS; }
int aside_pair_count(void) { return COLOR_PAIRS; }

int aside_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

#ifdef __linux__
static uint32_t *wide_bounds;
static int wide_count;

bool aside_take_as_wide(const uint32_t *bounds, int count) {
  size_t size = (size_t)count * 2 * sizeof *bounds;
  uint32_t *copy = malloc(size);
  if (copy == NULL) return false;
  memcpy(copy, bounds, size);
  wide_bounds = copy;
  wide_count = count;
  return true;
}

static int compare_with_range(const void *key, const void *range) {
  uint32_t scalar = *(const uint32_t *)key;
  const uint32_t *bounds = range;
  return scalar < bounds[0] ? -1 : scalar > bounds[1] ? 1 : 0;
}

// The dynamic linker finds this function before the C library's, so that curses measures widths as
// the terminal does (decision 25).
int wcwidth(wchar_t character) {
  if (character >= 0x20 && character < 0x7F) return 1;
  static int (*library_width)(wchar_t);
  if (library_width == NULL) *(void **)&library_width = dlsym(RTLD_NEXT, "wcwidth");
  uint32_t scalar = (uint32_t)character;
  if (wide_count > 0 &&
      bsearch(&scalar, wide_bounds, (size_t)wide_count, 2 * sizeof scalar, compare_with_range)) {
    return 2;
  }
  return library_width(character);
}
#else
bool aside_take_as_wide(const uint32_t *bounds, int count) {
  (void)bounds;
  (void)count;
  return false;
}
#endif

attr_t aside_attribute_bold(void) { return A_BOLD; }
attr_t aside_attribute_dim(void) { return A_DIM; }
attr_t aside_attribute_underline(void) { return A_UNDERLINE; }
attr_t aside_attribute_reverse(void) { return A_REVERSE; }
attr_t aside_attribute_italic(void) {
#ifdef A_ITALIC
  return A_ITALIC;
#else
  return A_NORMAL;
#endif
}

bool aside_terminal_size(int *width, int *height) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return false;
  }
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}

int aside_wait(int wake, int timeout_milliseconds) {
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(STDIN_FILENO, &readable);
  if (wake >= 0) FD_SET(wake, &readable);
  struct timeval timeout = {timeout_milliseconds / 1000, (timeout_milliseconds % 1000) * 1000};
  int highest = wake > STDIN_FILENO ? wake : STDIN_FILENO;
  int ready = select(highest + 1, &readable, NULL, NULL, timeout_milliseconds < 0 ? NULL : &timeout);
  // A signal is harmless. Any other error would recur at every wait and cause a busy loop.
  if (ready < 0) return errno == EINTR ? 0 : aside_wake_hangup;
  if (ready == 0) return 0;
  int result = 0;
  if (wake >= 0 && FD_ISSET(wake, &readable)) result |= aside_wake_pipe;
  if (FD_ISSET(STDIN_FILENO, &readable)) {
    int waiting = 0;
    // If standard input is readable but has no bytes, the terminal has gone away.
    bool gone = ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0;
    result |= gone ? aside_wake_hangup : aside_wake_input;
  }
  return result;
}

bool aside_read_description(const char *name) {
  int error = 0;
  if (cur_term != NULL) del_curterm(cur_term);
  return setupterm(name, STDOUT_FILENO, &error) == OK;
}

bool aside_flag(const char *name) { return tigetflag(name) > 0; }

int aside_number(const char *name) {
  int number = tigetnum(name);
  return number >= 0 ? number : -1;
}

const char *aside_string(const char *name) {
  const char *string = tigetstr(name);
  return string == (const char *)-1 ? NULL : string;
}

const char *aside_flag_name(int index) { return boolnames[index]; }
const char *aside_number_name(int index) { return numnames[index]; }
const char *aside_string_name(int index) { return strnames[index]; }
