#include "sim/policy/operation.h"

namespace meshcast {

void describe_operation(std::string_view name, RequestFacts& request) {
    const std::size_t space = name.find(' ');
    if (space != std::string_view::npos) {
        request.method = name.substr(0, space);
        request.path = name.substr(space + 1);
    } else if (name.starts_with('/')) {
        request.method = "POST";
        request.path = name;
    }
}

} // namespace meshcast
