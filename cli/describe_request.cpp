#include "cli/describe_request.h"

#include "cli/error.h"
#include "cli/manifest_input.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/request_effects.h"
#include "cli/session.h"
#include "cli/show_diagnostics.h"
#include "cli/simulate.h"
#include "reports/format.h"
#include "scenarios/data_dir.h"
#include "scenarios/planes/profile_reader.h"
#include "sim/policy/destination_policy.h"
#include "sim/policy/host_match.h"
#include "sim/policy/route.h"
#include "sim/policy/selection.h"
#include "sim/policy/unenforced.h"
#include "sim/policy/workload_rate_limit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace meshcast {

namespace {

using text::Grid;
using text::Ink;
using text::Page;
using Json = nlohmann::ordered_json;

std::string place(const Origin& origin) {
    return origin.line > 0 ? fmt::format("{}:{}", origin.file, origin.line) : origin.file;
}

/// Everything there is to say, before it is printed one way or the other.
struct Answer {
    RequestFacts request;
    RouteDecision decision;
    std::vector<std::string> unenforced;
};

class Asker {
  public:
    Asker(const RequestQuestion& question, const ManifestInput& input)
        : question_(question), input_(input), directory_(input.topology), index_(input.routing, directory_) {}

    Answer ask(const std::optional<DataPlane>& plane) const {
        Answer answer;
        if (plane) {
            answer.unenforced = unenforced_routes(input_.routing, *plane);
            answer.request.dialects = looks_into_requests(*plane) ? plane->dialects : std::vector<Dialect>{};
        }
        set_client(answer.request.from);
        set_target(answer.request);
        answer.request.method = question_.method;
        answer.request.path = question_.path;
        for (const std::string& header : question_.headers) {
            answer.request.headers.push_back(split_header(header));
        }
        answer.decision = route(index_, answer.request);
        return answer;
    }

    const RouteIndex& index() const { return index_; }

    /// "reviews-v1 x2, reviews-v2 x1": the pods behind a backend, those of its subset.
    std::string answered_by(const Answer& answer, const ChosenBackend& backend) const {
        if (!backend.invalid.empty()) {
            return "500: " + backend.invalid;
        }
        if (backend.known == nullptr) {
            return "503: nobody knows this host";
        }
        if (backend.known->service == nullptr) {
            return place(backend.known->entry->metadata.origin);
        }
        const Subset* subset = policies(answer, backend).subset(backend.subset);
        if (!backend.subset.empty() && subset == nullptr) {
            return "503: no DestinationRule defines the subset";
        }
        std::vector<std::string> names;
        for (const std::size_t i : directory_.selected(*backend.known->service)) {
            const Workload& workload = input_.topology.workloads[i];
            if (subset == nullptr || subset->labels.empty() || selects(subset->labels, workload.pod.labels)) {
                names.push_back(fmt::format("{} x{}", workload.metadata.name, workload.replicas));
            }
        }
        return names.empty() ? "503: no pods" : fmt::format("{}", fmt::join(names, ", "));
    }

    DestinationPolicies policies(const Answer& answer, const ChosenBackend& backend) const {
        if (!answer.request.reads(Dialect::Istio)) {
            return {};
        }
        return destination_policies(input_.routing, answer.request.from, backend.host,
                                    backend.known == nullptr ? "" : backend.known->name_space);
    }

    /// How requests to a backend are treated.
    Effects effects(const Answer& answer, const ChosenBackend& backend) const {
        const RateLimit* limit = meant_for(backend, input_.rate_limits, &RateLimit::service);
        if (limit == nullptr && answer.request.reads(Dialect::Istio)) {
            limit = limit_before_pods(backend);
        }
        return effects_of_backend(policies(answer, backend).in_force(backend.subset, backend.port),
                                  meant_for(backend, input_.hedging, &Hedging::to), limit);
    }

  private:
    /// The entry of a scenario that names the backend's service; nullptr when there is none.
    template <class Entry>
    const Entry* meant_for(const ChosenBackend& backend, const std::vector<Entry>& entries,
                           std::string Entry::* service) const {
        const auto found = std::ranges::find_if(entries, [&](const Entry& entry) {
            return backend.known != nullptr && backend.known->service != nullptr &&
                   directory_.service(entry.*service, "default") == backend.known->service;
        });
        return found == entries.end() ? nullptr : &*found;
    }

