#include "sim/policy/route_order.h"

#include "sim/policy/host_match.h"
#include "sim/policy/request_match.h"

#include <algorithm>
#include <tuple>

namespace meshcast {

namespace {

/// Greater comes first.
auto weight_of(const RequestMatch* match) {
    int kind = 2; // no path: every path begins with /
    std::size_t length = 1;
    if (match != nullptr && match->path) {
        using Kind = TextMatch::Kind;
        kind = match->path->kind == Kind::Exact ? 3 : match->path->kind == Kind::Regex ? 1 : 2;
        length = match->path->text.size();
    }
    return std::tuple(kind, length, match != nullptr && match->method.has_value(),
                      match == nullptr ? 0 : match->headers.size(),
                      match == nullptr ? 0 : match->query.size());
}

auto age_of(const Route& route) {
    return std::tie(route.created, route.metadata.name_space, route.metadata.name);
}

} // namespace

std::vector<RouteCandidate> candidates_in_order(const Route& route, const Caller& client, int port,
                                                std::string_view gateway) {
    std::vector<RouteCandidate> result;
    for (const RouteRule& rule : route.http) {
        if (rule.matches.empty()) {
            result.push_back({&route, &rule, nullptr});
            return result;
        }
        for (const RequestMatch& match : rule.matches) {
            if (!concerns(match, client, port, gateway)) {
                continue;
            }
            result.push_back({&route, &rule, &match});
            if (takes_everything(match)) {
                return result;
            }
        }
    }
    return result;
}

void add_all(const Route& route, std::vector<RouteCandidate>& candidates) {
    for (const RouteRule& rule : route.http) {
        if (rule.matches.empty()) {
            candidates.push_back({&route, &rule, nullptr});
        }
        for (const RequestMatch& match : rule.matches) {
            candidates.push_back({&route, &rule, &match});
        }
    }
}

void sort_by_precedence(std::vector<RouteCandidate>& candidates) {
    std::ranges::stable_sort(candidates, [](const RouteCandidate& a, const RouteCandidate& b) {
        const auto left = weight_of(a.match);
        const auto right = weight_of(b.match);
        return left != right ? left > right : age_of(*a.route) < age_of(*b.route);
    });
    const auto everything = std::ranges::find_if(candidates, [](const RouteCandidate& candidate) {
        const bool regex = candidate.match != nullptr && candidate.match->path &&
                           candidate.match->path->kind == TextMatch::Kind::Regex;
        return candidate.match == nullptr || (!regex && takes_everything(*candidate.match));
    });
    if (everything != candidates.end()) {
        candidates.erase(everything + 1, candidates.end());
    }
}

const VirtualHost* find_virtual_host(const std::vector<VirtualHost>& hosts, std::string_view name) {
    const VirtualHost* best = nullptr;
    std::size_t best_rank = 0;
    for (const VirtualHost& host : hosts) {
        for (const std::string& domain : host.domains) {
            if (covers(domain, name) && (best == nullptr || specificity(domain) > best_rank)) {
                best = &host;
                best_rank = specificity(domain);
            }
        }
    }
    return best;
}

} // namespace meshcast
