#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/routing.h"

/// Readers of Istio's networking objects: https://istio.io/latest/docs/reference/config/networking/. Each
/// reports what is wrong, and adds what it can make sense of.
namespace meshcast::istio {

void read_virtual_service(const yaml::Cursor& object, Routing& routing);
void read_destination_rule(const yaml::Cursor& object, Routing& routing);
void read_gateway(const yaml::Cursor& object, Routing& routing);
void read_service_entry(const yaml::Cursor& object, Routing& routing);
void read_sidecar(const yaml::Cursor& object, Routing& routing);
void read_envoy_filter(const yaml::Cursor& object, Routing& routing);

/// Whether there is something in an EnvoyFilter that read_envoy_filter makes sense of.
bool limits_rates(const yaml::Cursor& object);

/// One element of a VirtualService's `http`.
RouteRule read_http_rule(const yaml::Cursor& rule, const Metadata& metadata);

/// A rule's `route`, HTTP or not.
std::vector<Backend> read_backends(const yaml::Cursor& list, const Metadata& metadata);

/// The `trafficPolicy` of a rule or a subset.
TrafficPolicy read_traffic_policy(const yaml::Cursor& policy);

/// "mesh", or the full name of a Gateway.
std::string gateway_name(std::string_view text, const Metadata& metadata);

/// Puts the rules of delegates in the place of those that name them; the delegates themselves go.
/// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
void merge_delegates(Routing& routing, Diagnostics& diagnostics);

} // namespace meshcast::istio
