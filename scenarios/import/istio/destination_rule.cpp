#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::istio {

using namespace routes;

namespace {

const kubernetes::Fields kSpecFields{{"host", "trafficPolicy", "subsets", "exportTo", "workloadSelector"},
                                     {}};
const kubernetes::Fields kSubsetFields{{"name", "labels", "trafficPolicy"}, {}};

Subset read_subset(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kSubsetFields);
    kubernetes::warn_if_missing(item["name"], "write name: v1");
    Subset subset;
    subset.origin = item.origin();
    subset.name = item["name"].string().value_or("");
    subset.labels = kubernetes::read_labels(item["labels"]);
    subset.policy = read_traffic_policy(item["trafficPolicy"]);
    return subset;
}

} // namespace

void read_destination_rule(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    DestinationPolicy policy;
    policy.metadata = *std::move(metadata);
    policy.created = read_created(object);
    kubernetes::warn_if_missing(spec["host"], "write host: SERVICE");
    policy.host = full_host(spec["host"].string().value_or(""), policy.metadata.name_space);
    policy.policy = read_traffic_policy(spec["trafficPolicy"]);
    for (const yaml::Cursor& item : spec["subsets"].items()) {
        policy.subsets.push_back(read_subset(item));
    }
    policy.export_to = read_export_to(spec["exportTo"], policy.metadata);
    policy.workload_selector = kubernetes::read_labels(spec["workloadSelector"]["matchLabels"]);
    routing.policies.push_back(std::move(policy));
}

} // namespace meshcast::istio
