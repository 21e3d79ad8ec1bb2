#pragma once

#include "sim/policy/request_facts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace meshcast {

struct KnownHost;

/// A rule, and the one of its conditions that may hold; no rule: the service is called as it is.
struct RouteCandidate {
    const Route* route = nullptr;
    const RouteRule* rule = nullptr;
    const RequestMatch* match = nullptr; // nullptr: every request
};

/// What a proxy knows of a name: the candidates in the order in which they are tried.
struct VirtualHost {
    std::vector<std::string> domains; // the first one names it
    std::vector<RouteCandidate> candidates;
    const KnownHost* host = nullptr; // the service it stands for, if one
    bool require_tls = false;        // plain requests are sent to https
};

/// Age, then name: which of two objects counts first. Unknown ages are the oldest.
template <class Object>
bool is_older(const Object& a, const Object& b) {
    const auto key = [](const Object& object) {
        return std::tie(object.created, object.metadata.name, object.metadata.name_space);
    };
    return key(a) < key(b);
}

/// In the order that counts.
template <class Object>
std::vector<const Object*> by_age(const std::vector<Object>& objects) {
    std::vector<const Object*> result;
    for (const Object& object : objects) {
        result.push_back(&object);
    }
    std::ranges::stable_sort(result, [](const Object* a, const Object* b) { return is_older(*a, *b); });
    return result;
}

/// A VirtualService's rules for such a client, in the order written, up to one that takes everything.
std::vector<RouteCandidate> candidates_in_order(const Route& route, const Caller& client, int port,
                                                std::string_view gateway);

/// The Gateway API's precedence: exact path, longest prefix, regular expressions last (its own choice is left
/// open; this is Istio's), a method, more headers, more query parameters, the older route, its name, the
/// order written. https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
void add_all(const Route& route, std::vector<RouteCandidate>& candidates);
/// What comes after a rule that takes everything goes.
void sort_by_precedence(std::vector<RouteCandidate>& candidates);

/// The entry for a name: exact, else the longest wildcard. nullptr when there is none.
const VirtualHost* find_virtual_host(const std::vector<VirtualHost>& hosts, std::string_view name);

} // namespace meshcast
