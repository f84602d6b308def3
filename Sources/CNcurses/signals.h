#ifndef SIGNALS_H
#define SIGNALS_H

// Discards what `aside_send_on_leave` added.
void forget_leave_sequence(void);

#endif
