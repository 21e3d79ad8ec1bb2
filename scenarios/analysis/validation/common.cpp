#include "scenarios/analysis/validation/common.h"

#include "scenarios/units.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

bool is_port(const Peek& value) {
    const std::int64_t number = value.integer().value_or(0);
    return number > 0 && number <= 65535;
}

bool is_duration(const Peek& value) {
    const auto parsed = units::parse_duration(value.text());
    return parsed && *parsed >= std::chrono::milliseconds(1);
}

bool no_star_in_values(const Peek& labels) {
    return std::ranges::none_of(labels.entries(), [](const auto& label) {
        return label.second.text().find('*') != std::string::npos;
    });
}

bool no_star_in_keys(const Peek& labels) {
    return std::ranges::none_of(labels.entries(),
                                [](const auto& label) { return label.first.find('*') != std::string::npos; });
}

bool no_empty_keys(const Peek& labels) {
    return std::ranges::none_of(labels.entries(), [](const auto& label) { return label.first.empty(); });
}

bool is_supported_target(const Peek& reference) {
    const std::string group = reference["group"].text();
    const std::string kind = reference["kind"].text();
    return ((group.empty() || group == "core") && kind == "Service") ||
           (group == "networking.istio.io" && kind == "ServiceEntry") ||
           (group == "gateway.networking.k8s.io" &&
            (kind == "Gateway" || kind == "GatewayClass" || kind == "HTTPRoute"));
}

bool starts_with_uds(const Peek& address) {
    return address.text().starts_with("unix://");
}

} // namespace

Schema port_number() {
    return integer().where("port must be between 1-65535", is_port);
}

Schema duration() {
    return text().where("must be a valid duration greater than 1ms", is_duration);
}

Schema workload_selector() {
    return fields({{"matchLabels", map(text().at_most(63))
                                       .where("wildcard not allowed in label value match", no_star_in_values)
                                       .where("wildcard not allowed in label key match", no_star_in_keys)
                                       .where("key must not be empty", no_empty_keys)}});
}

Schema networking_selector() {
    return fields({{"labels", map(text().at_most(63).where(
                                  "wildcard is not supported in selector", [](const Peek& value) {
                                      return value.text().find('*') == std::string::npos;
                                  }))}});
}

Schema target_reference() {
    return fields({{"group", text().at_most(253)},
                   {"kind", text().at_least(1).at_most(63), true},
                   {"name", text().at_least(1).at_most(253), true},
                   {"namespace", text().where("cross namespace referencing is not currently supported",
                                              [](const Peek& value) { return value.text().empty(); })}})
        .where("Support kinds are core/Service, networking.istio.io/ServiceEntry, "
               "gateway.networking.k8s.io/Gateway",
               is_supported_target);
}

Schema target_references() {
    return list(target_reference()).at_most(16);
}

Schema export_to() {
    return list(text());
}

Schema string_match() {
    return fields({{"exact", text()}, {"prefix", text()}, {"regex", text()}})
        .only_one({"exact", "prefix", "regex"});
}

Schema workload_entry() {
    return fields({{"address", text()
                                   .at_most(256)
                                   .where("UDS must be an absolute path or abstract socket",
                                          [](const Peek& value) {
                                              const std::string path = value.text();
                                              return !starts_with_uds(value) || path.substr(7, 1) == "/" ||
                                                     path.substr(7, 1) == "@";
                                          })
                                   .where("UDS may not be a dir",
                                          [](const Peek& value) {
                                              return !starts_with_uds(value) || !value.text().ends_with('/');
                                          })},
                   {"ports", map(port_number())
                                 .where("port name must be valid",
                                        [](const Peek& ports) {
                                            return std::ranges::all_of(ports.entries(), [](const auto& port) {
                                                const std::string& name = port.first;
                                                return !name.empty() && name.size() < 63 &&
                                                       std::ranges::all_of(
                                                           name,
                                                           [](unsigned char c) {
                                                               return std::isalnum(c) != 0 || c == '-';
                                                           }) &&
                                                       name.front() != '-' && name.back() != '-';
                                            });
                                        })},
                   {"labels", map(text())},
                   {"network", text().at_most(2048)},
                   {"locality", text().at_most(2048)},
                   {"weight", integer().at_least(0)},
                   {"serviceAccount", text().at_most(253)}})
        .where("UDS may not include ports", [](const Peek& entry) {
            return !starts_with_uds(entry["address"]) || !entry["ports"].node();
        });
}

Schema destination() {
    return fields(
        {{"host", text(), true}, {"subset", text()}, {"port", fields({{"number", integer().at_least(0)}})}});
}

Schema percentage() {
    return fields({{"value", number()}});
}

bool one_way_to_select(const Peek& spec) {
    int ways = 0;
    for (const std::string_view field : {"selector", "targetRef", "targetRefs"}) {
        ways += spec[field].node() != nullptr ? 1 : 0;
    }
    return ways <= 1;
}

} // namespace meshcast::analysis
