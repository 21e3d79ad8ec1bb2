#include "scenarios/import/delivery_kinds.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr DeliveryKind kKinds[] = {
    {"argoproj.io", "Rollout", delivery::read_argo_rollout},
    {"flagger.app", "Canary", delivery::read_flagger_canary},
};

} // namespace

const DeliveryKind* find_delivery_kind(std::string_view group, std::string_view name) {
    const auto* found = std::ranges::find_if(
        kKinds, [&](const DeliveryKind& kind) { return kind.group == group && kind.name == name; });
    return found == std::end(kKinds) ? nullptr : found;
}

} // namespace meshcast
