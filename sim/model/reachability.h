#pragma once

#include "sim/model/permission.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Which workloads may talk to which ports of which others under one plane, as a matrix.
struct Reachability {
    /// Where workloads can be asked.
    struct Door {
        std::string workload; // "shop/payments-v2"
        std::string service;  // by which it is asked, "shop/payments"; empty: by the pod's address
        int port = 0;         // of the service, else of the pod

        friend bool operator==(const Door&, const Door&) = default;
    };

    std::vector<std::string> workloads; // that ask: rows
    std::vector<Door> doors;            // columns
    std::vector<Permission> decisions;  // all that occur, each once
    std::vector<std::uint32_t> cells;   // row by row: index of the decision

    const Permission& at(std::size_t workload, std::size_t door) const {
        return decisions[cells[workload * doors.size() + door]];
    }
};

/// A pair whose answer differs between two matrices, or that only one of them has.
struct ReachabilityChange {
    std::string from;
    Reachability::Door to;
    std::optional<Permission> before; // absent: workload or port is new
    std::optional<Permission> after;  // absent: it is gone

    bool opens() const { return after && after->allowed() && !(before && before->allowed()); }

    bool closes() const { return before && before->allowed() && !(after && after->allowed()); }
};

} // namespace meshcast