    const RateLimit* limit_before_pods(const ChosenBackend& backend) const {
        if (backend.known == nullptr || backend.known->service == nullptr) {
            return nullptr;
        }
        for (const std::size_t workload : directory_.selected(*backend.known->service)) {
            if (const auto* filter = rate_limit_of(input_.routing, input_.topology.workloads[workload])) {
                return &filter->limit;
            }
        }
        return nullptr;
    }

    static bool looks_into_requests(const DataPlane& plane) {
        return std::ranges::any_of(plane.proxies,
                                   [](const ProxyProfile& proxy) { return proxy.layer == Layer::L7; });
    }

    static std::pair<std::string, std::string> split_header(const std::string& text) {
        const std::size_t colon = text.find(':', 1);
        if (colon == text.npos) {
            throw UsageError(fmt::format("--header \"{}\": write name: value", text));
        }
        const std::size_t value = text.find_first_not_of(' ', colon + 1);
        return {text.substr(0, colon), value == text.npos ? "" : text.substr(value)};
    }

    void set_client(Caller& client) const {
        if (!question_.gateway.empty()) {
            return set_gateway(client);
        }
        if (question_.from.empty()) {
            return;
        }
        if (const Workload* workload = directory_.workload(question_.from)) {
            client.name_space = workload->metadata.name_space;
            client.labels = workload->pod.labels;
            return;
        }
        if (question_.from.ends_with('/')) { // any pod of a namespace
            client.name_space = question_.from.substr(0, question_.from.size() - 1);
            return;
        }
        std::vector<std::string> names;
        for (const Workload& workload : input_.topology.workloads) {
            names.push_back(workload.metadata.name);
            names.push_back(qualified_name(workload.metadata));
        }
        require_known("workload", question_.from, names);
        throw UsageError(
            fmt::format("several workloads are called \"{}\": write namespace/name", question_.from));
    }

    void set_gateway(Caller& client) const {
        std::vector<std::string> names;
        for (const Gateway& gateway : input_.routing.gateways) {
            names.push_back(qualified_name(gateway.metadata));
        }
        require_known("gateway", question_.gateway, names);
        const auto index = std::ranges::find(names, question_.gateway) - names.begin();
        const Gateway& gateway = input_.routing.gateways[static_cast<std::size_t>(index)];
        client.gateway = true;
        client.name_space = gateway.metadata.name_space;
        client.labels = gateway.selector;
        client.gateway_object = {gateway.metadata.name_space, gateway.metadata.name};
    }

    void set_target(RequestFacts& request) const {
        request.host = question_.host.empty() ? question_.to : question_.host;
        if (!question_.port.empty()) {
            request.port = static_cast<int>(read_integer("--port", question_.port, 1, 65535));
        } else if (const int port = port_of(question_.to); port != 0) {
            request.port = port;
        } else if (!request.from.gateway) {
            const Service* service = directory_.service(question_.to, request.from.name_space);
            request.port = service != nullptr && !service->ports.empty() ? service->ports.front().port : 80;
        } else {
            request.port = first_port();
        }
    }

    int first_port() const {
        for (const Gateway& gateway : input_.routing.gateways) {
            if (qualified_name(gateway.metadata) == question_.gateway && !gateway.listeners.empty()) {
                return gateway.listeners.front().port;
            }
        }
        return 80;
    }

