#include "sim/proxy/connection_pools.h"

#include <algorithm>

namespace meshcast {

Connection* ConnectionPool::take(bool shared) {
    if (shared && !all_.empty()) {
        Connection* connection = all_.front().get();
        ++connection->streams;
        return connection;
    }
    if (idle_.empty()) {
        return nullptr;
    }
    Connection* connection = idle_.back();
    idle_.pop_back();
    ++connection->streams;
    return connection;
}

Connection& ConnectionPool::add(Simulation& simulation, bool shared) {
    Connection& connection = *all_.emplace_back(std::make_unique<Connection>(simulation, shared));
    connection.home = this;
    connection.slot = all_.size() - 1;
    connection.streams = 1;
    return connection;
}

void ConnectionPool::put_back(Connection& connection) {
    --connection.streams;
    if (!connection.shared) {
        idle_.push_back(&connection);
    }
}

void ConnectionPool::close(Connection& connection) {
    std::erase(idle_, &connection);
    const std::size_t slot = connection.slot;
    std::swap(all_[slot], all_.back());
    all_[slot]->slot = slot;
    all_.pop_back();
}

ConnectionPool& ConnectionPools::find(std::uint16_t worker, Target target, std::uint32_t id) {
    const std::uint64_t key = (std::uint64_t{worker} << 40) | (static_cast<std::uint64_t>(target) << 32) | id;
    return pools_[key];
}

} // namespace meshcast
