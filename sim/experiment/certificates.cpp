#include "sim/experiment/certificates.h"

#include "sim/policy/selection.h"

#include <algorithm>
#include <set>
#include <variant>

namespace meshcast {

namespace {

bool certificates_matter(const Scenario& scenario) {
    return scenario.certificates || std::ranges::any_of(scenario.faults, [](const TimedFault& fault) {
               return std::holds_alternative<StopCertificateAuthority>(fault.what) ||
                      std::holds_alternative<ExpireCertificate>(fault.what) ||
                      std::holds_alternative<SkewClock>(fault.what);
           });
}

/// Adds what the proxies hold, one kind of proxy after the other.
class Enroller {
  public:
    Enroller(const Scenario& scenario, const Certificates& settings, const Directory& directory,
             Cluster& cluster, CertificateAuthority& authority)
        : scenario_(scenario),
          settings_(settings),
          directory_(directory),
          cluster_(cluster),
          authority_(authority) {}

    /// One that holds a certificate for every workload that has a pod there.
    void add_of_node(const Proxy& proxy, std::string_view kind) {
        std::set<std::uint32_t> there;
        for (const Pod& pod : cluster_.pods()) {
            if (pod.enrolled && pod.site().machine == proxy.site().machine) {
                there.insert(pod.workload);
            }
        }
        for (const std::uint32_t workload : there) {
            CertificateHolder holder = of_workload(workload, proxy);
            holder.for_others = true;
            add(std::move(holder), std::string(kind) + " of " + proxy.site().machine->name());
        }
    }

    /// One in a pod of a workload, or in a pod of its own.
    void add_of_pod(const Proxy& proxy, std::string_view kind) {
        const auto pod = std::ranges::find(cluster_.pods(), proxy.site().pod,
                                           [](const Pod& candidate) { return candidate.site().pod; });
        CertificateHolder holder;
        std::size_t ordinal = proxy.id();
        if (pod == cluster_.pods().end()) {
            holder.proxy = proxy.id();
            holder.name = kind;
            holder.site = proxy.site();
        } else {
            holder = of_workload(pod->workload, proxy);
            holder.pod = &pod->condition;
            const auto siblings = cluster_.pods_of(pod->workload);
            ordinal = static_cast<std::size_t>(std::ranges::find(siblings, &*pod) - siblings.begin());
        }
        add(std::move(holder), std::string(kind) + " " + std::to_string(ordinal));
    }

  private:
    CertificateHolder of_workload(std::uint32_t workload, const Proxy& proxy) const {
        const Workload& owner = scenario_.topology.workloads[workload];
        CertificateHolder holder;
        holder.proxy = proxy.id();
        holder.workload = workload;
        holder.name = qualified_name(owner.metadata);
        holder.site = proxy.site();
        holder.issuer = issuer_of(settings_, directory_, owner);
        return holder;
    }

    void add(CertificateHolder holder, const std::string& component) {
        const RandomStream random = cluster_.stream(component + "/" + holder.name, "certificate");
        authority_.add(std::move(holder), random);
    }

    const Scenario& scenario_;
    const Certificates& settings_;
    const Directory& directory_;
    Cluster& cluster_;
    CertificateAuthority& authority_;
};

} // namespace

std::unique_ptr<CertificateAuthority> make_certificate_authority(const Scenario& scenario,
                                                                 const DataPlane& plane,
                                                                 const Directory& directory,
                                                                 Cluster& cluster) {
    if (!plane.mtls || !certificates_matter(scenario)) {
        return nullptr;
    }
    static const Certificates kAsThePlane;
    const Certificates& settings = scenario.certificates ? *scenario.certificates : kAsThePlane;
    auto authority = std::make_unique<CertificateAuthority>(plane.certificates, settings);
    Enroller enrolment(scenario, settings, directory, cluster, *authority);
    for (const Cluster::ProxyInstance& instance : cluster.proxies()) {
        const ProxyProfile& profile = plane.proxies[instance.profile];
        if (profile.placement == Placement::Node) {
            enrolment.add_of_node(instance.proxy, profile.name);
        } else {
            enrolment.add_of_pod(instance.proxy, profile.name);
        }
    }
    return authority;
}

} // namespace meshcast
