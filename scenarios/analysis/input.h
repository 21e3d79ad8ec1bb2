#pragma once

#include "scenarios/analysis/object.h"
#include "scenarios/import/kubernetes.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace meshcast::analysis {

struct InputOptions {
    std::string default_namespace = "default"; // of objects that say none
    std::optional<std::int64_t> now;           // seconds since 1970; nullopt: certificates are of any age
    std::optional<yaml::Document> mesh_config; // beside those of the input
    std::optional<yaml::Document> mesh_networks;
};

/// Everything analyzers look at: the objects as written, the mesh's own settings, and the model read from
/// them. Lives no longer than the documents.
class Input {
  public:
    Input(std::span<const yaml::Document> documents, const Imported& model, const InputOptions& options);

    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    const std::deque<Object>& objects() const { return objects_; } // in the order read; of a name the last

    std::vector<const Object*> of(const ObjectKind& kind) const;

    /// nullptr: not in the input. Its namespace may be empty for kinds outside namespaces.
    const Object* find(const ObjectKind& kind, std::string_view name_space, std::string_view name) const;

    const Imported& model() const { return *model_; }

    Peek mesh_config() const { return mesh_config_; } // MeshConfig's fields; absent: nowhere given

    struct MeshNetworks {
        const Object* object = nullptr; // the ConfigMap that holds them, or a stand-in; nullptr: none
        Peek networks;
    };

    const MeshNetworks& mesh_networks() const { return mesh_networks_; }

    const std::string& root_namespace() const { return root_namespace_; }

    std::optional<std::int64_t> now() const { return now_; }

  private:
    void add_objects(std::span<const yaml::Document> documents, const std::string& default_namespace,
                     bool assumed);
    void find_mesh_config(const InputOptions& options);
    void assume_ingress_gateway();

    const yaml::Document* keep(yaml::Document document);

    /// The first document of a text inside an object.
    const yaml::Document* parse(const std::string& text, const std::string& file);

    std::deque<Object> objects_;
    std::deque<yaml::Document> kept_; // documents that are not of the input
    std::deque<Object> stand_ins_;
    const Imported* model_;
    Peek mesh_config_;
    MeshNetworks mesh_networks_;
    std::string root_namespace_ = "istio-system";
    std::optional<std::int64_t> now_;
};

} // namespace meshcast::analysis
