#include "sim/policy/injection/capture.h"

#include <algorithm>
#include <charconv>

namespace meshcast {

namespace {

constexpr std::string_view kInclude = "traffic.sidecar.istio.io/includeInboundPorts";
constexpr std::string_view kExclude = "traffic.sidecar.istio.io/excludeInboundPorts";
constexpr int kNeverRedirected[] = {15020, 15021, 15090}; // agent, health, metrics

/// "80, 8080"
bool lists(std::string_view ports, int port) {
    while (!ports.empty()) {
        const std::size_t comma = ports.find(',');
        std::string_view word = ports.substr(0, comma);
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        int number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error == std::errc{} && number == port) {
            return true;
        }
        ports.remove_prefix(comma == ports.npos ? ports.size() : comma + 1);
    }
    return false;
}

} // namespace

bool captures_inbound(const PodTemplate& pod, int port) {
    if (std::ranges::find(kNeverRedirected, port) != std::end(kNeverRedirected)) {
        return false;
    }
    const auto included = pod.annotations.find(kInclude);
    if (included != pod.annotations.end() && included->second != "*" && !lists(included->second, port)) {
        return false;
    }
    const auto excluded = pod.annotations.find(kExclude);
    return excluded == pod.annotations.end() || !lists(excluded->second, port);
}

} // namespace meshcast
