#include "tests/corpus/suite.h"
#include "tests/corpus/suite_analyze.h"
#include "tests/corpus/suite_apps.h"
#include "tests/corpus/suite_cilium.h"
#include "tests/corpus/suite_injection.h"
#include "tests/corpus/suite_isotope.h"
#include "tests/corpus/suite_isotope_unit.h"
#include "tests/corpus/suite_istio_authorization.h"
#include "tests/corpus/suite_istio_docs.h"
#include "tests/corpus/suite_l3l4_cyclonus.h"
#include "tests/corpus/suite_l3l4_k8s_e2e.h"
#include "tests/corpus/suite_l3l4_np_guard.h"
#include "tests/corpus/suite_l3l4_recipes.h"
#include "tests/corpus/suite_lb.h"
#include "tests/corpus/suite_linkerd_policy.h"
#include "tests/corpus/suite_loadgen.h"
#include "tests/corpus/suite_manifests.h"
#include "tests/corpus/suite_mtls.h"
#include "tests/corpus/suite_negative.h"
#include "tests/corpus/suite_path_normalization.h"
#include "tests/corpus/suite_routing_gateway_api.h"
#include "tests/corpus/suite_routing_sidecar.h"
#include "tests/corpus/suite_routing_simulation.h"
#include "tests/corpus/suite_routing_traffic.h"

#include <array>

namespace meshcast::corpus {

std::span<const Suite> suites() {
    static constexpr std::array kSuites{
        Suite{"analyze", "analyze", analyze_cases},
        Suite{"apps", "apps", apps_cases},
        Suite{"cilium", "cilium", cilium_cases},
        Suite{"injection", "injection", injection_cases},
        Suite{"isotope", "isotope", isotope_cases},
        Suite{"isotope-unit", "isotope-unit", isotope_unit_cases},
        Suite{"l7/istio-authz", "l7/istio-authz", istio_authorization_cases},
        Suite{"l7/istio-docs", "l7/istio-docs", istio_docs_cases},
        Suite{"l7/istio-requestauthn", "l7/istio-requestauthn", istio_request_authentication_cases},
        Suite{"l7/linkerd", "l7/linkerd", linkerd_policy_cases},
        Suite{"l7/path-normalization", "l7/path-normalization", path_normalization_cases},
        Suite{"l3l4/cyclonus", "l3l4/cyclonus", l3l4_cyclonus_cases},
        Suite{"l3l4/k8s-e2e", "l3l4/k8s-e2e", l3l4_k8s_e2e_cases},
        Suite{"l3l4/np-guard", "l3l4/np-guard", l3l4_np_guard_cases},
        Suite{"l3l4/recipes", "l3l4/recipes", l3l4_recipes_cases},
        Suite{"lb", "lb", lb_cases},
        Suite{"loadgen", "loadgen", loadgen_cases},
        Suite{"mtls/istio-compose", "mtls/istio-compose", mtls_compose_cases},
        Suite{"mtls/istio-docs", "mtls/istio-docs", mtls_docs_cases},
        Suite{"mtls/istio-passthrough", "mtls/istio-passthrough", mtls_passthrough_cases},
        Suite{"mtls/istio-reachability", "mtls/istio-reachability", mtls_reachability_cases},
        Suite{"negative", "negative", negative_cases},
        Suite{"routing/gateway-api", "routing/gateway-api", routing_gateway_api_cases},
        Suite{"routing/istio-sidecar-routes", "routing/istio-sidecar-routes", routing_sidecar_cases},
        Suite{"routing/istio-simulation", "routing/istio-simulation", routing_simulation_cases},
        Suite{"routing/istio-traffic", "routing/istio-traffic", routing_traffic_cases},
        Suite{"validate", "validate", validate_cases},
        Suite{"manifests", "", manifests_cases},
    };
    return kSuites;
}

} // namespace meshcast::corpus
