#include <zlib.h>

/// Wraps `inflateInit2`, a macro that Swift cannot import.
static inline int aside_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}
