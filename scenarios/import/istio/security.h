#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

/// Readers of Istio's security objects: https://istio.io/latest/docs/reference/config/security/. Each reports
/// what is wrong, and adds what it can make sense of.
namespace meshcast::istio {

void read_authorization_policy(const yaml::Cursor& object, Security& security);
void read_peer_authentication(const yaml::Cursor& object, Security& security);
void read_request_authentication(const yaml::Cursor& object, Security& security);

/// Reports those that Istio does not look at.
void check_peer_authentications(const Security& security, Diagnostics& diagnostics);

} // namespace meshcast::istio
