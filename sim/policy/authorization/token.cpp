#include "sim/policy/authorization/token.h"

namespace meshcast {

std::string claim_text(const Claims& claims, const std::string& name) {
    const auto found = claims.find({name});
    const bool is_text = found != claims.end() && found->second.kind == Claim::Kind::Text &&
                         !found->second.list && !found->second.values.empty();
    return is_text ? found->second.values.front() : "";
}

} // namespace meshcast
