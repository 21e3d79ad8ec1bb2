#include "scenarios/import/identity.h"

#include "scenarios/import/delivery_kinds.h"
#include "scenarios/import/routing_kinds.h"

namespace meshcast {

ObjectIdentity identity_of(const kubernetes::Object& object) {
    std::string group(is_known_by_group(object) ? object.group() : std::string_view{});
    return {std::move(group), object.kind, object.name_space, object.name};
}

bool is_known_by_group(const kubernetes::Object& object) {
    return find_routing_kind(object.group(), object.kind) != nullptr ||
           concerned_security(object) != nullptr ||
           find_delivery_kind(object.group(), object.kind) != nullptr;
}

const SecurityKind* concerned_security(const kubernetes::Object& object) {
    const SecurityKind* kind = find_security_kind(object.group(), object.kind);
    Diagnostics unasked;
    const bool concerns =
        kind != nullptr && (kind->concerns == nullptr || kind->concerns(object.cursor(unasked)));
    return concerns ? kind : nullptr;
}

} // namespace meshcast
