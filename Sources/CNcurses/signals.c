// Signal handling: wakes the loop, discards output that nobody reads, and restores the terminal
// after a crash.
#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "signals.h"
#include "CNcurses.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

// Written before any handler needs them. The handlers only read them.
static struct termios original_modes;
static char leave_sequence[256];
static size_t leave_length;
static int wake_descriptor = -1;

static const int forwarded[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGQUIT};
static const char letters[] = {'W', 'T', 'H', 'I', 'Z', 'T'};
static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { forwarded_count = 6, crash_count = 6 };
static struct sigaction previous[forwarded_count];
static struct sigaction previous_crash[crash_count];

void aside_send_on_leave(const char *sequence) {
  if (sequence == NULL || sequence == (char *)-1) return;
  size_t length = strlen(sequence);
  if (leave_length + length > sizeof leave_sequence) return;
  memcpy(leave_sequence + leave_length, sequence, length);
  leave_length += length;
}

void forget_leave_sequence(void) { leave_length = 0; }

static volatile sig_atomic_t is_ending;

bool aside_is_ending(void) { return is_ending != 0; }

bool aside_can_write(void) {
  struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};
  return poll(&output, 1, 0) != 0;
}

// If nobody reads the terminal, or Ctrl-S has stopped it, a write would block for ever, and the
// loop would never learn that it must end. The signal interrupts the write, and discarding the
// pending output makes room for it to continue. A terminal that is being read has room and loses
// nothing.
static void free_output(int signal) {
  (void)signal;
  int saved = errno;
  if (!aside_can_write()) {
    tcflow(STDOUT_FILENO, TCOON);
    tcflush(STDOUT_FILENO, TCOFLUSH);
  }
  errno = saved;
}

// POSIX does not list `setitimer` among the functions that a handler may call, but it is a plain
// system call on Linux and macOS. The timer first fires after 0.2 s, so that a slow reader has
// time.
static void start_freeing_output(void) {
  struct itimerval timer = {{0, 5000}, {0, 200000}};
  is_ending = 1;
  setitimer(ITIMER_REAL, &timer, NULL);
}

static void forward(int signal) {
  int saved = errno;
  if (signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT) start_freeing_output();
  for (int i = 0; i < forwarded_count; i++) {
    if (forwarded[i] == signal) (void)!write(wake_descriptor, &letters[i], 1);
  }
  errno = saved;
}

// Makes only calls that POSIX lists as async-signal-safe. Raises the signal again for its previous
// handler: the Swift runtime, which prints a backtrace, or the system.
static void restore_and_die(int signal) {
  (void)!write(STDOUT_FILENO, leave_sequence, leave_length);
  tcsetattr(STDIN_FILENO, TCSANOW, &original_modes);
  for (int i = 0; i < crash_count; i++) {
    if (crashes[i] == signal) sigaction(signal, &previous_crash[i], NULL);
  }
  raise(signal);
}

void aside_install_signals(int wake) {
  wake_descriptor = wake;
  tcgetattr(STDIN_FILENO, &original_modes);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = forward;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < forwarded_count; i++) sigaction(forwarded[i], &action, &previous[i]);
  // This handler stays until the process ends, because output printed after the screen can block,
  // too. SIGTTOU is blocked because both terminal calls would stop a background process.
  sigaddset(&action.sa_mask, SIGTTOU);
  action.sa_handler = free_output;
  sigaction(SIGALRM, &action, NULL);
  sigemptyset(&action.sa_mask);
  action.sa_handler = restore_and_die;
  action.sa_flags = SA_NODEFER | SA_ONSTACK;
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &previous_crash[i]);
}

void aside_restore_signals(void) {
  for (int i = 0; i < forwarded_count; i++) sigaction(forwarded[i], &previous[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &previous_crash[i], NULL);
}

void aside_stop_process(void) {
  signal(SIGTSTP, SIG_DFL);
  // Stop the whole foreground job, as the terminal driver does.
  kill(0, SIGTSTP);
}
