#include "scenarios/import/kubernetes/app_protocol.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace meshcast::kubernetes {

namespace {

struct Name {
    std::string_view name;
    AppProtocol protocol;
};

/// Encrypted and database protocols are opaque bytes to the proxies.
constexpr Name kNames[] = {
    {"http", AppProtocol::Http1}, {"http2", AppProtocol::Http2}, {"grpc", AppProtocol::Grpc},
    {"tcp", AppProtocol::Tcp},    {"https", AppProtocol::Tcp},   {"tls", AppProtocol::Tcp},
    {"mongo", AppProtocol::Tcp},  {"mysql", AppProtocol::Tcp},   {"redis", AppProtocol::Tcp},
    {"hbone", AppProtocol::Tcp},
};

/// Kubernetes' own names:
/// https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
constexpr Name kKubernetesNames[] = {
    {"kubernetes.io/h2c", AppProtocol::Http2},
    {"kubernetes.io/ws", AppProtocol::Http1},
    {"kubernetes.io/wss", AppProtocol::Tcp},
};

constexpr std::array kTcpPorts{25, 53, 3306,
                               27017}; // SMTP, DNS, MySQL, MongoDB: the server speaks first, or in binary

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

} // namespace

std::optional<AppProtocol> declared_protocol(std::string_view app_protocol, std::string_view port_name,
                                             int port) {
    if (const auto* own = std::ranges::find(kKubernetesNames, app_protocol, &Name::name);
        own != std::end(kKubernetesNames)) {
        return own->protocol;
    }
    const std::string name = lower(app_protocol.empty() ? port_name : app_protocol);
    if (name.starts_with("grpc-web")) {
        return AppProtocol::Http2; // gRPC's messages without its trailers
    }
    const auto* found =
        std::ranges::find(kNames, std::string_view(name).substr(0, name.find('-')), &Name::name);
    if (found != std::end(kNames)) {
        return found->protocol;
    }
    return std::ranges::count(kTcpPorts, port) > 0 ? std::optional(AppProtocol::Tcp) : std::nullopt;
}

} // namespace meshcast::kubernetes
