#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/routing.h"

/// Readers of the Gateway API's objects: https://gateway-api.sigs.k8s.io/reference/spec/. Each reports what
/// is wrong, and adds what it can make sense of.
namespace meshcast::gateway_api {

void read_gateway(const yaml::Cursor& object, Routing& routing);
void read_listener_set(const yaml::Cursor& object, Routing& routing);
void read_http_route(const yaml::Cursor& object, Routing& routing);
void read_grpc_route(const yaml::Cursor& object, Routing& routing);
void read_reference_grant(const yaml::Cursor& object, Routing& routing);
void read_backend_traffic_policy(const yaml::Cursor& object, Routing& routing);

/// An HTTPRoute of another group with the same fields.
void read_http_route_of(Dialect dialect, const yaml::Cursor& object, Routing& routing);

/// An HTTPRoute's rule.
RouteRule read_http_rule(const yaml::Cursor& rule, const Metadata& metadata);

/// A GRPCRoute's rule: one of HTTP requests "POST /service/method".
RouteRule read_grpc_rule(const yaml::Cursor& rule, const Metadata& metadata);

/// After everything has been read: gives gateways the listeners of their sets, and marks backends that the
/// API answers with 500: of an unknown kind, missing, or in a namespace that does not grant it.
void settle(Routing& routing, const Topology& topology, Diagnostics& diagnostics);

} // namespace meshcast::gateway_api
