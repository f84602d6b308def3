// What Swift cannot call of SQLite: functions with variable arguments.
#ifndef ASIDE_CSQLITE_H
#define ASIDE_CSQLITE_H

#include <sqlite3.h>

// Whether the log stays beside the file when the connection is closed, and nothing is written into
// the file.
static inline void aside_keep_log(sqlite3 *connection, int keeps) {
  sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}

#endif
