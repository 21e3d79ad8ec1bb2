#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// A host, and perhaps a port, in a configuration value.
struct HostReference {
    std::string host; // lower case, without a trailing dot
    std::optional<int> port;

    friend bool operator==(const HostReference&, const HostReference&) = default;
};

/// What could be a host in a value: "cart:7070", "http://user@details:9080/path", "jdbc:mysql://db/test",
/// "a,b:1". Whether a host of that name exists is for the caller to know.
std::vector<HostReference> find_host_references(std::string_view value);

} // namespace meshcast