    const RequestQuestion& question_;
    const ManifestInput& input_;
    Directory directory_;
    RouteIndex index_;
};

std::string what_happens(const RouteDecision& decision) {
    using Outcome = RouteDecision::Outcome;
    switch (decision.outcome) {
    case Outcome::Forward:
        return decision.status == 0 ? "forwarded" : fmt::format("answered {}", decision.status);
    case Outcome::PassThrough:
        return "passed on to where it was sent, unrouted";
    case Outcome::NoListener:
    case Outcome::NoFilterChain:
        return "refused: the connection is closed";
    default:
        return fmt::format("answered {} ({})", decision.status, outcome_name(decision.outcome));
    }
}

void print_page(const Asker& asker, const Answer& answer, Page& page) {
    const RouteDecision& decision = answer.decision;
    page.line(
        {{fmt::format("{} {}{}", answer.request.method, answer.request.host, answer.request.path), Ink::Bold},
         {fmt::format("  port {}: {}", answer.request.port, what_happens(decision))}});
    const auto say = [&](std::string_view what, const std::string& text) {
        page.paragraph({fmt::format("{:<10}", what), Ink::Dim}, text);
    };
    if (decision.origin.line > 0) {
        say(decision.route == nullptr ? "service" : "rule", place(decision.origin));
    }
    say("because", decision.because);
    for (const auto& [what, text] : effects_of_rule(answer.request, answer.decision)) {
        say(what, text);
    }
    if (!decision.backends.empty()) {
        page.heading("Backends");
        Grid grid;
        grid.columns = {{"HOST", "", false}, {"PORT", "", true},         {"SUBSET", "", false},
                        {"SHARE", "", true}, {"ANSWERED BY", "", false}, {"POLICY", "", false}};
        for (const ChosenBackend& backend : decision.backends) {
            const DestinationPolicies policies = asker.policies(answer, backend);
            grid.rows.push_back(
                {{backend.host, Ink::Bold},
                 {std::to_string(backend.port)},
                 {backend.subset},
                 {format_percent(backend.share)},
                 {asker.answered_by(answer, backend)},
                 {policies.rules.empty() ? "none" : place(policies.rules.front()->metadata.origin)}});
        }
        page.grid(grid);
        for (const ChosenBackend& backend : decision.backends) {
            for (const auto& [what, text] : asker.effects(answer, backend)) {
                const bool one = decision.backends.size() == 1;
                say(what, one ? text : fmt::format("{} {}: {}", backend.host, backend.subset, text));
            }
        }
    }
    if (!answer.unenforced.empty()) {
        page.heading("Without effect on this plane");
        for (const std::string& text : answer.unenforced) {
            page.paragraph({"-"}, text);
        }
    }
}

Json json_of(const Origin& origin) {
    return {{"file", origin.file}, {"line", origin.line}, {"column", origin.column}};
}

Json json_of(const Effects& effects) {
    Json result = Json::object();
    for (const auto& [what, text] : effects) {
        result[what] = text;
    }
    return result;
}

Json json_of(const Asker& asker, const Answer& answer) {
    const RouteDecision& decision = answer.decision;
    Json result = {{"outcome", outcome_name(decision.outcome)},
                   {"status", decision.status == 0 ? Json() : Json(decision.status)},
                   {"because", decision.because},
                   {"virtualHost", decision.virtual_host}};
    result["rule"] = Json();
    if (decision.route != nullptr) {
        result["rule"] = {{"dialect", dialect_name(decision.route->dialect)},
                          {"kind", decision.route->kind},
                          {"namespace", decision.route->metadata.name_space},
                          {"name", decision.route->metadata.name},
                          {"origin", json_of(decision.origin)}};
    }
    result["backends"] = Json::array();
    for (const ChosenBackend& backend : decision.backends) {
        const DestinationPolicies policies = asker.policies(answer, backend);
        result["backends"].push_back(
            {{"host", backend.host},
             {"port", backend.port},
             {"subset", backend.subset},
             {"share", backend.share},
             {"answeredBy", asker.answered_by(answer, backend)},
             {"policy", policies.rules.empty() ? Json() : json_of(policies.rules.front()->metadata.origin)},
             {"effects", json_of(asker.effects(answer, backend))}});
    }
    result["effects"] = json_of(effects_of_rule(answer.request, answer.decision));
    result["unenforced"] = answer.unenforced;
    return result;
}

} // namespace

ExitCode describe_request(const Session& session, const RequestQuestion& question) {
    if (question.to.empty() && question.host.empty()) {
        throw UsageError("describe request needs --to SERVICE, or --host");
    }
    if (!question.from.empty() && !question.gateway.empty()) {
        throw UsageError("--from and --gateway exclude each other");
    }
    const std::vector<std::string> formats{"table", "json"};
    require_known("format", question.format.empty() ? "table" : question.format, formats);
    Diagnostics diagnostics;
    std::optional<DataPlane> plane;
    if (!question.plane.empty()) {
        if (!looks_like_path(question.plane)) {
            require_known("data plane", question.plane, shipped_names("planes"));
        }
        plane = read_plane(question.plane, diagnostics);
    }
    const ManifestInput input = read_manifests(question.paths, diagnostics);
    print_diagnostics(session, diagnostics);
    if (diagnostics.has_errors()) {
        return exit_code_of(diagnostics);
    }
    const Asker asker(question, input);
    const Answer answer = asker.ask(plane);
    if (question.format == "json") {
        session.console().out(json_of(asker, answer).dump(2) + "\n");
        return ExitCode::Ok;
    }
    Page page = page_for(session.console());
    print_page(asker, answer, page);
    session.console().out(std::move(page).take());
    return ExitCode::Ok;
}

} // namespace meshcast
