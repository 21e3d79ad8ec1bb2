#pragma once

#include "sim/model/request_authentication.h"
#include "sim/policy/authorization/access_request.h"

#include <cstdint>
#include <string>
#include <vector>

namespace meshcast {

/// A run has no calendar; tokens are looked at on this day. Seconds since 1970: 2026-01-01.
inline constexpr std::int64_t kTokensReadAt = 1'767'225'600;

/// What became of a request's tokens.
struct Authentication {
    int status = 0;                                       // 0: accepted, or there was none
    std::string problem;                                  // as Envoy words it: "Jwt is expired"
    const RequestAuthentication* policy = nullptr;        // whose rule accepted or refused; nullptr: no token
    const RequestAuthentication::JwtRule* rule = nullptr; // of it
    Claims claims;        // lists made of texts with spaces, where a rule says so
    HeaderValues headers; // of the request, as whoever is asked next sees them
};

/// The RequestAuthentications of one proxy. A request may have no token, but a token must be good: one of the
/// rules takes it, or no rule finds any where it looks.
class RequestAuthenticator {
  public:
    /// `policies` outlive it.
    explicit RequestAuthenticator(const std::vector<const RequestAuthentication*>& policies);

    bool empty() const { return rules_.empty(); }

    Authentication authenticate(const AccessRequest& request, std::int64_t now = kTokensReadAt) const;

  private:
    struct Rule {
        const RequestAuthentication* policy = nullptr;
        const RequestAuthentication::JwtRule* declared = nullptr;
    };

    std::vector<Rule> rules_; // by issuer, as istiod sorts them
};

} // namespace meshcast
