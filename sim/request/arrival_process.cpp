#include "sim/request/arrival_process.h"

#include "sim/arrivals/modulated.h"
#include "sim/arrivals/renewal.h"
#include "sim/arrivals/replay.h"
#include "sim/arrivals/varying.h"

#include <vector>

namespace meshcast {

namespace {

static_assert(Arrival::kUsualOperation == Recording::kUsualOperation);

struct Make {
    const Traffic& traffic;

    std::unique_ptr<ArrivalProcess> operator()(const Steady&) const {
        return std::make_unique<PoissonArrivals>(traffic.rate.per_second);
    }

    std::unique_ptr<ArrivalProcess> operator()(const RateCurve& curve) const {
        using Gaps = VaryingArrivals::Gaps;
        return std::make_unique<VaryingArrivals>(
            curve, traffic.arrival == ArrivalKind::Uniform ? Gaps::Even : Gaps::Exponential);
    }

    std::unique_ptr<ArrivalProcess> operator()(const RatePhases& rates) const {
        using Lengths = ModulatedArrivals::Lengths;
        std::vector<ModulatedArrivals::Phase> phases;
        for (const RatePhases::Phase& phase : rates.phases) {
            phases.push_back({phase.rate.per_second, phase.mean});
        }
        return std::make_unique<ModulatedArrivals>(
            std::move(phases),
            rates.lengths == RatePhases::Lengths::Fixed ? Lengths::Fixed : Lengths::Exponential);
    }

    std::unique_ptr<ArrivalProcess> operator()(const Recording& recording) const {
        std::vector<Arrival> arrivals;
        arrivals.reserve(recording.requests.size());
        for (const Recording::Request& request : recording.requests) {
            arrivals.push_back({.at = request.at, .operation = request.operation});
        }
        return std::make_unique<ReplayedArrivals>(std::move(arrivals));
    }
};

} // namespace

std::unique_ptr<ArrivalProcess> make_arrivals(const Traffic& traffic) {
    return paced_by_connections(traffic) ? nullptr : std::visit(Make{traffic}, traffic.pattern);
}

} // namespace meshcast
