// Wrappers for SQLite's variadic functions, which Swift cannot call.
#ifndef ASIDE_CSQLITE_H
#define ASIDE_CSQLITE_H

#include <sqlite3.h>

// Sets whether closing the connection keeps the log next to the database file, instead of writing
// it into the file.
static inline void aside_keep_log(sqlite3 *connection, int keeps) {
  sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}

#endif
