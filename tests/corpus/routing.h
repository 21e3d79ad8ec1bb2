#pragma once

#include "scenarios/import/kubernetes.h"
#include "sim/policy/route.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace meshcast::corpus {

using Json = nlohmann::json;

/// Manifests as a proxy sees them.
struct RoutingWorld {
    RoutingWorld(const std::filesystem::path& folder, std::span<const std::string> files);
    RoutingWorld(const RoutingWorld&) = delete;
    RoutingWorld& operator=(const RoutingWorld&) = delete;

    Diagnostics diagnostics;
    Imported imported;
    Directory directory;
    RouteIndex index;
};

/// Istio's name for where a request goes: "outbound|80|v1|reviews.default.svc.cluster.local".
std::string cluster_name(const ChosenBackend& backend);

/// What a JSON member says, or else `otherwise`; null counts as absent.
std::string text_of(const Json& object, const char* key, const std::string& otherwise = "");
int number_of(const Json& object, const char* key, int otherwise = 0);
HeaderValues headers_of(const Json& object);

/// The value of a header in a list; "" where there is none.
std::string value_of(const HeaderValues& headers, const std::string& name);

/// Names of the workloads that may answer a share.
std::vector<std::string> workloads_behind(const RoutingWorld& world, const ChosenBackend& backend);

/// Compares what a case expects with what we have, field by field.
class Comparison {
  public:
    explicit Comparison(const Json& expected) : expected_(expected) {}

    void check(const std::string& what, const Json& expected, const Json& actual) {
        if (expected != actual) {
            differences_[what] = actual;
        }
    }

    /// The expectation itself where all agrees; else what differs.
    std::string text() const { return differences_.empty() ? expected_.dump() : differences_.dump(); }

  private:
    Json expected_;
    Json differences_ = Json::object();
};

} // namespace meshcast::corpus
