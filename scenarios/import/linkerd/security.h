#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

/// Readers of Linkerd's policy objects: https://linkerd.io/2/reference/authorization-policy/.
namespace meshcast::linkerd {

void read_server(const yaml::Cursor& object, Security& security);
void read_server_authorization(const yaml::Cursor& object, Security& security);
void read_authorization_policy(const yaml::Cursor& object, Security& security);
void read_mesh_tls_authentication(const yaml::Cursor& object, Security& security);
void read_network_authentication(const yaml::Cursor& object, Security& security);

/// `networks` of an authentication or authorization.
std::vector<Network> read_networks(const yaml::Cursor& list);

Reference read_reference(const yaml::Cursor& ref);

/// What can be said only when everything has been read: authentications that are not there.
void check_references(const Policies& policies, Diagnostics& diagnostics);

} // namespace meshcast::linkerd
