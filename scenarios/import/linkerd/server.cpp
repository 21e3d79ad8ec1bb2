#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/import/linkerd/security.h"
#include "sim/policy/authorization/linkerd_clients.h"

#include <array>
#include <charconv>

namespace meshcast::linkerd {

using namespace routes;

namespace {

constexpr int kLargestPort = 65535;

const kubernetes::Fields kServerFields{
    {"podSelector", "externalWorkloadSelector", "port", "proxyProtocol", "accessPolicy"}, {}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kProtocols{{{"unknown", "unknown"},
                                                                                   {"HTTP/1", "HTTP/1"},
                                                                                   {"HTTP/2", "HTTP/2"},
                                                                                   {"gRPC", "gRPC"},
                                                                                   {"opaque", "opaque"},
                                                                                   {"TLS", "TLS"}}};

/// A number, quoted or not, or the name of a port.
std::variant<int, std::string> read_server_port(const yaml::Cursor& field) {
    const std::string text = field.string().value_or("");
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return text;
    }
    if (number < 1 || number > kLargestPort) {
        field.report(message::PolicyValueUnusable,
                     fill(message::PolicyValueUnusable, field.path(), text, "port"));
    }
    return number;
}

tl::expected<DefaultPolicy, std::string> parse_access(std::string_view text) {
    if (const auto policy = parse_default_policy(text)) {
        return *policy;
    }
    return tl::unexpected(fmt::format("\"{}\" is no default policy; write deny, audit, all-authenticated, "
                                      "all-unauthenticated, cluster-authenticated or cluster-unauthenticated",
                                      text));
}

} // namespace

void read_server(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kServerFields);
    if (!metadata) {
        return;
    }
    Server server;
    server.metadata = *std::move(metadata);
    server.created = read_created(object);
    if (spec["podSelector"].present()) {
        server.pods = kubernetes::read_label_selector(spec["podSelector"]);
    } else if (!spec["externalWorkloadSelector"].present()) {
        kubernetes::warn_if_missing(spec["podSelector"], "write podSelector: {matchLabels: {app: NAME}}");
    }
    kubernetes::warn_if_missing(spec["port"], "write port: NAME or a number");
    server.port = read_server_port(spec["port"]);
    server.protocol = read_word<std::string_view>(spec["proxyProtocol"], kProtocols).value_or("unknown");
    server.access = spec["accessPolicy"].parsed(parse_access);
    security.linkerd_policies.servers.push_back(std::move(server));
}

} // namespace meshcast::linkerd
