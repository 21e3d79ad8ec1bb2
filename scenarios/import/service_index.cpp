#include "scenarios/import/service_index.h"

#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

std::string label_key(const std::string& name_space, const std::pair<const std::string, std::string>& label) {
    return name_space + '\n' + label.first + '\n' + label.second;
}

} // namespace

ServiceIndex::ServiceIndex(const Topology& topology) : topology_(topology) {
    for (std::size_t w = 0; w < topology.workloads.size(); ++w) {
        const Workload& workload = topology.workloads[w];
        for (const auto& label : workload.pod.labels) {
            workloads_by_label_[label_key(workload.metadata.name_space, label)].push_back(w);
        }
    }
    for (std::size_t s = 0; s < topology.services.size(); ++s) {
        const Service& service = topology.services[s];
        services_.try_emplace({service.metadata.name_space, service.metadata.name}, s);
        selected_.push_back(select(service));
    }
}

/// Candidates are the workloads that carry the selector's rarest label.
std::vector<std::size_t> ServiceIndex::select(const Service& service) const {
    const std::vector<std::size_t>* rarest = nullptr;
    for (const auto& label : service.selector) {
        const auto found = workloads_by_label_.find(label_key(service.metadata.name_space, label));
        if (found == workloads_by_label_.end()) {
            return {};
        }
        if (rarest == nullptr || found->second.size() < rarest->size()) {
            rarest = &found->second;
        }
    }
    std::vector<std::size_t> result;
    if (rarest != nullptr) {
        std::ranges::copy_if(*rarest, std::back_inserter(result), [&](std::size_t w) {
            return selects(service.selector, topology_.workloads[w].pod.labels);
        });
    }
    return result;
}

const Service* ServiceIndex::find(std::string_view host, const std::string& from_namespace) const {
    const std::size_t dot = host.find('.');
    const std::string name(host.substr(0, dot));
    std::string name_space = from_namespace;
    if (dot != host.npos) {
        const std::string_view rest = host.substr(dot + 1);
        const std::size_t end = std::min(rest.find('.'), rest.size());
        const std::string_view domain = rest.substr(end);
        if (!domain.empty() && domain != ".svc" && domain != ".svc.cluster.local") {
            return nullptr;
        }
        name_space = rest.substr(0, end);
    }
    const auto found = services_.find({name_space, name});
    return found == services_.end() ? nullptr : &topology_.services[found->second];
}

const std::vector<std::size_t>& ServiceIndex::selected_workloads(const Service& service) const {
    return selected_[number_of(service)];
}

std::size_t ServiceIndex::number_of(const Service& service) const {
    return static_cast<std::size_t>(&service - topology_.services.data());
}

} // namespace meshcast
