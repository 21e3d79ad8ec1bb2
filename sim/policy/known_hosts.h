#pragma once

#include "sim/model/routing.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

struct Caller;

/// What a port of a host carries, by declaration.
enum class Carries { Http, Anything, Tls, Tcp };

/// "HTTP", "grpc-web", "TLS", ... of an Istio port.
/// https://istio.io/latest/docs/reference/config/networking/gateway/#Port
Carries carried_by(std::string_view protocol);

struct KnownPort {
    int number = 0;
    int target = 0; // 0: a name, or what the pod says
    Carries carries = Carries::Anything;

    bool may_be_http() const { return carries == Carries::Http || carries == Carries::Anything; }
};

/// A host that proxies know of: a Service under its full name, or one host of a ServiceEntry.
struct KnownHost {
    std::string host;
    std::string name_space;
    const Service* service = nullptr;
    const ExternalService* entry = nullptr;
    std::vector<KnownPort> ports;
    std::vector<std::string> export_to;
    std::string alias_of; // an ExternalName's target
    std::vector<std::string> aliases;

    const KnownPort* port(int number) const;

    /// How many bits of an address tell that it is this host's: nothing, or that it is not.
    std::optional<int> owns(std::string_view address) const;
    bool has_addresses() const;
};

/// Made once of a routing and a topology that stay as they are.
class KnownHosts {
  public:
    KnownHosts(const Routing& routing, const Topology& topology);

    const KnownHost* find(std::string_view host) const; // the oldest, where several have the name

    std::span<const KnownHost> all() const { return hosts_; }

  private:
    void add(const Service& service);
    void add(const ExternalService& entry);

    std::vector<KnownHost> hosts_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
};

/// The Services and ServiceEntries that lead to a pod.
std::vector<const KnownHost*> hosts_in_front_of(const KnownHosts& known, const Caller& pod);

/// "name.namespace.svc.cluster.local"
std::string full_name(const Metadata& service);

/// Istio's exportTo: nothing said means everybody. A namespace, "*", or "~" for nobody.
bool is_exported(std::span<const std::string> export_to, std::string_view name_space);

} // namespace meshcast
