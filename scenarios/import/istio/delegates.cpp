#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/kinds.h"

#include <algorithm>

namespace meshcast::istio {

namespace {

bool is_text(const std::optional<TextMatch>& match, TextMatch::Kind kind) {
    return match && match->kind == kind && !match->text.empty();
}

/// Whether the delegate's condition is not narrower than the root's.
bool conflicts(const std::optional<TextMatch>& root, const std::optional<TextMatch>& leaf) {
    using Kind = TextMatch::Kind;
    if (!root || !leaf) {
        return false;
    }
    if (is_text(root, Kind::Regex) || is_text(leaf, Kind::Regex)) {
        return leaf->kind != Kind::Present && root->kind != Kind::Present;
    }
    if (is_text(root, Kind::Exact)) {
        return !is_text(leaf, Kind::Exact) || leaf->text != root->text;
    }
    if (is_text(root, Kind::Prefix) && leaf->kind != Kind::Present) {
        return !leaf->text.starts_with(root->text);
    }
    return true;
}

const NamedMatch* find(const std::vector<NamedMatch>& list, const NamedMatch& like) {
    const auto found = std::ranges::find_if(list, [&](const NamedMatch& match) {
        return match.name == like.name && match.inverted == like.inverted;
    });
    return found == list.end() ? nullptr : &*found;
}

bool conflicts(const std::vector<NamedMatch>& root, const std::vector<NamedMatch>& leaf) {
    return std::ranges::any_of(leaf, [&](const NamedMatch& match) {
        const NamedMatch* same = find(root, match);
        return same != nullptr && conflicts(same->value, match.value);
    });
}

bool conflicts(const RequestMatch& root, const RequestMatch& leaf) {
    const auto differs = [](const auto& label, const Labels& labels) {
        const auto found = labels.find(label.first);
        return found != labels.end() && found->second != label.second;
    };
    const auto in_root = [&](const std::string& gateway) {
        return std::ranges::find(root.gateways, gateway) != root.gateways.end();
    };
    return conflicts(root.path, leaf.path) || conflicts(root.scheme, leaf.scheme) ||
           conflicts(root.method, leaf.method) || conflicts(root.authority, leaf.authority) ||
           conflicts(root.headers, leaf.headers) || conflicts(root.query, leaf.query) ||
           (root.path && leaf.path && root.path->ignore_case != leaf.path->ignore_case) ||
           (root.port != 0 && leaf.port != 0 && root.port != leaf.port) ||
           (!root.source_namespace.empty() && leaf.source_namespace != root.source_namespace) ||
           std::ranges::any_of(leaf.source_labels,
                               [&](const auto& label) { return differs(label, root.source_labels); }) ||
           (!root.gateways.empty() && !leaf.gateways.empty() && !std::ranges::all_of(leaf.gateways, in_root));
}

template <class Value>
void inherit(std::optional<Value>& own, const std::optional<Value>& from) {
    if (!own) {
        own = from;
    }
}

void inherit(std::vector<NamedMatch>& own, const std::vector<NamedMatch>& from) {
    for (const NamedMatch& match : from) {
        if (find(own, match) == nullptr) {
            own.push_back(match);
        }
    }
}

std::string joined(const std::string& root, const std::string& own) {
    return own.empty() ? root : root.empty() ? own : root + "-" + own;
}

RequestMatch merged(const RequestMatch& root, RequestMatch own) {
    own.name = joined(root.name, own.name);
    inherit(own.path, root.path);
    inherit(own.scheme, root.scheme);
    inherit(own.method, root.method);
    inherit(own.authority, root.authority);
    inherit(own.headers, root.headers);
    inherit(own.query, root.query);
    own.port = own.port == 0 ? root.port : own.port;
    own.source_labels.insert(root.source_labels.begin(), root.source_labels.end());
    own.source_namespace = own.source_namespace.empty() ? root.source_namespace : own.source_namespace;
    own.gateways = own.gateways.empty() ? root.gateways : own.gateways;
    return own;
}

/// Nothing where a condition of the delegate fits none of the root's.
std::optional<std::vector<RequestMatch>> merged(const std::vector<RequestMatch>& root,
                                                const std::vector<RequestMatch>& own) {
    if (root.empty() || own.empty()) {
        return root.empty() ? own : root;
    }
    std::vector<RequestMatch> result;
    for (const RequestMatch& match : own) {
        const std::size_t before = result.size();
        for (const RequestMatch& outer : root) {
            if (!conflicts(outer, match)) {
                result.push_back(merged(outer, match));
            }
        }
        if (result.size() == before) {
            return std::nullopt;
        }
    }
    return result;
}

void inherit(RouteRule& own, const RouteRule& root) {
    own.name = joined(root.name, own.name);
    inherit(own.rewrite, root.rewrite);
    inherit(own.direct_response, root.direct_response);
    inherit(own.timeout, root.timeout);
    inherit(own.retries, root.retries);
    inherit(own.fault, root.fault);
    inherit(own.cors, root.cors);
    own.mirrors = own.mirrors.empty() ? root.mirrors : own.mirrors;
    if (own.request.empty() && own.response.empty()) {
        own.request = root.request;
        own.response = root.response;
    }
}

bool is_visible(const Route& delegate, const std::string& name_space) {
    return delegate.export_to.empty() || std::ranges::any_of(delegate.export_to, [&](const std::string& to) {
               return to == "*" || to == name_space;
           });
}

bool is_delegate(const Route& route) {
    return route.kind == "VirtualService" && route.hosts.empty();
}

class Merger {
  public:
    Merger(std::vector<Route> delegates, Diagnostics& diagnostics)
        : delegates_(std::move(delegates)), diagnostics_(diagnostics) {}

