#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/delivery_messages.h"
#include "scenarios/import/delivery/declared_rollout.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"

#include <algorithm>
#include <sstream>

namespace meshcast::delivery {

namespace {

/// What a Canary says of its service, for which Flagger makes Services and a route.
struct CanaryService {
    std::string target;
    std::string name;
    ServicePort port;
    std::vector<std::string> hosts;
    std::vector<std::string> gateways;
    TrafficPolicy policy;
    std::optional<Duration> timeout;
    std::optional<RetryPolicy> retries;
    Dialect dialect = Dialect::Istio;
    Metadata metadata;
};

/// Flagger's labels are those of the selector's first key among these.
/// https://docs.flagger.app/usage/how-it-works#canary-target
constexpr std::string_view kSelectorLabels[] = {"app", "name", "app.kubernetes.io/name"};

std::string selector_label(const Labels& labels) {
    for (const std::string_view label : kSelectorLabels) {
        if (labels.contains(label)) {
            return std::string(label);
        }
    }
    return "app";
}

RetryPolicy read_canary_retries(const yaml::Cursor& retries) {
    RetryPolicy policy;
    policy.attempts = static_cast<int>(retries["attempts"].integer(0, 1000).value_or(policy.attempts));
    policy.per_try_timeout = routes::read_duration(retries["perTryTimeout"]);
    if (const auto words = retries["retryOn"].string()) {
        policy.retry_on.clear();
        std::istringstream stream(*words);
        for (std::string word; std::getline(stream, word, ',');) {
            policy.retry_on.push_back(word);
        }
    }
    policy.origin = retries.origin();
    return policy;
}

CanaryService read_canary_service(const yaml::Cursor& spec, const Metadata& metadata) {
    CanaryService result;
    result.metadata = metadata;
    result.target = kubernetes::read_string(spec["targetRef"]["name"]).value_or("");
    const yaml::Cursor service = spec["service"];
    result.name = kubernetes::read_string(service["name"]).value_or(result.target);
    result.port.name = kubernetes::read_string(service["portName"]).value_or("http");
    result.port.port = routes::read_port(service["port"]).value_or(80);
    result.port.target_port = result.port.port;
    const yaml::Cursor target = service["targetPort"];
    if (target.present()) {
        const std::string text = target.string().value_or("");
        const bool number = !text.empty() && text.size() < 6 &&
                            std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        if (number) {
            result.port.target_port = std::stoi(text);
        } else {
            result.port.target_port = text;
        }
    }
    const std::string protocol = kubernetes::read_string(service["appProtocol"]).value_or(result.port.name);
    result.port.protocol = protocol.starts_with("grpc") ? AppProtocol::Grpc : AppProtocol::Http1;
    result.hosts = routes::read_strings(service["hosts"]);
    result.gateways = routes::read_strings(service["gateways"]);
    if (service["trafficPolicy"].present()) {
        result.policy = istio::read_traffic_policy(service["trafficPolicy"]);
    }
    result.timeout = routes::unless_zero(routes::read_duration(service["timeout"]));
    if (service["retries"].present()) {
        result.retries = read_canary_retries(service["retries"]);
    }
    report_left_out(service, {"match", "rewrite", "headers", "corsPolicy", "mirror", "delegation", "primary",
                              "canary", "apex", "gatewayRefs"});
    return result;
}

/// Builds the objects that Flagger would make.
class FlaggerController {
  public:
    FlaggerController(const CanaryService& service, Cluster& cluster)
        : service_(service), cluster_(cluster) {}

