#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"

#include <algorithm>
#include <limits>

namespace meshcast::istio {

using namespace routes;

namespace {

constexpr std::string_view kFilter = "envoy.filters.http.local_ratelimit";
constexpr Duration kShortestInterval = std::chrono::milliseconds(50); // Envoy's

/// Under the name that protobuf gives it in YAML, or in JSON.
yaml::Cursor either(const yaml::Cursor& mapping, std::string_view snake, std::string_view camel) {
    const yaml::Cursor field = mapping[snake];
    return field.present() ? field : mapping[camel];
}

/// The LocalRateLimit that a patch brings: a filter of its own, or a route's part of it. Absent where it is
/// about something else.
yaml::Cursor local_rate_limit(const yaml::Cursor& patch) {
    const yaml::Cursor value = patch["patch"]["value"];
    const bool filter = value["name"].string() == kFilter;
    const yaml::Cursor config =
        filter ? either(value, "typed_config", "typedConfig")
               : either(value, "typed_per_filter_config", "typedPerFilterConfig")[kFilter];
    const yaml::Cursor inside = config["value"]; // of a TypedStruct
    return inside.present() ? inside : config;
}

/// Envoy limits none of the requests unless it is told which share.
bool acts(const yaml::Cursor& share) {
    return either(share, "default_value", "defaultValue")["numerator"].integer().value_or(0) > 0;
}

std::optional<RateLimit> read_bucket(const yaml::Cursor& config) {
    const yaml::Cursor bucket = either(config, "token_bucket", "tokenBucket");
    if (!bucket.present()) {
        return std::nullopt; // routes bring their own
    }
    for (const auto& [snake, camel] :
         {std::pair("filter_enabled", "filterEnabled"), std::pair("filter_enforced", "filterEnforced")}) {
        if (!acts(either(config, snake, camel))) {
            config.report(message::DoubtfulValue,
                          fill(message::DoubtfulValue, config.path(),
                               fmt::format("without {} it limits nothing", snake)),
                          fmt::format("write {}: {{default_value: {{numerator: 100}}}}", snake));
            return std::nullopt;
        }
    }
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    RateLimit limit;
    limit.origin = bucket.origin();
    limit.burst = static_cast<int>(either(bucket, "max_tokens", "maxTokens").integer(1, kMost).value_or(1));
    const auto fill = either(bucket, "tokens_per_fill", "tokensPerFill").integer(1, kMost).value_or(1);
    const yaml::Cursor interval = either(bucket, "fill_interval", "fillInterval");
    const Duration every = read_duration(interval).value_or(Duration{});
    if (every < kShortestInterval) {
        interval.report_bad_value("Envoy takes no interval below 50ms; write fill_interval: 1s");
        return std::nullopt;
    }
    limit.rate = Rate{static_cast<double>(fill) / to_seconds(every)};
    return limit;
}

} // namespace

bool limits_rates(const yaml::Cursor& object) {
    const std::vector<yaml::Cursor> patches = object["spec"]["configPatches"].items();
    return std::ranges::any_of(patches,
                               [](const yaml::Cursor& patch) { return local_rate_limit(patch).present(); });
}

void read_envoy_filter(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    if (!metadata) {
        return;
    }
    const yaml::Cursor spec = object["spec"];
    for (const yaml::Cursor& patch : spec["configPatches"].items()) {
        const yaml::Cursor config = local_rate_limit(patch);
        const std::string context = patch["match"]["context"].string().value_or("ANY");
        const bool inbound = context == "ANY" || context == "SIDECAR_INBOUND";
        if (!config.present() || !inbound) {
            patch.report(message::DoubtfulValue,
                         fill(message::DoubtfulValue, patch.path(),
                              "of EnvoyFilters, only local rate limits of SIDECAR_INBOUND are simulated"));
            continue;
        }
        if (const std::optional<RateLimit> limit = read_bucket(config)) {
            routing.rate_limits.push_back(
                {*metadata, kubernetes::read_labels(spec["workloadSelector"]["labels"]), *limit});
        }
    }
}

} // namespace meshcast::istio
