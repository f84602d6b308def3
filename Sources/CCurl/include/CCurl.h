#ifndef ASIDE_CCURL_H
#define ASIDE_CCURL_H

// libcurl's functions for Swift. They load the library when one of them is first called (see
// docs/decisions/0061-loading-libcurl-late.md), and wrap the macros and the variadic functions, which
// Swift cannot call, with one function for each argument type. They contain no policy.
//
// Each function without a comment does what libcurl's function of the same name does. If the library
// cannot be loaded, those that return a pointer return NULL, and the others fail.

#include <curl/curl.h>

// Returns why libcurl could not be loaded, in the words of the operating system; NULL if it is loaded.
const char *ccurl_load_error(void);

typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);

CURLcode ccurl_global_init(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
CURLcode ccurl_easy_pause(CURL *easy, int directions);
const char *ccurl_easy_strerror(CURLcode code);
CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_headers(CURL *easy, struct curl_slist *value);
CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value);
// Lets a transfer be cancelled during a name lookup without waiting for the lookup, if the library
// supports this.
CURLcode ccurl_set_quick_exit(CURL *easy);
CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);
// The string belongs to the handle; NULL if there is none.
CURLcode ccurl_get_string(CURL *easy, CURLINFO info, const char **value);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_wakeup(CURLM *multi);
CURLMcode ccurl_multi_poll(CURLM *multi, int timeout_milliseconds);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left);

CURLU *ccurl_url(void);
void ccurl_url_cleanup(CURLU *url);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void ccurl_free(void *text);

// Returns the time of an HTTP date in seconds since 1970; -1 if the text is not a date.
time_t ccurl_getdate(const char *text);

#endif
