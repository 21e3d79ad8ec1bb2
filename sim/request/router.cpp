#include "sim/request/courier.h"
#include "sim/request/journey.h"
#include "sim/request/request_route.h"
#include "sim/telemetry/event_kind.h"

#include <algorithm>

namespace meshcast {

Task<Reply> Courier::route(const RequestRoute& route, Head head, const Errand& errand,
                           std::uint64_t random_key, Ledger& ledger) {
    const Time started = simulation_.now();
    RandomStream random(~random_key);
    const double choice = random.uniform();
    bool delayed = false;
    if (route.fault) {
        const Fault& fault = *route.fault;
        delayed = random.bernoulli(fault.delay_share);
        if (delayed) {
            ledger.charge(Component::Injected, fault.delay);
            co_await simulation_.elapse(fault.delay);
        }
        if (random.bernoulli(fault.abort_share)) {
            co_return Reply{fault.abort_status > 0 ? fault.abort_status : 503, kFaultInjected, {}};
        }
    }
    if (route.status > 0) {
        co_return Reply{route.status, route.flag, {}};
    }
    const RequestRoute::Share& share = route.pick(choice);
    if (share.destination == nullptr) {
        co_return Reply{share.status, share.flag, {}};
    }
    const Destination& destination = *share.destination;
    const bool grpc = destination.protocol == AppProtocol::Grpc;
    const Time deadline = route.timeout ? time_after(started, *route.timeout) : kForever;
    if (head.proxy != nullptr) {
        head.station = destination.server_side(head.client);
    }
    if (!route.mirrors.empty()) [[unlikely]] {
        mirror(head, errand, route, random.next());
    }
    CircuitBreakers::Slot retry; // from the back-off to the end of the try
    PreviousHosts previous;

    for (int number = 1;; ++number) {
        Ledger spent;
        Reply reply;
        const Time began = simulation_.now();
        const Duration limit = std::min(route.timeout ? deadline - began : Duration::max(),
                                        route.retries.per_try_timeout.value_or(Duration::max()));
        const std::uint64_t key = number == 1 ? random_key : random.next();
        if (destination.hedging != nullptr) [[unlikely]] {
            reply = co_await hedge(limit, route.retries.other_hosts, previous, head, errand, destination, key,
                                   spent);
        } else if (limit == Duration::max() && number == 1) {
            reply = co_await forward(head, errand, destination, key, spent, nullptr);
        } else {
            reply = co_await forward_within(limit, previous, head, errand, destination, key, spent);
        }
        if (route.retries.other_hosts) {
            previous.add(reply.endpoint);
        }
        // Envoy never tries again what it has not sent at all.
        const bool sent = reply.flag != kNoHealthyUpstream && reply.flag != kOverflow;
        // Refusals by a rate limit are marked (x-envoy-ratelimited): their status does not matter.
        const bool covered = reply.flag == kRateLimited
                                 ? route.retries.on_rate_limited
                                 : route.retries.covers(reply.flag == kReset ? 0 : reply.status,
                                                        reply.flag != kConnectFailure, grpc);
        const bool wanted = sent && route.retries.attempts > 0 && simulation_.now() < deadline && covered;
        bool again = wanted && number <= route.retries.attempts;
        std::string_view why_not = kRetriesExhausted;
        retry.release();
        if (const auto& budget = route.retries.budget) {
            const Time now = simulation_.now();
            RetryAllowance& left = head.sees(destination).retry_allowance(*budget, now);
            if (!wanted) {
                left.deposit(now);
            }
            again = again && left.withdraw(now);
        }
        if (CircuitBreakers* breakers = again ? head.sees(destination).breakers() : nullptr) {
            retry = breakers->retry();
            again = static_cast<bool>(retry);
            why_not = kOverflow;
        }
        if (!again) {
            if (wanted && reply.flag.empty()) {
                reply.flag = why_not;
            } else if (delayed && reply.flag.empty()) {
                reply.flag = kDelayInjected;
            }
            ledger.charge(spent);
            if (destination.tally != nullptr) [[unlikely]] {
                destination.tally->add(reply.ok(), simulation_.now() - started);
            }
            co_return reply;
        }
        ledger.charge(Component::Retries, simulation_.now() - began);
        const Duration pause =
            std::min(route.retries.pause(number, random.uniform()), deadline - simulation_.now());
        ledger.charge(Component::Retries, pause);
        co_await simulation_.elapse(pause);
        note(simulation_, EventKind::Retried, destination.id);
        if (simulation_.now() >= deadline) {
            co_return Reply{504, kTimedOut, {}};
        }
    }
}

/// By which the endpoint is chosen, where the destination's policy says so.
PickContext Courier::hash_for(const Head& head, const Destination& destination) {
    if (destination.policy && destination.policy->hash) [[unlikely]] {
        return hash_of(*destination.policy->hash, head.client, head.user);
    }
    return {};
}

} // namespace meshcast
