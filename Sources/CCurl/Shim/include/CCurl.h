// libcurl and typed wrappers of its variadic calls.
#ifndef SLUICE_CCURL_H
#define SLUICE_CCURL_H

#include <curl/curl.h>

#endif
