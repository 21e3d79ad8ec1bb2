#pragma once

#include "sim/model/metadata.h"
#include "sim/model/origin.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// What an Istio policy is for, in place of a selector. A namespace other than the policy's own never
/// matches. https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
struct PolicyTarget {
    std::string group; // "gateway.networking.k8s.io"; empty: core
    std::string kind;
    std::string name;
    std::string name_space; // empty: the policy's
    Origin origin;
};

/// Which proxies an Istio policy is for. In the root namespace, which policies of every namespace have.
struct PolicyScope {
    std::optional<Labels> selector; // of pods; nullopt: not given. Empty: every pod of the namespace
    std::vector<PolicyTarget> targets;
};

/// Values that something may have, as written: "x", "x*", "*x" or "*". An empty list asks nothing.
struct ValueCondition {
    std::vector<std::string> values;     // any of them
    std::vector<std::string> not_values; // none of them

    bool empty() const { return values.empty() && not_values.empty(); }
};

/// Who may, or may not, do what: https://istio.io/latest/docs/reference/config/security/authorization-policy/
struct AuthorizationPolicy {
    enum class Action { Allow, Deny, Audit, Custom };

    /// All that is asked must hold.
    struct Source {
        ValueCondition principals;         // "cluster.local/ns/default/sa/web", of the client's certificate
        ValueCondition request_principals; // "issuer/subject", of a token
        ValueCondition namespaces;
        ValueCondition service_accounts; // "namespace/name", or a name in the policy's namespace
        ValueCondition trust_domains;
        ValueCondition ip_blocks;        // of the connection's other end
        ValueCondition remote_ip_blocks; // of the client before all proxies
    };

    struct Operation {
        ValueCondition hosts; // case does not matter
        ValueCondition ports; // of the pod
        ValueCondition methods;
        ValueCondition paths; // or templates with {*} and {**}
    };

    struct Condition {
        std::string key; // "request.headers[x-token]"
        ValueCondition value;
        Origin origin;
    };

    struct Rule {
        std::vector<Source> from;  // any of them; empty: anybody
        std::vector<Operation> to; // any of them; empty: anything
        std::vector<Condition> when;
        Origin origin;
    };

    Metadata metadata;
    std::string created; // RFC 3339; empty: unknown, which counts as oldest
    PolicyScope scope;
    Action action = Action::Allow;
    std::string provider;    // Custom: who is asked
    std::vector<Rule> rules; // none: never matches, which is not the same as one rule that asks nothing
    bool dry_run = false;    // only logged
};

} // namespace meshcast
