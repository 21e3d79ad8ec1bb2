#pragma once

#include "sim/model/topology.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meshcast {

/// Finds services by host name and workloads by selector without a search through all of them. Indices are
/// those of the topology.
class ServiceIndex {
  public:
    explicit ServiceIndex(const Topology& topology);

    /// `name` in the caller's namespace, `name.namespace`, `name.namespace.svc` and
    /// `name.namespace.svc.cluster.local`, exactly.
    const Service* find(std::string_view host, const std::string& from_namespace) const;

    /// In topology order.
    const std::vector<std::size_t>& selected_workloads(const Service& service) const;

    std::size_t number_of(const Service& service) const;

  private:
    std::vector<std::size_t> select(const Service& service) const;

    const Topology& topology_;
    std::map<std::pair<std::string, std::string>, std::size_t> services_; // (namespace, name)
    std::map<std::string, std::vector<std::size_t>> workloads_by_label_;  // "namespace\nkey\nvalue"
    std::vector<std::vector<std::size_t>> selected_;                      // by service
};

} // namespace meshcast
