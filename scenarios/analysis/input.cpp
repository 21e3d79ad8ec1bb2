#include "scenarios/analysis/input.h"

#include "scenarios/analysis/kinds.h"
#include "scenarios/import/kubernetes/object.h"
#include "scenarios/yaml/reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace meshcast::analysis {

namespace {

/// Kinds whose objects are of no namespace.
constexpr std::array<std::string_view, 12> kClusterKinds{"Namespace",
                                                         "Node",
                                                         "CustomResourceDefinition",
                                                         "MutatingWebhookConfiguration",
                                                         "ValidatingWebhookConfiguration",
                                                         "ClusterRole",
                                                         "ClusterRoleBinding",
                                                         "GatewayClass",
                                                         "PersistentVolume",
                                                         "StorageClass",
                                                         "PriorityClass",
                                                         "IngressClass"};

/// What `istioctl install` brings along, and what Gateways of manifests usually select.
/// https://github.com/istio/istio/blob/master/pkg/config/analysis/local/defaults.go
std::string ingress_gateway(std::string_view service, std::string_view name_space) {
    return fmt::format("apiVersion: v1\n"
                       "kind: Pod\n"
                       "metadata: {{name: {0}-pod, namespace: {1}, labels: {{istio: ingressgateway}}}}\n"
                       "spec: {{containers: [{{name: istio-proxy, image: auto-injected}}]}}\n"
                       "---\n"
                       "apiVersion: v1\n"
                       "kind: Service\n"
                       "metadata: {{name: {0}, namespace: {1}}}\n"
                       "spec:\n"
                       "  selector: {{istio: ingressgateway}}\n"
                       "  ports:\n"
                       "    - {{name: http2, port: 80, targetPort: 80, protocol: TCP}}\n"
                       "    - {{name: https, port: 443, targetPort: 443, protocol: TCP}}\n"
                       "    - {{name: tcp, port: 31400, targetPort: 31400, protocol: TCP}}\n"
                       "    - {{name: tls, port: 15443, targetPort: 15443, protocol: TCP}}\n",
                       service, name_space);
}

} // namespace

Input::Input(std::span<const yaml::Document> documents, const Imported& model, const InputOptions& options)
    : model_(&model), now_(options.now) {
    add_objects(documents, options.default_namespace, false);
    find_mesh_config(options);
    assume_ingress_gateway();
}

void Input::add_objects(std::span<const yaml::Document> documents, const std::string& default_namespace,
                        bool assumed) {
    Diagnostics reported_by_the_readers;
    for (const kubernetes::Object& found : kubernetes::find_objects(documents, reported_by_the_readers)) {
        Object object;
        object.document = found.document;
        object.node = found.node;
        object.group = found.group();
        object.version = found.version();
        object.kind = found.kind;
        object.name = found.name;
        const Peek metadata = Peek(found.node)["metadata"];
        if (std::ranges::find(kClusterKinds, object.kind) == kClusterKinds.end()) {
            object.name_space = metadata["namespace"].text();
            object.name_space = object.name_space.empty() ? default_namespace : object.name_space;
        }
        object.labels = metadata["labels"].map();
        object.annotations = metadata["annotations"].map();
        object.assumed = assumed;
        std::erase_if(objects_, [&](const Object& other) {
            return other.kind == object.kind && other.group == object.group && other.name == object.name &&
                   other.name_space == object.name_space && !object.name.empty();
        });
        objects_.push_back(std::move(object));
    }
}

const yaml::Document* Input::keep(yaml::Document document) {
    return &kept_.emplace_back(std::move(document));
}

const yaml::Document* Input::parse(const std::string& text, const std::string& file) {
    Diagnostics ignored;
    std::vector<yaml::Document> documents = yaml::read_documents(text, file, ignored);
    return documents.empty() ? nullptr : keep(std::move(documents.front()));
}

/// The ConfigMap of an installation, an IstioOperator's, or what the caller gives.
/// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
void Input::find_mesh_config(const InputOptions& options) {
    for (const Object* object : of(kinds::kIstioOperator)) {
        mesh_config_ = object->spec()["meshConfig"];
    }
    for (const Object* object : of(kinds::kConfigMap)) {
        if (object->name != "istio") {
            continue;
        }
        const Peek data = object->root()["data"];
        if (const auto* document = parse(data["mesh"].text(), object->document->file)) {
            mesh_config_ = Peek(&document->root);
        }
        if (const auto* document = parse(data["meshNetworks"].text(), object->document->file)) {
            mesh_networks_ = {object, Peek(&document->root)["networks"]};
        }
    }
    if (options.mesh_config) {
        mesh_config_ = Peek(&keep(*options.mesh_config)->root);
    }
    if (options.mesh_networks) {
        const yaml::Document* document = keep(*options.mesh_networks);
        Object& object = stand_ins_.emplace_back();
        object.document = document;
        object.node = &document->root;
        object.kind = "MeshNetworks";
        object.name = "meshnetworks";
        object.name_space = "istio-system";
        mesh_networks_ = {&object, Peek(&document->root)["networks"]};
    }
    if (const std::string root = mesh_config_["rootNamespace"].text(); !root.empty()) {
        root_namespace_ = root;
    }
}

void Input::assume_ingress_gateway() {
    if (mesh_config_["ingressControllerMode"].is("OFF")) {
        return;
    }
    const std::string service = mesh_config_["ingressService"].text();
    const std::string name = service.empty() ? "istio-ingressgateway" : service;
    if (find(kinds::kService, "istio-system", name) != nullptr) {
        return;
    }
    Diagnostics none;
    for (yaml::Document& document :
         yaml::read_documents(ingress_gateway(name, "istio-system"), "internal-ingress", none)) {
        add_objects({keep(std::move(document)), 1}, "", true);
    }
}

std::vector<const Object*> Input::of(const ObjectKind& kind) const {
    std::vector<const Object*> result;
    for (const Object& object : objects_) {
        if (object.is(kind)) {
            result.push_back(&object);
        }
    }
    return result;
}

const Object* Input::find(const ObjectKind& kind, std::string_view name_space, std::string_view name) const {
    const auto found = std::ranges::find_if(objects_, [&](const Object& object) {
        return object.is(kind) && object.name == name && object.name_space == name_space;
    });
    return found == objects_.end() ? nullptr : &*found;
}

} // namespace meshcast::analysis
