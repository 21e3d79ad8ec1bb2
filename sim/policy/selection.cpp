#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

std::string qualified_name(const Metadata& metadata) {
    return metadata.name_space + "/" + metadata.name;
}

} // namespace meshcast