    std::string run() {
        const std::string& home = service_.metadata.name_space;
        Workload* target = find_workload(cluster_.topology, home, service_.target);
        if (target == nullptr) {
            cluster_.diagnostics.add(message::RolloutTargetMissing, service_.metadata.origin,
                                     fill(message::RolloutTargetMissing, "Canary", service_.metadata.name,
                                          "workload " + service_.target, home));
            return {};
        }
        label_ = selector_label(target->pod.labels);
        const std::string value =
            target->pod.labels.contains(label_) ? target->pod.labels[label_] : service_.target;
        target->pod.labels[label_] = value;
        Workload primary = *target;
        primary.metadata.name += "-primary";
        primary.pod.labels[label_] = value + "-primary";
        if (const Workload* made = find_workload(cluster_.topology, home, primary.metadata.name)) {
            target->replicas = std::max(target->replicas, made->replicas); // idle, Flagger scales it to 0
        } else {
            cluster_.topology.workloads.push_back(std::move(primary));
        }
        put_service(service_.name, value + "-primary");
        put_service(service_.name + "-primary", value + "-primary");
        put_service(service_.name + "-canary", value);
        put_policies();
        put_route();
        return home + "/" + service_.target;
    }

  private:
    Metadata named(const std::string& name) const {
        Metadata metadata = service_.metadata;
        metadata.name = name;
        return metadata;
    }

    std::string host(const std::string& name) const {
        return routes::full_host(name, service_.metadata.name_space);
    }

    /// Takes over one that is there.
    void put_service(const std::string& name, const std::string& pods) {
        Service* service = find_service(cluster_.topology, service_.metadata.name_space, name);
        if (service == nullptr) {
            service = &cluster_.topology.services.emplace_back();
            service->metadata = named(name);
        }
        service->selector = {{label_, pods}};
        service->ports = {service_.port};
    }

    void put_policies() {
        for (const char* suffix : {"-primary", "-canary"}) {
            DestinationPolicy& policy = cluster_.routing.policies.emplace_back();
            policy.metadata = named(service_.name + suffix);
            policy.host = host(service_.name + suffix);
            policy.policy = service_.policy;
        }
    }

    void put_route() {
        std::erase_if(cluster_.routing.routes, [&](const Route& route) {
            return route.dialect == service_.dialect && route.metadata.name == service_.name &&
                   route.metadata.name_space == service_.metadata.name_space;
        });
        Route& route = cluster_.routing.routes.emplace_back();
        route.dialect = service_.dialect;
        route.kind = "Canary";
        route.metadata = named(service_.name);
        for (const std::string& name : service_.hosts) {
            route.hosts.push_back(host(name));
        }
        if (service_.dialect == Dialect::Istio) {
            route.hosts.push_back(host(service_.name));
            attach_to_gateways(route);
        } else {
            Attachment& service = route.attachments.emplace_back();
            service.kind = Attachment::Kind::Service;
            service.to = {service_.metadata.name_space, service_.name};
            service.origin = service_.metadata.origin;
        }
        RouteRule& rule = route.http.emplace_back();
        rule.timeout = service_.timeout;
        rule.retries = service_.retries;
        rule.origin = service_.metadata.origin;
        add_backend(rule, "-primary", 100);
        add_backend(rule, "-canary", 0);
    }

    void add_backend(RouteRule& rule, const std::string& suffix, int weight) const {
        Backend& backend = rule.backends.emplace_back();
        backend.host = host(service_.name + suffix);
        backend.port = service_.port.port;
        backend.weight = weight;
        backend.origin = service_.metadata.origin;
    }

    void attach_to_gateways(Route& route) const {
        if (service_.gateways.empty()) {
            route.attachments.push_back({.origin = service_.metadata.origin});
        }
        for (const std::string& gateway : service_.gateways) {
            Attachment& attachment = route.attachments.emplace_back();
            attachment.origin = service_.metadata.origin;
            if (gateway == "mesh") {
                continue;
            }
            attachment.kind = Attachment::Kind::Gateway;
            const std::size_t slash = gateway.find('/');
            const std::size_t dot = gateway.find('.');
            if (slash != std::string::npos) {
                attachment.to = {gateway.substr(0, slash), gateway.substr(slash + 1)};
            } else if (dot != std::string::npos) { // name.namespace.svc.cluster.local
                const std::string rest = gateway.substr(dot + 1);
                attachment.to = {rest.substr(0, rest.find('.')), gateway.substr(0, dot)};
            } else {
                attachment.to = {service_.metadata.name_space, gateway};
            }
        }
    }

