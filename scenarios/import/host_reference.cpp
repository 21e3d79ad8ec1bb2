#include "scenarios/import/host_reference.h"

#include "scenarios/units.h"

#include <algorithm>
#include <cctype>

namespace meshcast {

namespace {

constexpr int kLargestPort = 65535;

bool is_host_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
}

/// `[scheme://][user[:password]@]host[:port][/...]`
std::optional<HostReference> parse_reference(std::string_view text) {
    if (const std::size_t scheme = text.rfind("://"); scheme != text.npos) {
        text.remove_prefix(scheme + 3);
    }
    text = text.substr(0, text.find_first_of("/?#"));
    if (const std::size_t user = text.rfind('@'); user != text.npos) {
        text.remove_prefix(user + 1);
    }
    const std::size_t colon = text.find(':');
    HostReference result{std::string(text.substr(0, colon)), std::nullopt};
    if (result.host.ends_with('.')) {
        result.host.pop_back();
    }
    if (result.host.empty() || !std::ranges::all_of(result.host, is_host_character)) {
        return std::nullopt;
    }
    std::ranges::transform(result.host, result.host.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (colon != text.npos) {
        const units::Parsed<std::int64_t> port =
            units::parse_integer(text.substr(colon + 1), 1, kLargestPort);
        if (!port) {
            return std::nullopt;
        }
        result.port = static_cast<int>(*port);
    }
    return result;
}

} // namespace

std::vector<HostReference> find_host_references(std::string_view value) {
    constexpr std::string_view kSeparators = ",; \t\r\n";
    std::vector<HostReference> result;
    while (!value.empty()) {
        const std::size_t end = std::min(value.find_first_of(kSeparators), value.size());
        if (std::optional<HostReference> reference = parse_reference(value.substr(0, end))) {
            result.push_back(*std::move(reference));
        }
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return result;
}

} // namespace meshcast
