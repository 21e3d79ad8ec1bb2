#pragma once

#include "scenarios/import/delivery/declared_rollout.h"
#include "scenarios/yaml/cursor.h"

#include <string_view>
#include <vector>

namespace meshcast {

/// An object kind that rolls new versions out. To add one: a reader in delivery/, and a line in
/// delivery_kinds.cpp.
struct DeliveryKind {
    std::string_view group; // "flagger.app"
    std::string_view name;  // "Canary"
    void (*read)(const yaml::Cursor& object, std::vector<delivery::DeclaredRollout>& declared);
};

/// nullptr when that group has no such kind that we know.
const DeliveryKind* find_delivery_kind(std::string_view group, std::string_view name);

} // namespace meshcast
