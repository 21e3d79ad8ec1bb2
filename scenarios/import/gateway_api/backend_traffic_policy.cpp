#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::gateway_api {

using namespace routes;

namespace {

const kubernetes::Fields kPolicySpecFields{{"targetRefs", "retryConstraint"}, {"sessionPersistence"}};
constexpr std::int64_t kMinRetryRate = 10;

} // namespace

/// As Istio makes it a DestinationRule: the budget's interval and that of the minimum rate are left out.
/// https://gateway-api.sigs.k8s.io/geps/gep-3388/ and istio's
/// pilot/pkg/config/kube/gateway/backend_policies.go
void read_backend_traffic_policy(const yaml::Cursor& object, Routing& routing) {
    const std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kPolicySpecFields);
    const yaml::Cursor constraint = spec["retryConstraint"];
    if (!metadata || !constraint.present()) {
        return;
    }
    ConcurrentRetryBudget budget{.min_retry_concurrency = kMinRetryRate, .origin = constraint.origin()};
    if (const auto percent = constraint["budget"]["percent"].integer(0, 100)) {
        budget.percent = static_cast<double>(*percent);
    }
    if (const auto count = constraint["minRetryRate"]["count"].integer(1, 1'000'000)) {
        budget.min_retry_concurrency = *count;
    }
    kubernetes::warn_if_missing(spec["targetRefs"],
                                "write targetRefs: [{group: \"\", kind: Service, name: web}]");
    for (const yaml::Cursor& target : spec["targetRefs"].items()) {
        const std::string kind = target["kind"].string().value_or("Service");
        const std::optional<std::string> name = target["name"].string();
        if (kind != "Service") {
            target["kind"].report_bad_value(
                fmt::format("a retry constraint is for a Service, not a {}", kind));
        } else if (name) {
            DestinationPolicy policy;
            policy.kind = "XBackendTrafficPolicy";
            policy.metadata = *metadata;
            policy.created = read_created(object);
            policy.host = full_host(*name, metadata->name_space);
            policy.policy.origin = budget.origin;
            policy.policy.retry_budget = budget;
            routing.policies.push_back(std::move(policy));
        }
    }
}

} // namespace meshcast::gateway_api
