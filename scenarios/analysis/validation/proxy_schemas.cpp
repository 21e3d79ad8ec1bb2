#include "scenarios/analysis/validation/common.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace meshcast::analysis {

namespace {

/// Other than of waypoints, a patch cannot look for a waypoint, and the other way round.
bool matches_its_context(const Peek& match) {
    const bool of_waypoint = match["context"].is("WAYPOINT");
    if (!of_waypoint) {
        return match["waypoint"].node() == nullptr;
    }
    return match["listener"].node() == nullptr && match["cluster"].node() == nullptr &&
           match["routeConfiguration"].node() == nullptr;
}

Schema patch_match() {
    return fields({{"context",
                    text().one_of({"ANY", "SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY", "WAYPOINT"})},
                   {"proxy", fields({{"proxyVersion", text()}, {"metadata", map(text())}})},
                   {"listener", fields({{"portNumber", integer().at_least(0)}, {"name", text()}})},
                   {"cluster", fields({{"portNumber", integer().at_least(0)}, {"service", text()}})},
                   {"routeConfiguration", fields({{"portNumber", integer().at_least(0)}, {"name", text()}})},
                   {"waypoint", fields({{"portNumber", port_number()}})}})
        .only_one({"listener", "cluster", "routeConfiguration", "waypoint"})
        .where("only support waypointMatch when context is WAYPOINT", matches_its_context);
}

/// What comes after the scheme of an address may hold no stray "%", "#" or blank.
bool is_address(std::string_view rest) {
    if (rest.empty()) {
        return false;
    }
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const auto c = static_cast<unsigned char>(rest[i]);
        const bool escaped = c == '%' && i + 2 < rest.size() &&
                             std::isxdigit(static_cast<unsigned char>(rest[i + 1])) != 0 &&
                             std::isxdigit(static_cast<unsigned char>(rest[i + 2])) != 0;
        if (c <= ' ' || c == '#' || (c == '%' && !escaped)) {
            return false;
        }
    }
    return true;
}

bool is_module_address(const Peek& value) {
    constexpr std::array<std::string_view, 4> kSchemes{"http", "https", "file", "oci"};
    const std::string text = value.text();
    const std::size_t scheme = text.find("://");
    if (scheme == std::string::npos) {
        return is_address(text);
    }
    return std::ranges::find(kSchemes, std::string_view(text).substr(0, scheme)) != kSchemes.end() &&
           is_address(std::string_view(text).substr(scheme + 3));
}

Schema provider_references() {
    return list(fields({{"name", text().at_least(1), true}}));
}

Schema tag_override() {
    return fields({{"operation", text().one_of({"UPSERT", "REMOVE"})}, {"value", text()}})
        .where("value must be set when operation is UPSERT",
               [](const Peek& tag) { return !tag["operation"].is("UPSERT") || !tag["value"].text().empty(); })
        .where("value must not be set when operation is REMOVE", [](const Peek& tag) {
            return !tag["operation"].is("REMOVE") || tag["value"].node() == nullptr;
        });
}

Schema tracing() {
    const Schema tag =
        fields({{"literal", fields({{"value", text().at_least(1), true}})},
                {"environment", fields({{"name", text().at_least(1), true}, {"defaultValue", text()}})},
                {"header", fields({{"name", text().at_least(1), true}, {"defaultValue", text()}})},
                {"formatter", fields({{"value", text().at_least(1), true}})}})
            .only_one({"literal", "environment", "header", "formatter"});
    return fields({{"match", fields({{"mode", text().one_of({"CLIENT_AND_SERVER", "CLIENT", "SERVER"})}})},
                   {"providers", provider_references()},
                   {"randomSamplingPercentage", number().at_least(0).at_most(100)},
                   {"disableSpanReporting", boolean()},
                   {"customTags", map(tag)}});
}

