#include "sim/policy/outlook.h"

#include "sim/policy/access.h"
#include "sim/policy/destination_policy.h"
#include "sim/policy/ingress.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/operation.h"
#include "sim/policy/request_kinds.h"
#include "sim/policy/route.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

constexpr int kFirstErrorStatus = 400;

AppProtocol protocol_of(const Service& service, int number) {
    for (const ServicePort& port : service.ports) {
        if (port.port == number) {
            return port.protocol.value_or(AppProtocol::Http1);
        }
    }
    return AppProtocol::Http1;
}

bool is_error(const RouteDecision& decision) {
    using Outcome = RouteDecision::Outcome;
    switch (decision.outcome) {
    case Outcome::Forward:
    case Outcome::Respond:
        return decision.status >= kFirstErrorStatus;
    case Outcome::Redirect:
    case Outcome::PassThrough:
        return false;
    case Outcome::NoRoute:
    case Outcome::NoVirtualHost:
    case Outcome::NoListener:
    case Outcome::NoFilterChain:
    case Outcome::Refused:
        break;
    }
    return true;
}

class Forecaster {
  public:
    Forecaster(const Scenario& scenario, const DataPlane& plane)
        : scenario_(scenario),
          plane_(plane),
          directory_(scenario.topology),
          routes_(scenario.routing, directory_),
          access_(scenario.routing, scenario.security, directory_, plane, scenario.enrolment) {}

    std::vector<ExpectedRequest> all() const {
        std::vector<ExpectedRequest> expected;
        for (const KnownRequest& request : request_kinds(scenario_, directory_)) {
            expected.push_back({request.kind, outlook_of(request)});
        }
        return expected;
    }

  private:
    /// Who asks for what, and by whom it is routed.
    struct Asked {
        const Workload* from; // nullptr: from outside, or a gateway
        RequestFacts facts;
        AppProtocol protocol;
    };

    Outlook outlook_of(const KnownRequest& request) const {
        Asked asked{request.from, {}, protocol_of(*request.service, request.kind.port)};
        const bool by_gateway = request.traffic != nullptr && !request.traffic->via.empty();
        if (by_gateway) {
            if (const auto ingress = find_ingress(routes_, *request.traffic, *request.service)) {
                asked.facts = ingress->request;
            }
        } else if (request.from != nullptr) {
            asked.facts.from.name_space = request.from->metadata.name_space;
            asked.facts.from.labels = request.from->pod.labels;
        }
        if (!by_gateway) {
            asked.facts.dialects = plane_.dialects;
            asked.facts.host = full_name(request.service->metadata);
            asked.facts.port = request.kind.port;
        }
        if (asked.protocol == AppProtocol::Grpc) {
            asked.facts.protocol = RequestFacts::Protocol::Grpc;
        }
        describe_operation(request.kind.operation, asked.facts);

        Outlook outlook;
        outlook.outside = request.from == nullptr;
        // As the simulation has it: nobody routes connections, or what is sent without a proxy.
        const bool routed = by_gateway || (request.from != nullptr && !plane_.dialects.empty() &&
                                           asked.protocol != AppProtocol::Tcp);
        if (routed) {
            decide_route(asked, *request.service, outlook);
        } else {
            send_straight(asked, *request.service, request.kind.port, outlook);
        }
        return outlook;
    }

    void decide_route(const Asked& asked, const Service& service, Outlook& outlook) const {
        const RouteDecision decision = route(routes_, asked.facts);
        if (decision.outcome == RouteDecision::Outcome::PassThrough) {
            send_straight(asked, service, asked.facts.port, outlook);
            return;
        }
        outlook.route = outcome_name(decision.outcome);
        outlook.status = decision.status;
        outlook.origin = decision.origin;
        outlook.because = decision.because;
        if (decision.route != nullptr) {
            outlook.object =
                fmt::format("{} {}", decision.route->kind, qualified_name(decision.route->metadata));
        }
        if (decision.rule != nullptr) {
            outlook.timeout = decision.rule->timeout;
            outlook.retries = decision.rule->retries.value_or(RetryPolicy{});
        }
        if (is_error(decision)) {
            outlook.unanswered = 1;
            return;
        }
        for (const ChosenBackend& backend : decision.backends) {
            add_backend(asked, backend, outlook);
        }
    }

