#include "engine/random.h"
#include "sim/request/courier.h"
#include "sim/request/request_route.h"

namespace meshcast {

/// Sends the copies that the route asks for on their way. Nobody waits for them.
void Courier::mirror(const Head& head, const Errand& errand, const RequestRoute& route,
                     std::uint64_t random_key) {
    RandomStream random(random_key);
    for (const RequestRoute::Copy& copy : route.mirrors) {
        const bool made = random.bernoulli(copy.share);
        const std::uint64_t key = random.next();
        if (made) {
            simulation_.spawn(send_copy(head, errand, *copy.destination, key));
        }
    }
}

/// The proxy pays for a copy as for a request. What comes back is dropped.
Task<> Courier::send_copy(Head head, const Errand& errand, const Destination& destination,
                          std::uint64_t random_key) {
    head.caller = nullptr;
    head.station = destination.server_side(head.client);
    co_await head.proxy->pass(Duration::zero(), head.worker, Direction::Request, errand.size, uncounted_);
    const Reply reply = co_await forward(head, errand, destination, random_key, uncounted_, nullptr);
    co_await head.proxy->pass(Duration::zero(), head.worker, Direction::Reply, reply.size, uncounted_);
}

} // namespace meshcast
