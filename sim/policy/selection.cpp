#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

struct QualifiedHost {
    std::string_view name;
    std::string_view name_space; // empty: not given
};

QualifiedHost split_host(std::string_view host) {
    if (const auto slash = host.find('/'); slash != std::string_view::npos) {
        return {host.substr(slash + 1), host.substr(0, slash)};
    }
    for (const std::string_view suffix : {".svc.cluster.local", ".svc"}) {
        if (host.ends_with(suffix)) {
            host.remove_suffix(suffix.size());
            break;
        }
    }
    if (const auto dot = host.find('.'); dot != std::string_view::npos) {
        return {host.substr(0, dot), host.substr(dot + 1)};
    }
    return {host, {}};
}

template <class Object>
const Object* only_match(const std::vector<Object>& objects, std::string_view name,
                         std::string_view name_space) {
    const Object* found = nullptr;
    for (const Object& object : objects) {
        if (object.metadata.name != name ||
            (!name_space.empty() && object.metadata.name_space != name_space)) {
            continue;
        }
        if (found != nullptr) {
            return nullptr;
        }
        found = &object;
    }
    return found;
}

} // namespace

bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

std::vector<std::size_t> selected_workloads(const Topology& topology, const Service& service) {
    std::vector<std::size_t> selected;
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
        const Workload& workload = topology.workloads[i];
        if (workload.metadata.name_space == service.metadata.name_space &&
            selects(service.selector, workload.pod.labels)) {
            selected.push_back(i);
        }
    }
    return selected;
}

std::string qualified_name(const Metadata& metadata) {
    return metadata.name_space + "/" + metadata.name;
}

const Service* find_service(const Topology& topology, std::string_view host,
                            std::string_view from_namespace) {
    const QualifiedHost wanted = split_host(host);
    if (!wanted.name_space.empty()) {
        return only_match(topology.services, wanted.name, wanted.name_space);
    }
    if (const Service* own = only_match(topology.services, wanted.name, from_namespace)) {
        return own;
    }
    return only_match(topology.services, wanted.name, {});
}

const Workload* find_workload(const Topology& topology, std::string_view name) {
    const auto slash = name.find('/');
    if (slash != std::string_view::npos) {
        return only_match(topology.workloads, name.substr(slash + 1), name.substr(0, slash));
    }
    return only_match(topology.workloads, name, {});
}

const Namespace* find_namespace(const Topology& topology, std::string_view name) {
    const auto found = std::ranges::find(topology.namespaces, name,
                                         [](const Namespace& candidate) { return candidate.metadata.name; });
    return found == topology.namespaces.end() ? nullptr : &*found;
}

} // namespace meshcast
