#pragma once

#include <map>
#include <string>
#include <vector>

namespace meshcast {

/// The value of one claim.
struct Claim {
    enum class Kind { Text, Number, Boolean };

    Kind kind = Kind::Text; // Text: the only one that policies compare
    bool list = false;
    std::vector<std::string> values; // one, but for a list
};

/// By path: {"nested", "key"}.
using Claims = std::map<std::vector<std::string>, Claim>;

/// What a JSON Web Token says. Nobody computes signatures here: whether it is good is an input.
struct Token {
    bool well_formed = true;
    bool good_signature = true;
    Claims claims;
    std::string payload; // the middle part as sent, base64url; empty: unknown
};

/// By their text in the request. A text that is not here is no token.
using Tokens = std::map<std::string, Token, std::less<>>;

/// The text of a claim at the top that is not a list; empty when there is none.
std::string claim_text(const Claims& claims, const std::string& name);

} // namespace meshcast
