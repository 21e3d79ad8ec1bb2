#include "sim/request/courier.h"
#include "sim/request/journey.h"
#include "sim/request/request_route.h"
#include "sim/telemetry/event_kind.h"

#include <algorithm>

namespace meshcast {

Task<Reply> Courier::route(Head head, const Errand& errand, std::uint64_t random_key, Ledger& ledger) {
    const RequestRoute& route = *errand.route;
    const Time started = simulation_.now();
    RandomStream random(~random_key);
    const double choice = random.uniform();
    if (route.fault) {
        const Fault& fault = *route.fault;
        if (random.bernoulli(fault.delay_share)) {
            ledger.charge(Component::Injected, fault.delay);
            co_await simulation_.elapse(fault.delay);
        }
        if (random.bernoulli(fault.abort_share)) {
            co_return Reply{fault.abort_status > 0 ? fault.abort_status : 503, "FI", {}};
        }
    }
    if (route.status > 0) {
        co_return Reply{route.status, {}, {}};
    }
    const RequestRoute::Share& share = route.pick(choice);
    if (share.destination == nullptr) {
        co_return Reply{share.status, {}, {}};
    }
    const Destination& destination = *share.destination;
    const bool grpc = destination.protocol == AppProtocol::Grpc;
    const Time deadline = route.timeout ? time_after(started, *route.timeout) : kForever;
    head.station = destination.server_side(head.client);
    CircuitBreakers::Slot retry; // from the back-off to the end of the try

    for (int number = 1;; ++number) {
        Ledger spent;
        Reply reply;
        const Time began = simulation_.now();
        const Duration limit =
            std::min(deadline - began, route.retries.per_try_timeout.value_or(Duration::max()));
        const std::uint64_t key = number == 1 ? random_key : random.next();
        if (limit == kForever - began) {
            reply = co_await forward(head, errand, destination, key, spent, nullptr);
        } else {
            reply = co_await forward_within(limit, head, errand, destination, key, spent);
        }
        // Envoy never tries again what it has not sent at all.
        const bool sent = reply.flag != kNoHealthyUpstream && reply.flag != kOverflow;
        const bool wanted = sent && route.retries.attempts > 0 && simulation_.now() < deadline &&
                            route.retries.covers(reply.status, true, grpc);
        bool again = wanted && number <= route.retries.attempts;
        std::string_view why_not = kRetriesExhausted;
        retry.release();
        if (CircuitBreakers* breakers = again ? head.sees(destination).breakers() : nullptr) {
            retry = breakers->retry();
            again = static_cast<bool>(retry);
            why_not = kOverflow;
        }
        if (!again) {
            if (wanted && reply.flag.empty()) {
                reply.flag = why_not;
            }
            ledger.charge(spent);
            co_return reply;
        }
        ledger.charge(Component::Retries, simulation_.now() - began);
        const Duration pause =
            std::min(route.retries.pause(number, random.uniform()), deadline - simulation_.now());
        ledger.charge(Component::Retries, pause);
        co_await simulation_.elapse(pause);
        note(simulation_, EventKind::Retried, destination.id);
        if (simulation_.now() >= deadline) {
            co_return Reply{504, "UT", {}};
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

Task<Reply> Courier::forward_within(Duration limit, Head head, const Errand& errand,
                                    const Destination& destination, std::uint64_t random_key,
                                    Ledger& ledger) {
    const boost::intrusive_ptr<Try> result(new Try(simulation_));
    simulation_.spawn(try_once(result, head, errand, destination, random_key));
    const bool in_time = co_await result->replied.wait_for(limit);
    if (in_time) {
        ledger.charge(result->ledger);
        co_return result->reply;
    }
    if (result->journey != nullptr) {
        give_up(*result->journey);
    }
    ledger.charge(Component::Retries, limit);
    co_return Reply{504, "UT", {}};
}

Task<> Courier::try_once(boost::intrusive_ptr<Try> result, Head head, const Errand& errand,
                         const Destination& destination, std::uint64_t random_key) {
    result->reply = co_await forward(head, errand, destination, random_key, result->ledger, result.get());
    result->replied.complete();
}

} // namespace meshcast
