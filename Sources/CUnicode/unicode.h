#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#ifdef __linux__
/// glibc and musl provide `memmem`, but declare it only if their extensions are requested.
extern void *memmem(const void *text, size_t length, const void *part, size_t part_length);
#endif

/// Returns whether the bytes of `text` contain those of `part`.
static inline bool aside_contains(
  const void *text, size_t length, const void *part, size_t part_length
) {
  return memmem(text, length, part, part_length) != NULL;
}
