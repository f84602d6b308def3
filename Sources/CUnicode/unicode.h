#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#ifdef __linux__
/// glibc and musl have it, and hide it from those who do not ask for their extensions.
extern void *memmem(const void *text, size_t length, const void *part, size_t part_length);
#endif

/// Whether the bytes of `part` stand anywhere in those of `text`.
static inline bool aside_contains(
  const void *text, size_t length, const void *part, size_t part_length
) {
  return memmem(text, length, part, part_length) != NULL;
}
