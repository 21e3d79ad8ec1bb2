#include "scenarios/analysis/istio/annotation_table.h"
#include "scenarios/units.h"
#include "scenarios/yaml/reader.h"
#include "sim/policy/host_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace meshcast::analysis {

namespace {

using Check = std::string (*)(std::string_view value);

std::string check_number(std::string_view value) {
    const auto number = units::parse_integer(value, 0, std::numeric_limits<std::uint32_t>::max());
    return number ? "" : number.error();
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string_view{}
                              : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string check_port_number(std::string_view value) {
    constexpr std::int64_t kLast = 65535;
    const auto port = units::parse_integer(trimmed(value), 0, kLast);
    return port ? "" : fmt::format("\"{}\" is not a port", value);
}

/// The first complaint about the parts of a list.
std::string check_each(std::string_view list, Check check) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (std::string problem = check(list.substr(0, comma)); !problem.empty()) {
            return problem;
        }
        list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    }
    return "";
}

std::string check_port_list(std::string_view value) {
    return check_each(trimmed(value), check_port_number);
}

std::string check_port_list_or_star(std::string_view value) {
    return value == "*" ? "" : check_port_list(value);
}

std::string check_block(std::string_view block) {
    const bool has_bits = block.find('/') != block.npos;
    const bool readable = cidr_match(block, block.substr(0, block.find('/'))).has_value();
    return has_bits && readable ? "" : fmt::format("\"{}\" is not a CIDR block", block);
}

std::string check_blocks(std::string_view value) {
    return check_each(value, check_block);
}

std::string check_blocks_or_star(std::string_view value) {
    return value == "*" ? "" : check_blocks(value);
}

std::string check_interception(std::string_view value) {
    return value == "REDIRECT" || value == "TPROXY" || value == "NONE"
               ? ""
               : fmt::format("\"{}\" is none of REDIRECT, TPROXY, NONE", value);
}

/// As Go's strconv.ParseBool.
std::string check_boolean(std::string_view value) {
    constexpr std::array<std::string_view, 12> kWords{"1", "t", "T", "TRUE",  "true",  "True",
                                                      "0", "f", "F", "FALSE", "false", "False"};
    return std::ranges::find(kWords, value) != kWords.end()
               ? ""
               : fmt::format("\"{}\" is neither true nor false", value);
}

std::string check_yaml(std::string_view value) {
    Diagnostics diagnostics;
    const auto documents = yaml::read_documents(value, "annotation", diagnostics);
    if (diagnostics.has_errors()) {
        return diagnostics.items().front().text;
    }
    return documents.empty() || documents.front().root.is_mapping() ? "" : "not a ProxyConfig";
}

/// What the injector itself checks:
/// https://github.com/istio/istio/blob/master/pkg/kube/inject/validate.go
constexpr std::pair<std::string_view, Check> kChecks[] = {
    {"sidecar.istio.io/interceptionMode", check_interception},
    {"status.sidecar.istio.io/port", check_port_number},
    {"readiness.status.sidecar.istio.io/initialDelaySeconds", check_number},
    {"readiness.status.sidecar.istio.io/periodSeconds", check_number},
    {"readiness.status.sidecar.istio.io/failureThreshold", check_number},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", check_blocks_or_star},
    {"traffic.sidecar.istio.io/excludeOutboundIPRanges", check_blocks},
    {"traffic.sidecar.istio.io/includeInboundPorts", check_port_list_or_star},
    {"traffic.sidecar.istio.io/excludeInboundPorts", check_port_list},
    {"traffic.sidecar.istio.io/excludeOutboundPorts", check_port_list},
    {"prometheus.istio.io/merge-metrics", check_boolean},
    {"proxy.istio.io/config", check_yaml},
};

} // namespace

std::string annotation_problem(std::string_view name, std::string_view value) {
    for (const auto& [known, check] : kChecks) {
        if (known == name) {
            return check(value);
        }
    }
    return "";
}

} // namespace meshcast::analysis