    void add_backend(const Asked& asked, const ChosenBackend& chosen, Outlook& outlook) const {
        Outlook::Backend backend{chosen.host, chosen.port, chosen.subset, chosen.share, chosen.invalid};
        const KnownHost* known = chosen.known;
        const Subset* subset = nullptr;
        if (backend.problem.empty() && known == nullptr) {
            backend.problem = "nobody knows this host";
        }
        if (backend.problem.empty() && !chosen.subset.empty() && reads_istio(asked)) {
            const DestinationPolicies policies =
                destination_policies(scenario_.routing, asked.facts.from, chosen.host, known->name_space);
            subset = policies.subset(chosen.subset);
            if (subset == nullptr) {
                backend.problem = "no DestinationRule defines the subset";
            }
        }
        if (backend.problem.empty() && known->service != nullptr &&
            !add_servers(asked, *known->service, chosen.port, subset, chosen.share, outlook)) {
            backend.problem = "no pods";
        }
        if (!backend.problem.empty()) {
            outlook.unanswered += chosen.share;
        }
        outlook.backends.push_back(std::move(backend));
    }

    bool reads_istio(const Asked& asked) const { return asked.facts.reads(Dialect::Istio); }

    void send_straight(const Asked& asked, const Service& service, int port, Outlook& outlook) const {
        outlook.route = outcome_name(RouteDecision::Outcome::Forward);
        outlook.origin = service.metadata.origin;
        Outlook::Backend backend{full_name(service.metadata), port, {}, 1, {}};
        // What has no selector has endpoints that nobody declared.
        if (!add_servers(asked, service, port, nullptr, 1, outlook) && !service.selector.empty()) {
            backend.problem = "no pods";
            outlook.unanswered = 1;
        }
        outlook.backends.push_back(std::move(backend));
    }

    /// Shares requests among workloads by their pods. False: there are none.
    bool add_servers(const Asked& asked, const Service& service, int port, const Subset* subset, double share,
                     Outlook& outlook) const {
        std::vector<const Workload*> servers;
        double pods = 0;
        for (const std::size_t index : directory_.selected(service)) {
            const Workload& workload = scenario_.topology.workloads[index];
            const bool chosen =
                subset == nullptr || subset->labels.empty() || selects(subset->labels, workload.pod.labels);
            if (chosen && workload.replicas > 0) {
                servers.push_back(&workload);
                pods += workload.replicas;
            }
        }
        for (const Workload* workload : servers) {
            add_server(asked, service, port, *workload, share * workload->replicas / pods, outlook);
        }
        return !servers.empty();
    }

    void add_server(const Asked& asked, const Service& service, int port, const Workload& to, double share,
                    Outlook& outlook) const {
        Outlook::Server server{qualified_name(to.metadata), share, {}, {}};
        const auto same = std::ranges::find(outlook.servers, server.workload, &Outlook::Server::workload);
        if (same != outlook.servers.end()) {
            same->share += share;
            return;
        }
        if (asked.from != nullptr) {
            RequestFacts facts = asked.facts;
            facts.host = full_name(service.metadata);
            facts.port = port;
            AccessQuestion question{asked.from, &to, &service, port};
            question.carries_tcp = asked.protocol == AppProtocol::Tcp;
            question.request = question.carries_tcp ? nullptr : &facts;
            server.permission = access_.decide(question);
            server.secured_by = access_.connection(question).origin;
        }
        outlook.servers.push_back(std::move(server));
    }

    const Scenario& scenario_;
    const DataPlane& plane_;
    Directory directory_;
    RouteIndex routes_;
    Access access_;
};

} // namespace

std::vector<ExpectedRequest> expect_requests(const Scenario& scenario, const DataPlane& plane) {
    return Forecaster(scenario, plane).all();
}

} // namespace meshcast
