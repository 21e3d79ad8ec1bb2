#include "sim/policy/network/http_rule.h"

#include "sim/policy/request_match.h"

#include <algorithm>

namespace meshcast {

namespace {

std::optional<Regex> compile_regex(const std::string& regex) {
    return regex.empty() ? std::nullopt : std::optional(Regex(regex));
}

bool fits_regex(const std::optional<Regex>& regex, const std::string& text) {
    return !regex || regex->matches(text);
}

} // namespace

HttpRule::HttpRule(const CiliumHttpRule& declared)
    : method_(compile_regex(declared.method)),
      path_(compile_regex(declared.path)),
      host_(compile_regex(declared.host)),
      headers_(declared.headers) {}

bool HttpRule::matches(const RequestFacts& request) const {
    return fits_regex(method_, request.method) && fits_regex(path_, request.path) &&
           fits_regex(host_, request.host) &&
           std::ranges::all_of(headers_, [&](const CiliumHttpRule::Header& header) {
               const std::optional<std::string> sent = header_of(request, header.name);
               return sent && (!header.value || *sent == *header.value);
           });
}

} // namespace meshcast
