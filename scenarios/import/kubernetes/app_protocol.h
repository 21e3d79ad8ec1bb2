#pragma once

#include "sim/model/topology.h"

#include <optional>
#include <string_view>

namespace meshcast::kubernetes {

/// What a service port carries by declaration: `appProtocol` if given, else the port name up to its first
/// dash, else a few well-known ports that are never HTTP. Nothing: the traffic decides. As Istio has it:
/// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
std::optional<AppProtocol> declared_protocol(std::string_view app_protocol, std::string_view port_name,
                                             int port);

} // namespace meshcast::kubernetes
