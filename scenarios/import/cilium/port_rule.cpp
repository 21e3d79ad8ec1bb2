#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/cilium/rule.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/policy_fields.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"

#include <algorithm>
#include <array>

namespace meshcast::cilium {

namespace {

const kubernetes::Fields kPortRuleFields{{"ports", "rules", "serverNames"},
                                         {"terminatingTLS", "originatingTLS", "listener"}};
const kubernetes::Fields kPortFields{{"port", "endPort", "protocol"}, {}};
const kubernetes::Fields kRulesFields{{"http"}, {"dns", "kafka", "l7", "l7proto"}};
const kubernetes::Fields kHttpFields{{"method", "path", "host", "headers", "headerMatches"}, {}};
const kubernetes::Fields kHeaderFields{{"name", "value", "mismatch"}, {"secret"}};

constexpr int kHighestPort = 65535;
constexpr int kMostIcmpTypes = 255;

std::optional<Transport> read_protocol(const yaml::Cursor& field) {
    static constexpr std::array<std::pair<std::string_view, std::optional<Transport>>, 4> kProtocols{
        {{"ANY", std::nullopt}, {"TCP", Transport::Tcp}, {"UDP", Transport::Udp}, {"SCTP", Transport::Sctp}}};
    std::string word = field.string().value_or("ANY");
    std::ranges::transform(word, word.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    for (const auto& [name, transport] : kProtocols) {
        if (name == word) {
            return transport;
        }
    }
    routes::report_unknown_word(field, {"ANY", "TCP", "UDP", "SCTP"});
    return std::nullopt;
}

/// A number, 0 for all, or the name of a pod's port, in any case.
PolicyPort read_port(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kPortFields);
    PolicyPort result;
    result.transport = read_protocol(item["protocol"]);
    const yaml::Cursor port = item["port"];
    if (port.missing()) {
        item.report(message::MissingField, fill(message::MissingField, port.path()), "write port: \"80\"");
    }
    const std::string text = port.string().value_or("");
    if (text.find_first_not_of("+-0123456789") != text.npos) {
        result.name = routes::lower_case(text);
        return result;
    }
    const units::Parsed<std::int64_t> number = units::parse_integer(text, 0, kHighestPort);
    const int last = kubernetes::read_port_number(item["endPort"], 0);
    if (!number) {
        if (port.present()) {
            port.report_bad_value(number.error());
        }
        result.first = result.last = -1; // no port
        return result;
    }
    result.first = result.last = static_cast<int>(*number);
    if (last > 0 && last < result.first) {
        item["endPort"].report_bad_value(fmt::format("{} is less than port {}", last, result.first));
    } else if (last > 0 && result.first > 0) {
        result.last = last;
    }
    return result;
}

/// "X-Token: 42", or a name alone.
CiliumHttpRule::Header parse_header(std::string_view text) {
    const std::size_t blank = text.find(' ');
    std::string_view name = text.substr(0, blank);
    if (name.ends_with(':')) {
        name.remove_suffix(1);
    }
    if (blank == text.npos) {
        return {std::string(name), std::nullopt};
    }
    return {std::string(name), std::string(text.substr(blank + 1))};
}

CiliumHttpRule read_http(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kHttpFields);
    CiliumHttpRule rule;
    rule.method = routes::read_regex(item["method"]).value_or("");
    rule.path = routes::read_regex(item["path"]).value_or("");
    rule.host = routes::read_regex(item["host"]).value_or("");
    for (const yaml::Cursor& header : item["headers"].items()) {
        if (const auto text = header.string(); text && !text->empty()) {
            rule.headers.push_back(parse_header(*text));
        }
    }
    for (const yaml::Cursor& header : item["headerMatches"].items()) {
        kubernetes::check_spelling(header, kHeaderFields);
        const std::string name = header["name"].string().value_or("");
        // With `mismatch` the request passes all the same, with another header or a line in the log.
        if (!name.empty() && !header["mismatch"].present()) {
            rule.headers.push_back({name, header["value"].string()});
        }
    }
    return rule;
}

std::optional<int> icmp_number(std::string_view name, bool v6) {
    // https://docs.cilium.io/en/stable/security/policy/language/#icmp-icmpv6
    static constexpr std::array<std::pair<std::string_view, int>, 13> kV4{{{"EchoReply", 0},
                                                                           {"DestinationUnreachable", 3},
                                                                           {"Redirect", 5},
                                                                           {"Echo", 8},
                                                                           {"EchoRequest", 8},
                                                                           {"RouterAdvertisement", 9},
                                                                           {"RouterSelection", 10},
                                                                           {"TimeExceeded", 11},
                                                                           {"ParameterProblem", 12},
                                                                           {"Timestamp", 13},
                                                                           {"TimestampReply", 14},
                                                                           {"Photuris", 40},
                                                                           {"ExtendedEchoReply", 43}}};
    static constexpr std::array<std::pair<std::string_view, int>, 11> kV6{{{"DestinationUnreachable", 1},
                                                                           {"PacketTooBig", 2},
                                                                           {"TimeExceeded", 3},
                                                                           {"ParameterProblem", 4},
                                                                           {"EchoRequest", 128},
                                                                           {"EchoReply", 129},
                                                                           {"RouterSolicitation", 133},
                                                                           {"RouterAdvertisement", 134},
                                                                           {"NeighborSolicitation", 135},
                                                                           {"NeighborAdvertisement", 136},
                                                                           {"RedirectMessage", 137}}};
    const auto find = [&](const auto& list) -> std::optional<int> {
        const auto found = std::ranges::find(list, name, [](const auto& entry) { return entry.first; });
        return found == list.end() ? std::nullopt : std::optional(found->second);
    };
    return v6 ? find(kV6) : find(kV4);
}

} // namespace

CiliumPolicy::PortRule read_port_rule(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kPortRuleFields);
    CiliumPolicy::PortRule rule;
    for (const yaml::Cursor& port : item["ports"].items()) {
        rule.ports.push_back(read_port(port));
    }
    const yaml::Cursor rules = item["rules"];
    kubernetes::check_spelling(rules, kRulesFields);
    for (const yaml::Cursor& http : rules["http"].items()) {
        rule.http.push_back(read_http(http));
    }
    return rule;
}

std::vector<CiliumPolicy::Icmp> read_icmps(const yaml::Cursor& list) {
    std::vector<CiliumPolicy::Icmp> result;
    for (const yaml::Cursor& item : list.items()) {
        for (const yaml::Cursor& field : item["fields"].items()) {
            CiliumPolicy::Icmp icmp;
            icmp.v6 = field["family"].string() == "IPv6";
            const yaml::Cursor type = field["type"];
            const std::string text = type.string().value_or("");
            if (const std::optional<int> number = icmp_number(text, icmp.v6)) {
                icmp.type = *number;
            } else if (const auto read = type.integer(0, kMostIcmpTypes)) {
                icmp.type = static_cast<int>(*read);
            } else {
                continue;
            }
            result.push_back(icmp);
        }
    }
    return result;
}

} // namespace meshcast::cilium
