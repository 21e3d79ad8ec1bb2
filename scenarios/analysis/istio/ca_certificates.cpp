#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

namespace meshcast::analysis {

namespace {

/// A credentialName holds the certificates too, but is read only where a workloadSelector says for whom.
bool leaves_server_unverified(const Peek& tls, bool has_selector) {
    const bool verifies = tls["mode"].is("SIMPLE") || tls["mode"].is("MUTUAL");
    const bool by_credential = has_selector && !tls["credentialName"].text().empty();
    return verifies && tls["caCertificates"].text().empty() && !by_credential;
}

} // namespace

void analyze_ca_certificates(const Input& input, Diagnostics& diagnostics) {
    for (const Object* rule : input.of(kinds::kDestinationRule)) {
        const Peek spec = rule->spec();
        const std::string host = spec["host"].text();
        const bool has_selector = spec["workloadSelector"].present();
        const Peek policy = spec["trafficPolicy"];
        if (const Peek tls = policy["tls"]; leaves_server_unverified(tls, has_selector)) {
            report(diagnostics, *rule, tls, message::ServerNotVerified,
                   fill(message::ServerNotVerified, tls["mode"].text(), host));
        }
        for (const Peek& port : policy["portLevelSettings"].items()) {
            if (const Peek tls = port["tls"]; leaves_server_unverified(tls, has_selector)) {
                report(diagnostics, *rule, tls, message::PortServerNotVerified,
                       fill(message::PortServerNotVerified, tls["mode"].text(), host,
                            port["port"]["number"].text()));
            }
        }
    }
}

} // namespace meshcast::analysis