    void merge(Route& root) const {
        std::vector<RouteRule> rules;
        for (RouteRule& rule : root.http) {
            if (!rule.delegate) {
                rules.push_back(std::move(rule));
            } else if (const Route* delegate = find(rule, root.metadata.name_space)) {
                add(rule, *delegate, rules);
            }
        }
        root.http = std::move(rules);
    }

  private:
    const Route* find(const RouteRule& rule, const std::string& name_space) const {
        const auto found = std::ranges::find_if(delegates_, [&](const Route& route) {
            return ObjectName{route.metadata.name_space, route.metadata.name} == *rule.delegate &&
                   is_visible(route, name_space);
        });
        if (found != delegates_.end()) {
            return &*found;
        }
        diagnostics_.add(message::DelegateMissing, rule.origin,
                         fill(message::DelegateMissing,
                              fmt::format("{}/{}", rule.delegate->name_space, rule.delegate->name)),
                         "a delegate is a VirtualService without hosts that is exported to this namespace");
        return nullptr;
    }

    void add(const RouteRule& root, const Route& delegate, std::vector<RouteRule>& rules) const {
        for (RouteRule rule : delegate.http) {
            auto matches = merged(root.matches, rule.matches);
            if (!matches || rule.delegate) {
                diagnostics_.add(message::DelegateConflict, rule.origin,
                                 fill(message::DelegateConflict, root.origin.file, root.origin.line),
                                 "let it match a part of what the other rule matches");
                continue;
            }
            rule.matches = *std::move(matches);
            inherit(rule, root);
            rules.push_back(std::move(rule));
        }
    }

    std::vector<Route> delegates_;
    Diagnostics& diagnostics_;
};

} // namespace

void merge_delegates(Routing& routing, Diagnostics& diagnostics) {
    std::vector<Route> delegates;
    std::ranges::copy_if(routing.routes, std::back_inserter(delegates), is_delegate);
    std::erase_if(routing.routes, is_delegate);
    const Merger merger(std::move(delegates), diagnostics);
    for (Route& route : routing.routes) {
        merger.merge(route);
    }
}

} // namespace meshcast::istio
