#include "sim/control/canary_rollout.h"

#include <algorithm>

namespace meshcast {

namespace {

bool leads_to(const RequestRoute::Share& share, std::span<Pod* const> pods) {
    return share.destination != nullptr && !share.destination->endpoints.empty() &&
           std::ranges::all_of(share.destination->endpoints, [&](const Pod* endpoint) {
               return std::ranges::find(pods, endpoint) != pods.end();
           });
}

/// Of the shares' sum.
void set_weights(RequestRoute& route, const std::vector<double>& weights) {
    double up_to = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        up_to += weights[i];
        route.shares[i].up_to = up_to;
    }
}

} // namespace

CanaryRollout::CanaryRollout(Simulation& simulation, const Rollout& rollout, const ControlPlane& control,
                             std::span<Pod* const> pods, std::deque<RequestRoute>& routes)
    : simulation_(simulation), rollout_(rollout), control_(control) {
    for (RequestRoute& route : routes) {
        Split split{&route, {}, {}};
        double before = 0;
        for (const RequestRoute::Share& share : route.shares) {
            split.weights.push_back(share.up_to - before);
            split.canary.push_back(leads_to(share, pods));
            before = share.up_to;
        }
        const auto canaries = std::ranges::count(split.canary, true);
        if (canaries == 0 || canaries == static_cast<std::ptrdiff_t>(split.canary.size())) {
            continue;
        }
        for (std::size_t i = 0; i < split.canary.size(); ++i) {
            if (split.canary[i]) {
                route.shares[i].destination->tally = &tally_;
            }
        }
        splits_.push_back(std::move(split));
    }
    give_canary(0);
}

Task<> CanaryRollout::run() {
    co_await simulation_.elapse(rollout_.at);
    tally_ = {};
    if (splits_.empty()) {
        co_return;
    }
    if (rollout_.steps.empty()) {
        co_await follow_weights();
    } else {
        co_await follow_steps();
    }
    ended_ = simulation_.now();
}

/// Flagger: every interval a check, and after a good one more weight; at the maximum it is promoted.
Task<> CanaryRollout::follow_weights() {
    int step = 0;
    while (state_ == RolloutOutcome::State::Progressing) {
        co_await simulation_.elapse(rollout_.interval);
        const bool good = weight_ == 0 || is_healthy();
        failed_checks_ += good ? 0 : 1;
        tally_ = {};
        if (failed_checks_ >= rollout_.threshold) {
            state_ = RolloutOutcome::State::Failed;
            co_await shift(0);
        } else if (good && weight_ >= rollout_.max_weight) {
            state_ = RolloutOutcome::State::Succeeded;
            co_await shift(1);
        } else if (good) {
            co_await shift(next_weight(step++));
        }
    }
}

/// Argo: the steps in order, checks in the background; after the last step it is promoted.
Task<> CanaryRollout::follow_steps() {
    for (const Rollout::Step& step : rollout_.steps) {
        if (step.set_weight) {
            co_await shift(*step.set_weight);
            tally_ = {};
        }
        Duration left = step.pause;
        while (left > Duration::zero()) {
            const Duration part = std::min(left, rollout_.interval);
            co_await simulation_.elapse(part);
            left -= part;
            failed_checks_ += weight_ == 0 || is_healthy() ? 0 : 1;
            tally_ = {};
            if (failed_checks_ >= rollout_.threshold) {
                state_ = RolloutOutcome::State::Failed;
                co_await shift(0);
                co_return;
            }
        }
    }
    state_ = RolloutOutcome::State::Succeeded;
    co_await shift(1);
}

double CanaryRollout::next_weight(int step) const {
    if (rollout_.step_weights.empty()) {
        return std::min(weight_ + rollout_.step_weight, rollout_.max_weight);
    }
    const auto last = rollout_.step_weights.size() - 1;
    return rollout_.step_weights[std::min(static_cast<std::size_t>(step), last)];
}

/// Without a request there is nothing that is known to be good, and Flagger takes that for a failure.
bool CanaryRollout::is_healthy() {
    if (tally_.requests == 0) {
        return false;
    }
    asked_ = true;
    const double good = 1 - static_cast<double>(tally_.failures) / static_cast<double>(tally_.requests);
    return (!rollout_.min_success_rate || good >= *rollout_.min_success_rate) &&
           (!rollout_.max_duration || tally_.latency.quantile(0.99) <= *rollout_.max_duration);
}

/// The proxies have the new weights when the control plane has pushed them.
Task<> CanaryRollout::shift(double weight) {
    weight_ = weight;
    co_await simulation_.elapse(control_.debounce + control_.push);
    give_canary(weight);
}

/// Both sides keep the proportions that they have among themselves.
void CanaryRollout::give_canary(double weight) {
    for (const Split& split : splits_) {
        double canary = 0;
        double others = 0;
        for (std::size_t i = 0; i < split.weights.size(); ++i) {
            (split.canary[i] ? canary : others) += split.weights[i];
        }
        const auto canaries = static_cast<double>(std::ranges::count(split.canary, true));
        const auto rest = static_cast<double>(split.canary.size()) - canaries;
        std::vector<double> weights = split.weights;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const double part = split.canary[i] ? (canary > 0 ? weights[i] / canary : 1 / canaries)
                                                : (others > 0 ? weights[i] / others : 1 / rest);
            weights[i] = part * (split.canary[i] ? weight : 1 - weight);
        }
        set_weights(*split.route, weights);
    }
}

/// Where the plane has no proxy that follows the routes, the canary never got a request by them.
RolloutOutcome CanaryRollout::outcome() const {
    const bool ended = ended_ != kForever;
    const bool routed = !splits_.empty() && (asked_ || !ended);
    return {.canary = rollout_.canary,
            .state = routed ? state_ : RolloutOutcome::State::NotRouted,
            .failed_checks = routed ? failed_checks_ : 0,
            .weight = weight_,
            .ended = ended ? ended_ - kStart : Duration{}};
}

} // namespace meshcast
