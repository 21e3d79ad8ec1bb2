#include "scenarios/analysis/validation/admission.h"
#include "scenarios/analysis/validation/schema.h"

#include <algorithm>
#include <array>

namespace meshcast::analysis {

namespace {

/// The attributes that `when` may ask for:
/// https://istio.io/latest/docs/reference/config/security/conditions/
constexpr std::array<std::string_view, 13> kAttributes{"source.ip",
                                                       "remote.ip",
                                                       "source.namespace",
                                                       "source.principal",
                                                       "source.trustDomain",
                                                       "destination.ip",
                                                       "destination.port",
                                                       "connection.sni",
                                                       "request.auth.principal",
                                                       "request.auth.audiences",
                                                       "request.auth.presenter",
                                                       "source.serviceAccount",
                                                       "request.method"};
constexpr std::array<std::string_view, 4> kMapAttributes{
    "request.headers[", "request.auth.claims[", "experimental.envoy.filters.", "request.query_params["};

bool is_attribute(std::string_view key) {
    return std::ranges::find(kAttributes, key) != kAttributes.end() ||
           std::ranges::any_of(kMapAttributes,
                               [&](std::string_view prefix) { return key.starts_with(prefix); });
}

/// A list that is there must say something, and none of it may be blank.
void check_lists(const Object& object, const Peek& parts, std::string_view name, Diagnostics& diagnostics) {
    if (parts.size() == 0) {
        report_invalid(diagnostics, object, parts, fmt::format("{} must not be empty", name));
    }
    for (const auto& [field, values] : parts.entries()) {
        const std::vector<std::string> texts = values.texts();
        if (values.is_sequence() && std::ranges::find(texts, "") != texts.end()) {
            report_invalid(diagnostics, object, values,
                           fmt::format("`{}.{}` cannot have an empty value", name, field));
        }
    }
}

void check_ports(const Object& object, const Peek& operation, Diagnostics& diagnostics) {
    for (const std::string_view field : {"ports", "notPorts"}) {
        for (const Peek& port : operation[field].items()) {
            const std::int64_t number = port.integer().value_or(0);
            if (number < 1 || number > 65535) {
                report_invalid(diagnostics, object, port,
                               fmt::format("port number {} must be in the range 1..65535", port.text()));
            }
        }
    }
}

void check_policy_rule(const Object& object, const Peek& rule, Diagnostics& diagnostics) {
    for (const std::string_view part : {"from", "to"}) {
        if (rule[part].is_sequence() && rule[part].size() == 0) {
            report_invalid(diagnostics, object, rule[part], fmt::format("`{}` cannot be empty", part));
        }
    }
    for (const Peek& from : rule["from"].items()) {
        check_lists(object, from["source"], "from.source", diagnostics);
    }
    for (const Peek& to : rule["to"].items()) {
        check_lists(object, to["operation"], "to.operation", diagnostics);
        check_ports(object, to["operation"], diagnostics);
    }
    for (const Peek& condition : rule["when"].items()) {
        const std::string key = condition["key"].text();
        if (!is_attribute(key)) {
            report_invalid(diagnostics, object, condition, fmt::format("unknown attribute: {}", key));
        }
        if (condition["values"].size() == 0 && condition["notValues"].size() == 0) {
            report_invalid(diagnostics, object, condition,
                           "at least one of `values` or `notValues` must be set for condition " + key);
        }
    }
}

} // namespace

void admit_authorization_policy(const Object& object, Diagnostics& diagnostics) {
    const Peek spec = object.spec();
    const bool custom = spec["action"].is("CUSTOM");
    if (custom && spec["provider"]["name"].text().empty()) {
        report_invalid(diagnostics, object, spec["action"],
                       "`provider.name` must not be empty with action CUSTOM",
                       "name an extension provider of the MeshConfig");
    }
    if (custom && spec["rules"].size() == 0) {
        report_invalid(diagnostics, object, spec["action"], "CUSTOM action without `rules` is meaningless");
    }
    if (!custom && spec["provider"]) {
        report_invalid(diagnostics, object, spec["provider"],
                       "`provider` must not be with non CUSTOM action");
    }
    if (spec["action"].is("DENY") && spec["rules"].size() == 0) {
        report(diagnostics, object, spec["action"], message::DoubtfulObject,
               fill(message::DoubtfulObject, "a DENY policy without rules never denies anything"));
    }
    for (const Peek& rule : spec["rules"].items()) {
        check_policy_rule(object, rule, diagnostics);
    }
}

} // namespace meshcast::analysis
