#include "scenarios/import/kubernetes/ownership.h"

#include <algorithm>
#include <optional>
#include <set>

namespace meshcast::kubernetes {

namespace {

std::string scalar(const yaml::Node* mapping, std::string_view key) {
    const yaml::Node* value = mapping == nullptr ? nullptr : mapping->find(key);
    return value == nullptr ? "" : value->text;
}

/// The owner that manages the object: the one marked as controller, else the first.
const yaml::Node* owner_of(const yaml::Node& metadata) {
    const yaml::Node* owners = metadata.find("ownerReferences");
    if (owners == nullptr || owners->items.empty()) {
        return nullptr;
    }
    const auto controller = std::ranges::find_if(
        owners->items, [](const yaml::Node& owner) { return scalar(&owner, "controller") == "true"; });
    return controller == owners->items.end() ? &owners->items.front() : &*controller;
}

/// The Deployment behind a ReplicaSet that is not in the input: a ReplicaSet's name is its Deployment's and
/// its template's hash.
std::optional<std::string> deployment_behind(const std::string& replica_set, const yaml::Node& metadata) {
    const std::string hash = scalar(metadata.find("labels"), "pod-template-hash");
    if (hash.empty() || !replica_set.ends_with("-" + hash)) {
        return std::nullopt;
    }
    return replica_set.substr(0, replica_set.size() - hash.size() - 1);
}

bool has_ended(const Object& object) {
    const std::string phase = scalar(object.node->find("status"), "phase");
    return object.kind == "Pod" && (phase == "Succeeded" || phase == "Failed");
}

} // namespace

std::vector<bool> find_made_by_others(std::span<const Object> objects) {
    std::set<std::tuple<std::string, std::string, std::string>> known;
    for (const Object& object : objects) {
        known.emplace(object.identity());
    }
    const auto made_by_another = [&](const Object& object) {
        if (object.kind != "Pod" && object.kind != "ReplicaSet" && object.kind != "Job") {
            return false;
        }
        const yaml::Node* metadata = object.node->find("metadata");
        const yaml::Node* owner = metadata == nullptr ? nullptr : owner_of(*metadata);
        if (owner == nullptr) {
            return false;
        }
        const std::string name = scalar(owner, "name");
        if (known.contains({scalar(owner, "kind"), object.name_space, name})) {
            return true;
        }
        const std::optional<std::string> deployment = deployment_behind(name, *metadata);
        return deployment && known.contains({"Deployment", object.name_space, *deployment});
    };
    std::vector<bool> result;
    result.reserve(objects.size());
    for (const Object& object : objects) {
        result.push_back(has_ended(object) || made_by_another(object));
    }
    return result;
}

} // namespace meshcast::kubernetes
