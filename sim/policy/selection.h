#pragma once

#include "sim/model/topology.h"

#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// Who a selector or a name means. Pure functions over the declared topology.

/// Every pair of `selector` is in `labels`. An empty selector matches nothing, as in a Service.
bool selects(const Labels& selector, const Labels& labels);

/// Indices into topology.workloads of those whose pods the service selects, in topology order.
std::vector<std::size_t> selected_workloads(const Topology& topology, const Service& service);

/// "namespace/name", the form results and reports use.
std::string qualified_name(const Metadata& metadata);

/// The service `host` means to a caller in `from_namespace`: `name`, `name.namespace`, `name.namespace.svc`,
/// `name.namespace.svc.cluster.local` (DNS for Services,
/// https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/) or `namespace/name`. A short
/// name that its own namespace lacks but exactly one other has is taken from there. nullptr when there is
/// none.
const Service* find_service(const Topology& topology, std::string_view host, std::string_view from_namespace);

/// The workload `name` or `namespace/name` means; a bare name must be unique. nullptr when there is none.
const Workload* find_workload(const Topology& topology, std::string_view name);

/// nullptr when the namespace is not declared.
const Namespace* find_namespace(const Topology& topology, std::string_view name);

} // namespace meshcast
