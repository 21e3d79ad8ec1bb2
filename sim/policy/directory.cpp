#include "sim/policy/directory.h"

#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kAnyNamespace;

std::string label_key(const std::string& name_space, const std::pair<const std::string, std::string>& label) {
    return name_space + '\n' + label.first + '\n' + label.second;
}

/// The only object of that name (in that namespace, unless any will do); nullptr when there is none or
/// several.
template <class Names, class Object>
const Object* only(const Names& names, const std::vector<Object>& objects, std::string_view name,
                   std::string_view name_space) {
    const auto found = names.find(name);
    if (found == names.end()) {
        return nullptr;
    }
    const Object* match = nullptr;
    for (const std::size_t index : found->second) {
        if (name_space != kAnyNamespace && objects[index].metadata.name_space != name_space) {
            continue;
        }
        if (match != nullptr) {
            return nullptr;
        }
        match = &objects[index];
    }
    return match;
}

struct Host {
    std::string_view name;
    std::string_view name_space; // empty: not given
    bool dns = true;             // false: namespace/name
};

Host split_host(std::string_view host) {
    if (const auto slash = host.find('/'); slash != std::string_view::npos) {
        return {host.substr(slash + 1), host.substr(0, slash), false};
    }
    for (const std::string_view suffix : {".svc.cluster.local", ".svc"}) {
        if (host.ends_with(suffix)) {
            host.remove_suffix(suffix.size());
            break;
        }
    }
    const auto dot = host.find('.');
    return dot == std::string_view::npos ? Host{host, {}} : Host{host.substr(0, dot), host.substr(dot + 1)};
}

} // namespace

Directory::Directory(const Topology& topology) : topology_(topology) {
    std::map<std::string, std::vector<std::size_t>> by_label;
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
        const Workload& workload = topology.workloads[i];
        workloads_[workload.metadata.name].push_back(i);
        for (const auto& label : workload.pod.labels) {
            by_label[label_key(workload.metadata.name_space, label)].push_back(i);
        }
    }
    for (std::size_t i = 0; i < topology.namespaces.size(); ++i) {
        namespaces_.try_emplace(topology.namespaces[i].metadata.name, i);
    }
    selected_.reserve(topology.services.size());
    for (std::size_t i = 0; i < topology.services.size(); ++i) {
        services_[topology.services[i].metadata.name].push_back(i);
        selected_.push_back(select(topology.services[i], by_label));
    }
}

/// Candidates are the workloads that carry the selector's rarest label.
std::vector<std::size_t>
Directory::select(const Service& service,
                  const std::map<std::string, std::vector<std::size_t>>& by_label) const {
    const std::vector<std::size_t>* rarest = nullptr;
    for (const auto& label : service.selector) {
        const auto found = by_label.find(label_key(service.metadata.name_space, label));
        if (found == by_label.end()) {
            return {};
        }
        if (rarest == nullptr || found->second.size() < rarest->size()) {
            rarest = &found->second;
        }
    }
    std::vector<std::size_t> result;
    if (rarest != nullptr) {
        std::ranges::copy_if(*rarest, std::back_inserter(result), [&](std::size_t workload) {
            return selects(service.selector, topology_.workloads[workload].pod.labels);
        });
    }
    return result;
}

const Service* Directory::service(std::string_view host, std::string_view from_namespace) const {
    const Host wanted = split_host(host);
    if (!wanted.name_space.empty()) {
        return only(services_, topology_.services, wanted.name, wanted.name_space);
    }
    if (const Service* own = only(services_, topology_.services, wanted.name, from_namespace)) {
        return own;
    }
    return only(services_, topology_.services, wanted.name, kAnyNamespace);
}

const Service* Directory::resolve(std::string_view host, std::string_view from_namespace) const {
    const Host wanted = split_host(host);
    if (!wanted.dns) {
        return nullptr;
    }
    return only(services_, topology_.services, wanted.name,
                wanted.name_space.empty() ? from_namespace : wanted.name_space);
}

const Workload* Directory::workload(std::string_view name) const {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) {
        return only(workloads_, topology_.workloads, name, kAnyNamespace);
    }
    return only(workloads_, topology_.workloads, name.substr(slash + 1), name.substr(0, slash));
}

const Namespace* Directory::name_space(std::string_view name) const {
    const auto found = namespaces_.find(name);
    return found == namespaces_.end() ? nullptr : &topology_.namespaces[found->second];
}

std::span<const std::size_t> Directory::selected(const Service& service) const {
    return selected_[index_of(service)];
}

std::size_t Directory::index_of(const Service& service) const {
    return static_cast<std::size_t>(&service - topology_.services.data());
}

std::size_t Directory::index_of(const Workload& workload) const {
    return static_cast<std::size_t>(&workload - topology_.workloads.data());
}

} // namespace meshcast
