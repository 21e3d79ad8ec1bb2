#include "sim/model/response_flags.h"

#include <algorithm>
#include <array>

namespace meshcast {

namespace {

constexpr std::array<ResponseFlag, 16> kFlags{
    {{"DC", "downstream connection gone", ""},
     {"DI", "delayed by fault injection", "A route's fault injection delayed them before they were sent on."},
     {"DT", "maximum request or connection duration reached", ""},
     {"FI", "aborted by fault injection", "A route's fault injection answered them in the service's place."},
     {"NC", "no such upstream cluster",
      "Their route leads to a host or subset that nobody defines: a Service or a DestinationRule is "
      "missing."},
     {"NR", "no route matched", "A route has their host, but none of its rules matches them."},
     {"OM", "overload manager refused it", ""},
     {"RL", "rate limited", "The bucket of a rate limit had no token left for them."},
     {"UAEX", "denied by external authorization", ""},
     {"UC", "upstream connection reset",
      "The server or its proxy closed their connection before it answered."},
     {"UF", "upstream connection failure",
      "No connection to the server could be opened: it refused, did not answer in time, or one side did not "
      "accept the other's certificate."},
     {"UH", "no healthy upstream",
      "The service has no pods, or outlier detection had ejected too many of them."},
     {"UO", "circuit breaker open",
      "A limit of the caller's proxy was reached: a DestinationRule's connectionPool or retryBudget."},
     {"URX", "retry or connection attempts used up",
      "They failed again with every retry that their route or its budget allows."},
     {"UT", "upstream timeout", "No answer came within the time-out of their route, or of a try."},
     {"rbac", "denied by a policy", "A policy that is named here denied them."}}};

} // namespace

std::span<const ResponseFlag> response_flags() {
    return kFlags;
}

const ResponseFlag* find_response_flag(std::string_view flag) {
    const auto found = std::ranges::find(kFlags, flag, &ResponseFlag::flag);
    return found == kFlags.end() ? nullptr : &*found;
}

const ResponseFlag* flag_of_outcome(std::string_view outcome) {
    const std::size_t space = outcome.find(' ');
    return find_response_flag(space == std::string_view::npos ? outcome : outcome.substr(space + 1));
}

} // namespace meshcast
