#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <fmt/ranges.h>

#include <map>
#include <set>

namespace meshcast::analysis {

namespace {

using Names = std::set<std::string>;

std::vector<const Object*> services_before(const Input& input, const Object& deployment,
                                           const Labels& pod_labels) {
    std::vector<const Object*> result;
    for (const Object* service : input.of(kinds::kService)) {
        const Labels selector = service->spec()["selector"].map();
        if (!selector.empty() && service->name_space == deployment.name_space &&
            selected(selector, pod_labels)) {
            result.push_back(service);
        }
    }
    return result;
}

void check_protocols(const Object& deployment, const std::vector<const Object*>& services,
                     Diagnostics& diagnostics) {
    std::map<std::string, std::map<std::string, Names>> by_port; // port, protocol, services
    for (const Object* service : services) {
        for (const Peek& port : service->spec()["ports"].items()) {
            const std::string protocol = port["protocol"].text();
            by_port[port["port"].text()][protocol.empty() ? "TCP" : protocol].insert(service->full_name());
        }
    }
    for (const auto& [port, protocols] : by_port) {
        if (protocols.size() > 1) {
            Names names;
            for (const auto& [protocol, owners] : protocols) {
                names.insert(owners.begin(), owners.end());
            }
            report(
                diagnostics, deployment, {}, message::ServicesDisagreeOnProtocol,
                fill(message::ServicesDisagreeOnProtocol, port, fmt::format("{}", fmt::join(names, ", "))));
        }
    }
}

void check_target_ports(const Object& deployment, const std::vector<const Object*>& services,
                        Diagnostics& diagnostics) {
    std::map<std::string, std::map<std::string, std::string>> by_target; // target, port, service
    for (const Object* service : services) {
        for (const Peek& port : service->spec()["ports"].items()) {
            const std::string target = port["targetPort"].text();
            by_target[target.empty() || target == "0" ? port["port"].text() : target][port["port"].text()] =
                service->full_name();
        }
    }
    for (const auto& [target, ports] : by_target) {
        if (ports.size() > 1) {
            Names names;
            Names numbers;
            for (const auto& [port, owner] : ports) {
                numbers.insert(port);
                names.insert(owner);
            }
            report(diagnostics, deployment, {}, message::ServicesDisagreeOnPort,
                   fill(message::ServicesDisagreeOnPort, target, fmt::format("{}", fmt::join(numbers, ", ")),
                        fmt::format("{}", fmt::join(names, ", "))));
        }
    }
}

} // namespace

/// https://istio.io/latest/docs/ops/deployment/application-requirements/
void analyze_service_associations(const Input& input, Diagnostics& diagnostics) {
    for (const Object* deployment : input.of(kinds::kDeployment)) {
        const Peek pod = deployment->spec()["template"];
        const Labels labels = pod["metadata"]["labels"].map();
        const bool waypoint =
            label(deployment->labels, "gateway.istio.io/managed") == "istio.io-mesh-controller";
        if (waypoint ||
            !has_sidecar(input, deployment->name_space, labels, pod["metadata"]["annotations"].map(),
                         pod["spec"], UnknownNamespace::Left)) {
            continue;
        }
        const std::vector<const Object*> services = services_before(input, *deployment, labels);
        check_protocols(*deployment, services, diagnostics);
        check_target_ports(*deployment, services, diagnostics);
    }
}

} // namespace meshcast::analysis
