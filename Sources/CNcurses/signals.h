#ifndef SIGNALS_H
#define SIGNALS_H

// Forgets what `aside_send_on_leave` added.
void forget_leave_sequence(void);

#endif
