#include "CCurl.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// The functions that are used.
#define FUNCTIONS(F) \
  F(curl_easy_cleanup) F(curl_easy_getinfo) F(curl_easy_init) F(curl_easy_pause) \
  F(curl_easy_setopt) F(curl_easy_strerror) F(curl_free) F(curl_getdate) F(curl_global_init) \
  F(curl_multi_add_handle) F(curl_multi_cleanup) F(curl_multi_info_read) F(curl_multi_init) \
  F(curl_multi_perform) F(curl_multi_poll) F(curl_multi_remove_handle) F(curl_multi_wakeup) \
  F(curl_slist_append) F(curl_slist_free_all) F(curl_url) F(curl_url_cleanup) F(curl_url_get) \
  F(curl_url_set)

// curl.h defines type-checking macros with these names.
#undef curl_easy_getinfo
#undef curl_easy_setopt

#define MEMBER(name) __typeof__(&name) name;
static struct { FUNCTIONS(MEMBER) } library;

#ifdef __APPLE__

// The system has libcurl in memory already.
static const char *load(void) {
#define ASSIGN(name) library.name = name;
  FUNCTIONS(ASSIGN)
  return NULL;
}

#else

#include <dlfcn.h>

static const char *load(void) {
  void *handle = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (handle == NULL) return dlerror();
#define FIND(name) \
  if ((library.name = (__typeof__(&name))dlsym(handle, #name)) == NULL) return dlerror();
  FUNCTIONS(FIND)
  return NULL;
}

#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool has_failed;
static char failure[512];

static void load_once(void) {
  const char *error = load();
  has_failed = error != NULL;
  // The next dlerror() would overwrite the text.
  if (has_failed) strncpy(failure, error, sizeof failure - 1);
}

static bool is_loaded(void) {
  pthread_once(&once, load_once);
  return !has_failed;
}

const char *ccurl_load_error(void) { return is_loaded() ? NULL : failure; }

CURLcode ccurl_global_init(void) {
  return is_loaded() ? library.curl_global_init(CURL_GLOBAL_DEFAULT) : CURLE_FAILED_INIT;
}

// Without the library there is no handle, so functions that take one need not check.

CURL *ccurl_easy_init(void) { return is_loaded() ? library.curl_easy_init() : NULL; }

void ccurl_easy_cleanup(CURL *easy) { library.curl_easy_cleanup(easy); }

CURLcode ccurl_easy_pause(CURL *easy, int directions) {
  return library.curl_easy_pause(easy, directions);
}

const char *ccurl_easy_strerror(CURLcode code) {
  return is_loaded() ? library.curl_easy_strerror(code) : failure;
}

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
  return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_headers(CURL *easy, struct curl_slist *value) {
  return library.curl_easy_setopt(easy, CURLOPT_HTTPHEADER, value);
}

CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value) {
  return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return library.curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
  return CURLE_OK;
#endif
}

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return library.curl_easy_getinfo(easy, info, value);
}

CURLcode ccurl_get_string(CURL *easy, CURLINFO info, const char **value) {
  return library.curl_easy_getinfo(easy, info, (char **)value);
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
  return is_loaded() ? library.curl_slist_append(list, text) : NULL;
}

void ccurl_slist_free_all(struct curl_slist *list) {
  if (list != NULL) library.curl_slist_free_all(list);
}

CURLM *ccurl_multi_init(void) { return is_loaded() ? library.curl_multi_init() : NULL; }

CURLMcode ccurl_multi_cleanup(CURLM *multi) { return library.curl_multi_cleanup(multi); }

CURLMcode ccurl_multi_wakeup(CURLM *multi) { return library.curl_multi_wakeup(multi); }

CURLMcode ccurl_multi_poll(CURLM *multi, int timeout_milliseconds) {
  return library.curl_multi_poll(multi, NULL, 0, timeout_milliseconds, NULL);
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) {
  return library.curl_multi_perform(multi, running);
}

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return library.curl_multi_add_handle(multi, easy);
}

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return library.curl_multi_remove_handle(multi, easy);
}

CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) {
  return library.curl_multi_info_read(multi, left);
}

CURLU *ccurl_url(void) { return is_loaded() ? library.curl_url() : NULL; }

void ccurl_url_cleanup(CURLU *url) { library.curl_url_cleanup(url); }

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return library.curl_url_set(url, part, text, flags);
}

CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return library.curl_url_get(url, part, text, flags);
}

void ccurl_free(void *text) { library.curl_free(text); }

time_t ccurl_getdate(const char *text) {
  return is_loaded() ? library.curl_getdate(text, NULL) : -1;
}
