#pragma once

#include "sim/model/request_authentication.h"
#include "sim/policy/authorization/access_request.h"

#include <string>
#include <vector>

namespace meshcast {

/// The texts of the tokens in the places where a rule looks.
std::vector<std::string> tokens_for(const RequestAuthentication::JwtRule& rule, const AccessRequest& request);

/// The headers without the tokens that the rule has read; those that it does not hand on.
HeaderValues without_tokens(const RequestAuthentication::JwtRule& rule, HeaderValues headers);

} // namespace meshcast