    const CanaryService& service_;
    Cluster& cluster_;
    std::string label_;
};

void read_metrics(const yaml::Cursor& metrics, Rollout& rollout) {
    for (const yaml::Cursor& metric : metrics.items()) {
        const std::string name = kubernetes::read_string(metric["name"]).value_or("");
        const yaml::Cursor range = metric["thresholdRange"];
        if (name == "request-success-rate") {
            const yaml::Cursor least = range.present() ? range["min"] : metric["threshold"];
            rollout.min_success_rate = routes::read_percent(least);
        } else if (name == "request-duration") { // milliseconds, of the p99
            const yaml::Cursor most = range.present() ? range["max"] : metric["threshold"];
            if (const auto milliseconds = most.integer(0, 3'600'000)) {
                rollout.max_duration = std::chrono::milliseconds(*milliseconds);
            }
        } else {
            metric.report(message::RolloutFieldLeftOut,
                          fill(message::RolloutFieldLeftOut, "metric \"" + name + "\""));
        }
    }
}

/// https://docs.flagger.app/usage/how-it-works#canary-analysis
Rollout read_analysis(const yaml::Cursor& analysis) {
    constexpr Duration kShortest = std::chrono::seconds(10);
    Rollout rollout;
    rollout.interval =
        std::max(kShortest, routes::read_duration(analysis["interval"]).value_or(std::chrono::minutes(1)));
    rollout.threshold =
        static_cast<int>(std::max<std::int64_t>(1, analysis["threshold"].integer(0, 1'000'000).value_or(1)));
    rollout.max_weight = routes::read_percent(analysis["maxWeight"]).value_or(1);
    rollout.max_weight = rollout.max_weight > 0 ? rollout.max_weight : 1;
    rollout.step_weight = routes::read_percent(analysis["stepWeight"]).value_or(0);
    if (rollout.step_weight == 0 && analysis["stepWeights"].present()) {
        for (const yaml::Cursor& weight : analysis["stepWeights"].items()) {
            rollout.step_weights.push_back(routes::read_percent(weight).value_or(0));
        }
        rollout.max_weight = rollout.step_weights.empty() ? 1 : rollout.step_weights.back();
    }
    const std::int64_t iterations = analysis["iterations"].integer(0, 1'000'000).value_or(0);
    if (iterations > 0) { // blue-green: no traffic while it is tested, then all
        rollout.steps = {{.set_weight = 0.0, .pause = {}},
                         {.set_weight = {}, .pause = rollout.interval * iterations},
                         {.set_weight = 1.0, .pause = {}}};
    } else if (rollout.step_weight == 0 && rollout.step_weights.empty()) {
        rollout.step_weight = 1;
    }
    read_metrics(analysis["metrics"], rollout);
    report_left_out(analysis, {"match", "mirror", "mirrorWeight", "stepWeightPromotion", "sessionAffinity",
                               "webhooks", "primaryReadyThreshold", "canaryReadyThreshold"});
    return rollout;
}

} // namespace

void read_flagger_canary(const yaml::Cursor& object, std::vector<DeclaredRollout>& declared) {
    const std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    if (!metadata) {
        return;
    }
    CanaryService service = read_canary_service(spec, *metadata);
    if (service.target.empty()) {
        spec.report(message::MissingField, fill(message::MissingField, "spec.targetRef.name"),
                    "write targetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}");
        return;
    }
    const std::string provider = kubernetes::read_string(spec["provider"]).value_or("istio");
    if (provider.starts_with("gatewayapi") || provider == "linkerd") {
        service.dialect = Dialect::GatewayApi;
    } else if (provider != "istio") {
        spec["provider"].report(message::RolloutFieldLeftOut,
                                fill(message::RolloutFieldLeftOut, "provider " + provider),
                                "its routes are read as Istio's");
    }
    const yaml::Cursor analysis = spec["analysis"].present() ? spec["analysis"] : spec["canaryAnalysis"];
    DeclaredRollout& result = declared.emplace_back();
    result.rollout = read_analysis(analysis);
    result.metadata = *metadata;
    result.arrange = [service = std::move(service)](Cluster& cluster) {
        return FlaggerController(service, cluster).run();
    };
}

} // namespace meshcast::delivery
