#pragma once

#include <string_view>

namespace meshcast {

/// Whose configuration objects: Istio's, the Gateway API's, Linkerd's own.
enum class Dialect { Istio, GatewayApi, Linkerd };

std::string_view dialect_name(Dialect dialect); // "istio", "gateway-api", "linkerd"

} // namespace meshcast
