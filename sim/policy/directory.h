#pragma once

#include "sim/model/topology.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// Who a name or a selector means, without a search through the whole topology. Made once for a topology that
/// stays as it is.
class Directory {
  public:
    explicit Directory(const Topology& topology);

    /// The service `host` means to a caller in `from_namespace`: `name`, `name.namespace`,
    /// `name.namespace.svc`, `name.namespace.svc.cluster.local`
    /// (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/) or `namespace/name`. A
    /// short name that its own namespace lacks but exactly one other has is taken from there. nullptr when
    /// there is none.
    const Service* service(std::string_view host, std::string_view from_namespace) const;

    /// The same by DNS alone: a short name is looked for in its own namespace only, other forms of names are
    /// none.
    const Service* resolve(std::string_view host, std::string_view from_namespace) const;

    /// The workload `name` or `namespace/name` means; a bare name must be unique. nullptr when there is none.
    const Workload* workload(std::string_view name) const;

    /// nullptr when the namespace is not declared.
    const Namespace* name_space(std::string_view name) const;

    /// Indices of the workloads whose pods the service selects, in topology order. `service` is one of the
    /// topology's.
    std::span<const std::size_t> selected(const Service& service) const;

    std::size_t index_of(const Service& service) const;
    std::size_t index_of(const Workload& workload) const;

    const Topology& topology() const { return topology_; }

  private:
    using Names =
        std::map<std::string, std::vector<std::size_t>, std::less<>>; // name -> indices, in topology order

    std::vector<std::size_t> select(const Service& service,
                                    const std::map<std::string, std::vector<std::size_t>>& by_label) const;

    const Topology& topology_;
    Names services_;
    Names workloads_;
    std::map<std::string, std::size_t, std::less<>> namespaces_;
    std::vector<std::vector<std::size_t>> selected_; // by service
};

} // namespace meshcast
