#pragma once

#include "sim/model/authorization_policy.h"
#include "sim/model/metadata.h"

#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// Whose tokens are believed: https://istio.io/latest/docs/reference/config/security/request_authentication/
struct RequestAuthentication {
    struct FromHeader {
        std::string name;
        std::string prefix; // before the token
    };

    struct ClaimToHeader {
        std::string header;
        std::string claim; // "nested.name"
    };

    /// One issuer. Where no place is named, tokens come from "Authorization: Bearer" or the query parameter
    /// access_token.
    struct JwtRule {
        std::string issuer;
        std::vector<std::string> audiences; // any of them; empty: any
        std::string jwks_uri;
        std::string jwks; // the keys themselves
        std::vector<FromHeader> from_headers;
        std::vector<std::string> from_params;
        std::vector<std::string> from_cookies;
        std::string payload_to_header; // empty: none
        std::vector<ClaimToHeader> claims_to_headers;
        std::vector<std::string> space_delimited_claims; // besides scope and permission
        bool forward_original_token = false;
        Origin origin;
    };

    Metadata metadata;
    std::string created;
    PolicyScope scope;
    std::vector<JwtRule> rules;
};

} // namespace meshcast
