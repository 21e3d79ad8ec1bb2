#pragma once

#include "sim/model/permission.h"
#include "sim/model/route_rule.h"
#include "sim/model/units.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Requests that are decided alike: same caller, same service, same operation.
struct RequestKind {
    std::string source;    // Traffic::name; empty: a call that a workload makes
    std::string from;      // workload "shop/cart", or "outside"
    std::string to;        // service "shop/payments"
    int port = 0;          // of the service
    std::string operation; // "GET /cards"; may be empty

    friend auto operator<=>(const RequestKind&, const RequestKind&) = default;
};

/// What becomes of one kind of request by everything that was declared, before anything is simulated.
struct Outlook {
    struct Backend {
        std::string host; // full name
        int port = 0;
        std::string subset;
        double share = 1;    // 0..1, the shares of an outlook add up to 1
        std::string problem; // why nobody answers there; empty: somebody does
    };

    /// Pods that may answer.
    struct Server {
        std::string workload;
        double share = 0;      // 0..1, of all requests
        Permission permission; // whoever sends from outside the cluster is not asked about
        Origin secured_by;     // who says whether the connection is encrypted; line 0: nobody, the default
    };

    std::string route;  // what the sender's proxy does: "forward", "no-route", ...
    int status = 0;     // of its own answer; 0: it has none
    std::string object; // "VirtualService shop/cart"; empty: no rule decided
    Origin origin;      // of the rule, else of the service
    std::string because;
    std::vector<Backend> backends;
    std::optional<Duration> timeout;
    RetryPolicy retries;
    std::vector<Server> servers;
    bool outside = false;  // the sender
    double unanswered = 0; // 0..1, the share that no server gets to see, and that is an error

    /// The share that policies turn away.
    double refused() const {
        double sum = 0;
        for (const Server& server : servers) {
            sum += server.permission.allowed() ? 0 : server.share;
        }
        return sum;
    }

    /// The share that arrives in plain text. Of what comes from outside, nothing is known.
    double plaintext() const {
        double sum = 0;
        for (const Server& server : servers) {
            sum += server.permission.allowed() && !server.permission.encrypted ? server.share : 0;
        }
        return outside ? 0 : sum;
    }
};

/// One respect in which a kind of request is treated otherwise than before.
struct OutlookChange {
    enum class Kind {
        NewlyDenied,
        NewlyUnanswered,
        NoLongerEncrypted,
        Gone, // nobody sends such requests any more
        DeniedOtherwise,
        OtherBackends,
        OtherShares,
        OtherAnswer, // of the sender's proxy itself
        OtherTimeout,
        OtherRetries,
        NewlyAllowed,
        NewlyAnswered,
        NewlyEncrypted,
        New,
    };

    Kind kind = Kind::NewlyDenied;
    RequestKind request;
    std::optional<Outlook> before; // absent: New
    std::optional<Outlook> after;  // absent: Gone
};

} // namespace meshcast