Schema metrics() {
    const Schema match = fields({{"metric", text()},
                                 {"customMetric", text().at_least(1)},
                                 {"mode", text().one_of({"CLIENT_AND_SERVER", "CLIENT", "SERVER"})}})
                             .only_one({"metric", "customMetric"});
    return fields(
        {{"providers", provider_references()},
         {"overrides",
          list(fields({{"match", match}, {"disabled", boolean()}, {"tagOverrides", map(tag_override())}}))},
         {"reportingInterval", duration()}});
}

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/envoy-filter/
Schema envoy_filter_schema() {
    const Schema patch = fields(
        {{"operation", text().one_of({"INVALID", "MERGE", "ADD", "REMOVE", "INSERT_BEFORE", "INSERT_AFTER",
                                      "INSERT_FIRST", "REPLACE", "MERGE_AND_REPLACE_LIST"})},
         {"value", Schema::object({})},
         {"filterClass", text().one_of({"UNSPECIFIED", "AUTHN", "AUTHZ", "STATS"})}});
    const Schema entry =
        fields({{"applyTo", text().one_of({"INVALID", "LISTENER", "FILTER_CHAIN", "NETWORK_FILTER",
                                           "HTTP_FILTER", "ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE",
                                           "CLUSTER", "EXTENSION_CONFIG", "BOOTSTRAP", "LISTENER_FILTER"})},
                {"match", patch_match()},
                {"patch", patch}});
    return fields({{"workloadSelector", networking_selector()},
                   {"targetRefs", target_references()},
                   {"configPatches", list(entry)},
                   {"priority", integer()}})
        .where("only one of targetRefs or workloadSelector can be set", [](const Peek& spec) {
            return spec["workloadSelector"].node() == nullptr || spec["targetRefs"].node() == nullptr;
        });
}

/// https://istio.io/latest/docs/reference/config/networking/proxy-config/
Schema proxy_config_schema() {
    return fields({{"selector", workload_selector()},
                   {"concurrency", integer().at_least(0)},
                   {"environmentVariables", map(text().at_most(2048))},
                   {"image", fields({{"imageType", text()}})}});
}

/// https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
Schema wasm_plugin_schema() {
    const Schema variable = fields({{"name", text().at_least(1).at_most(256), true},
                                    {"value", text().at_most(2048)},
                                    {"valueFrom", text().one_of({"INLINE", "HOST"})}})
                                .where("value may only be set when valueFrom is INLINE", [](const Peek& env) {
                                    return !env["valueFrom"].is("HOST") || env["value"].node() == nullptr;
                                });
    const Schema port = fields({{"number", port_number(), true}});
    return fields(
               {{"selector", workload_selector()},
                {"targetRef", target_reference()},
                {"targetRefs", target_references()},
                {"url",
                 text().at_least(1).where("url must have schema one of [http, https, file, oci]",
                                          is_module_address),
                 true},
                {"sha256", text().matching("(^$|^[a-f0-9]{64}$)")},
                {"imagePullPolicy", text().one_of({"UNSPECIFIED_POLICY", "IfNotPresent", "Always"})},
                {"imagePullSecret", text().at_least(1).at_most(253)},
                {"verificationKey", text()},
                {"pluginConfig", any()},
                {"pluginName", text().at_least(1).at_most(256)},
                {"phase", text().one_of({"UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"})},
                {"priority", integer()},
                {"failStrategy", text().one_of({"FAIL_CLOSE", "FAIL_OPEN", "FAIL_RELOAD"})},
                {"type", text().one_of({"UNSPECIFIED_PLUGIN_TYPE", "HTTP", "NETWORK"})},
                {"vmConfig", fields({{"env", list(variable).at_most(256).unique_by({"name"})}})},
                {"match",
                 list(fields({{"mode", text().one_of({"UNDEFINED", "CLIENT", "SERVER", "CLIENT_AND_SERVER"})},
                              {"ports", list(port).unique_by({"number"})}}))}})
        .where(kOneWayToSelect, one_way_to_select);
}

/// https://istio.io/latest/docs/reference/config/telemetry/
Schema telemetry_schema() {
    const Schema logging =
        fields({{"match", fields({{"mode", text().one_of({"CLIENT_AND_SERVER", "CLIENT", "SERVER"})}})},
                {"providers", provider_references()},
                {"disabled", boolean()},
                {"filter", fields({{"expression", text()}})}});
    return fields({{"selector", workload_selector()},
                   {"targetRef", target_reference()},
                   {"targetRefs", target_references()},
                   {"tracing", list(tracing())},
                   {"metrics", list(metrics())},
                   {"accessLogging", list(logging)}})
        .where(kOneWayToSelect, one_way_to_select);
}

} // namespace meshcast::analysis
