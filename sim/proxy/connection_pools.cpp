#include "sim/proxy/connection_pools.h"

namespace meshcast {

Connection& ConnectionPool::add(bool shared) {
    Connection& connection = *all_.emplace_back(std::make_unique<Connection>());
    connection.shared = shared;
    connection.home = this;
    connection.slot = static_cast<std::uint32_t>(all_.size() - 1);
    connection.streams = 1;
    return connection;
}

void ConnectionPool::close(Connection& connection) {
    const std::uint32_t slot = connection.slot;
    std::swap(all_[slot], all_.back());
    all_[slot]->slot = slot;
    all_.pop_back();
}

} // namespace meshcast
