#include "sim/balance/balancer.h"
#include "sim/balance/least_request.h"
#include "sim/balance/maglev.h"
#include "sim/balance/peak_ewma.h"
#include "sim/balance/pick_first.h"
#include "sim/balance/random_choice.h"
#include "sim/balance/ring_hash.h"
#include "sim/balance/round_robin.h"

#include <algorithm>
#include <array>
#include <utility>

namespace meshcast {

namespace {

template <class Policy>
std::unique_ptr<Balancer> make(const BalancerSettings& settings) {
    return std::make_unique<Policy>(settings);
}

using enum BalancerScope;

// A new policy is its own file pair and one line here.
constexpr std::array kKinds = {
    BalancerKind{"random", "RANDOM", "each endpoint with equal probability (Envoy RANDOM)", Localities, false,
                 make<RandomChoice>},
    BalancerKind{"round-robin", "ROUND_ROBIN", "endpoints in turn, by weight (Envoy ROUND_ROBIN)", Localities,
                 true, make<RoundRobin>},
    BalancerKind{"least-request", "LEAST_REQUEST",
                 "the less busy of two drawn at random (Envoy LEAST_REQUEST, Istio's default)", Localities,
                 true, make<LeastRequest>},
    BalancerKind{"ring-hash", "ringHash", "the endpoint next to a request's hash on a ring (Envoy RING_HASH)",
                 Priorities, true, make<RingHash>},
    BalancerKind{"maglev", "maglev", "the endpoint at a request's hash in a table (Envoy MAGLEV)", Priorities,
                 true, make<Maglev>},
    BalancerKind{"peak-ewma", "", "the lower peak-EWMA latency x load of two drawn at random (Linkerd)",
                 Ready, false, make<PeakEwma>},
    BalancerKind{"kube-proxy", "PASSTHROUGH", "each ready endpoint with equal probability (kube-proxy)",
                 Ready, false, make<RandomChoice>},
    BalancerKind{"pick-first", "", "one endpoint for as long as it is there (gRPC pick_first)", Ready, false,
                 make<PickFirst>},
};

// Istio's other words for them.
constexpr std::array kAliases = {
    std::pair<std::string_view, std::string_view>{"UNSPECIFIED", "least-request"},
    std::pair<std::string_view, std::string_view>{"LEAST_CONN", "least-request"},
};

} // namespace

std::span<const BalancerKind> balancer_kinds() {
    return kKinds;
}

const BalancerKind* find_balancer(std::string_view name) {
    const auto found = std::ranges::find(kKinds, name, &BalancerKind::name);
    return found == kKinds.end() ? nullptr : &*found;
}

const BalancerKind* find_istio_balancer(std::string_view name) {
    for (const auto& [alias, meant] : kAliases) {
        if (name == alias) {
            return find_balancer(meant);
        }
    }
    const auto found = std::ranges::find_if(
        kKinds, [&](const BalancerKind& kind) { return !name.empty() && kind.istio == name; });
    return found == kKinds.end() ? nullptr : &*found;
}

} // namespace meshcast
