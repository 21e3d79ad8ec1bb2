#include "sim/proxy/connection_pools.h"

namespace meshcast {

Connection& ConnectionPool::add(bool shared) {
    Connection& connection = *all_.emplace_back(std::make_unique<Connection>());
    connection.shared = shared;
    connection.home = this;
    connection.slot = static_cast<std::uint32_t>(all_.size() - 1);
    connection.streams = 1;
    if (shared && all_.size() > 1) { // the others drain
        std::swap(all_.front(), all_.back());
        std::swap(all_.front()->slot, all_.back()->slot);
    }
    return connection;
}

void ConnectionPool::close(Connection& connection) {
    uncount(connection);
    const std::uint32_t slot = connection.slot;
    std::swap(all_[slot], all_.back());
    all_[slot]->slot = slot;
    all_.pop_back();
}

void ConnectionPool::abandon(Connection& connection) {
    if (connection.counted && !connection.shared) {
        connection.draining = true;
        uncount(connection);
    }
}

bool ConnectionPool::pass_on(Connection& connection) {
    if (!gate_->hand_over(connection)) {
        return false;
    }
    ++connection.streams;
    return true;
}

void ConnectionPool::uncount(Connection& connection) {
    if (connection.counted) {
        connection.counted = false;
        gate_->closed();
    }
}

} // namespace meshcast
