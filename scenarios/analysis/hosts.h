#pragma once

#include "scenarios/analysis/input.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace meshcast::analysis {

/// "reviews" -> "reviews.default.svc.cluster.local"; names with a dot and wildcards stay.
std::string full_host(std::string_view host, std::string_view name_space, std::string_view domain);

/// The mesh's DNS suffix: "svc.cluster.local" unless MeshConfig says otherwise.
std::string service_domain(const Input& input);

/// A host that requests may name, and what is known of it.
struct HostEntry {
    std::vector<std::int64_t> ports;
    Labels selector; // of a ServiceEntry's workloads; empty for Services, as in Istio's own analysis
};

/// The hosts of Services and ServiceEntries, and who sees each.
class Hosts {
  public:
    explicit Hosts(const Input& input);

    /// What an object in `name_space`, itself exported to `export_to`, means by `host`; nullptr: nothing.
    const HostEntry* find(std::string_view name_space, const std::vector<std::string>& export_to,
                          std::string_view host) const;

    const std::string& domain() const { return domain_; }

  private:
    void add(const Object& owner, const std::vector<std::string>& scopes, std::string_view host,
             const HostEntry& entry);

    std::map<std::string, HostEntry> entries_; // by "scope/full.host"
    std::string domain_;
};

/// Every namespace, where the list is empty or says "*".
bool exported_to_all(const std::vector<std::string>& export_to);

/// exportTo with "." made the namespace's name; {"*"} for all.
std::vector<std::string> export_scopes(const std::vector<std::string>& export_to,
                                       std::string_view name_space);

} // namespace meshcast::analysis
