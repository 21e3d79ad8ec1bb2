#include "scenarios/load/certificates.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/certificate_messages.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace meshcast {

namespace {

class CertificateChecker {
  public:
    CertificateChecker(const Directory& directory, const Certificates& certificates, Diagnostics& diagnostics)
        : directory_(directory), certificates_(certificates), diagnostics_(diagnostics) {}

    /// One list of issuers, and the list that refers to it.
    void check(std::string_view key, const std::vector<OtherIssuer>& issuers, std::string_view reference_key,
               const std::vector<std::string>& references) {
        std::set<std::string> names{std::string(Certificates::kMesh)};
        std::set<const Workload*> settled;
        for (const OtherIssuer& issuer : issuers) {
            if (!names.insert(issuer.name).second) {
                repeated(key, issuer.name, issuer.origin);
            }
            for (const std::string& name : issuer.workloads) {
                const Workload* workload = directory_.workload(name);
                if (workload == nullptr) {
                    unknown_workload(name, issuer.origin);
                } else if (!settled.insert(workload).second) {
                    repeated(key, name, issuer.origin);
                }
            }
        }
        for (const std::string& name : references) {
            if (!names.contains(name)) {
                diagnostics_.add(message::UnknownIssuer, certificates_.origin,
                                 fill(message::UnknownIssuer, reference_key, name),
                                 did_you_mean(name, std::vector<std::string>(names.begin(), names.end())));
            }
        }
    }

  private:
    void repeated(std::string_view key, const std::string& name, const Origin& origin) {
        diagnostics_.add(message::IssuerRepeated, origin, fill(message::IssuerRepeated, key, name));
    }

    void unknown_workload(const std::string& name, const Origin& origin) {
        std::vector<std::string> known;
        for (const Workload& workload : directory_.topology().workloads) {
            known.push_back(workload.metadata.name);
        }
        diagnostics_.add(message::UnknownWorkload, origin,
                         fill(message::UnknownWorkload, "certificates", name), did_you_mean(name, known));
    }

    const Directory& directory_;
    const Certificates& certificates_;
    Diagnostics& diagnostics_;
};

bool is_about_certificates(const TimedFault& fault) {
    return std::holds_alternative<StopCertificateAuthority>(fault.what) ||
           std::holds_alternative<ExpireCertificate>(fault.what) ||
           std::holds_alternative<SkewClock>(fault.what);
}

} // namespace

void check_certificates(const Directory& directory, const Scenario& scenario, Diagnostics& diagnostics) {
    const bool idle = std::ranges::none_of(scenario.planes, &DataPlane::mtls);
    for (const TimedFault& fault : scenario.faults) {
        if (idle && is_about_certificates(fault)) {
            diagnostics.add(message::NoCertificates, fault.origin,
                            fill(message::NoCertificates, "this fault"));
        }
    }
    if (!scenario.certificates) {
        return;
    }
    const Certificates& certificates = *scenario.certificates;
    if (idle) {
        diagnostics.add(message::NoCertificates, certificates.origin,
                        fill(message::NoCertificates, "certificates"));
    }
    CertificateChecker checker(directory, certificates, diagnostics);
    checker.check("otherRoots", certificates.other_roots, "trustBundle", certificates.trust_bundle);
    checker.check("otherTrustDomains", certificates.other_trust_domains, "trustDomainAliases",
                  certificates.trust_domain_aliases);
    const Duration lifetime = certificates.lifetime.value_or(CertificateRules{}.lifetime);
    if (certificates.age && *certificates.age - certificates.age_spread >= lifetime) {
        diagnostics.add(message::ExpiredAtFirst, certificates.origin,
                        fill(message::ExpiredAtFirst, units::format_duration(*certificates.age),
                             units::format_duration(lifetime)));
    }
}

} // namespace meshcast
