#include "scenarios/import/istio/mesh_config.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/yaml/reader.h"

#include <array>

namespace meshcast::istio {

using namespace routes;

namespace {

constexpr std::string_view kMapKey = "mesh";
constexpr std::int64_t kMostProxies = 1000; // nobody has so many in front

const kubernetes::Fields kMeshFields{{"rootNamespace", "trustDomain", "trustDomainAliases", "enableAutoMtls",
                                      "outboundTrafficPolicy", "pathNormalization", "defaultConfig",
                                      "discoverySelectors", "extensionProviders", "ingressControllerMode",
                                      "ingressClass", "ingressSelector", "ingressService"},
                                     {"inboundTrafficPolicy", "defaultProviders", "configSources"}};

template <class Value>
void set_if(Value& into, std::optional<Value> value) {
    if (value) {
        into = *std::move(value);
    }
}

std::optional<PathNormalization> read_normalization(const yaml::Cursor& field) {
    using Way = PathNormalization;
    static constexpr std::array<std::pair<std::string_view, Way>, 5> kWays{
        {{"DEFAULT", Way::Base},
         {"NONE", Way::None},
         {"BASE", Way::Base},
         {"MERGE_SLASHES", Way::MergeSlashes},
         {"DECODE_AND_MERGE_SLASHES", Way::DecodeAndMergeSlashes}}};
    return read_word<Way>(field, kWays);
}

std::optional<IngressControllerMode> read_ingress_mode(const yaml::Cursor& field) {
    using Mode = IngressControllerMode;
    static constexpr std::array<std::pair<std::string_view, Mode>, 4> kModes{{{"UNSPECIFIED", Mode::Strict},
                                                                              {"OFF", Mode::Off},
                                                                              {"DEFAULT", Mode::Default},
                                                                              {"STRICT", Mode::Strict}}};
    return read_word<Mode>(field, kModes);
}

ExtensionProvider read_provider(const yaml::Cursor& item) {
    ExtensionProvider provider;
    provider.origin = item.origin();
    kubernetes::warn_if_missing(item["name"], "write name: NAME");
    provider.name = item["name"].string().value_or("");
    for (const auto& [key, value] : item.entries()) {
        provider.kind = key == "name" ? provider.kind : key;
    }
    return provider;
}

/// A document that is the text of a field, with the places it has in the file. Columns are the text's.
std::vector<yaml::Document> read_text_of(const yaml::Cursor& field) {
    const std::string text = field.string().value_or("");
    const bool block = text.find('\n') != text.npos; // begins on the line after its key
    const std::size_t lines = field.node()->line - (block ? 0 : 1);
    return yaml::read_documents(std::string(lines, '\n') + text, field.origin().file, field.diagnostics());
}

void take_mesh_config(const yaml::Cursor& settings, const Origin& where, MeshConfig& mesh) {
    if (mesh.origin.line > 0) {
        settings.report(message::MeshConfigRepeated,
                        fill(message::MeshConfigRepeated, mesh.origin.file, mesh.origin.line));
        return;
    }
    read_mesh_config(settings, mesh);
    mesh.origin = where;
}

} // namespace

void read_mesh_config(const yaml::Cursor& settings, MeshConfig& mesh) {
    static constexpr std::array<std::pair<std::string_view, bool>, 2> kOutbound{
        {{"ALLOW_ANY", false}, {"REGISTRY_ONLY", true}}};
    kubernetes::check_spelling(settings, kMeshFields);
    mesh.origin = settings.origin();
    set_if(mesh.root_namespace, settings["rootNamespace"].string());
    set_if(mesh.trust_domain, settings["trustDomain"].string());
    set_if(mesh.auto_mtls, settings["enableAutoMtls"].boolean());
    set_if(mesh.registry_only, read_word<bool>(settings["outboundTrafficPolicy"]["mode"], kOutbound));
    set_if(mesh.path_normalization, read_normalization(settings["pathNormalization"]["normalization"]));
    set_if(mesh.ingress_mode, read_ingress_mode(settings["ingressControllerMode"]));
    set_if(mesh.ingress_class, settings["ingressClass"].string());
    set_if(mesh.ingress_selector, settings["ingressSelector"].string());
    set_if(mesh.ingress_service, settings["ingressService"].string());
    const yaml::Cursor topology = settings["defaultConfig"]["gatewayTopology"];
    if (const auto proxies = topology["numTrustedProxies"].integer(0, kMostProxies)) {
        mesh.num_trusted_proxies = static_cast<int>(*proxies);
    }
    if (const yaml::Cursor aliases = settings["trustDomainAliases"]; aliases.present()) {
        mesh.trust_domain_aliases = read_strings(aliases);
    }
    for (const yaml::Cursor& item : settings["discoverySelectors"].items()) {
        mesh.discovery_selectors.push_back(kubernetes::read_label_selector(item));
    }
    for (const yaml::Cursor& item : settings["extensionProviders"].items()) {
        mesh.extension_providers.push_back(read_provider(item));
    }
}

void read_istio_operator(const yaml::Cursor& object, Security& security) {
    const yaml::Cursor spec = object["spec"];
    const yaml::Cursor values = spec["values"];
    const bool is_first = security.mesh.origin.line == 0;
    if (const yaml::Cursor settings = spec["meshConfig"]; settings.present()) {
        take_mesh_config(settings, settings.origin(), security.mesh);
    }
    if (is_first && spec["meshConfig"]["rootNamespace"].node() == nullptr) { // as the charts have it
        set_if(security.mesh.root_namespace, values["global"]["istioNamespace"].string());
    }
    read_injection_settings(values, security.injection);
}

bool is_mesh_config_map(const yaml::Cursor& object) {
    const std::string name = object["metadata"]["name"].string().value_or("");
    return (name == "istio" || name.starts_with("istio-")) && object["data"][kMapKey].present();
}

void read_mesh_config_map(const yaml::Cursor& object, Security& security) {
    const yaml::Cursor text = object["data"][kMapKey];
    if (text.node() == nullptr || !text.node()->is_scalar()) {
        return text.report_type("a text");
    }
    for (const yaml::Document& document : read_text_of(text)) {
        const yaml::Cursor settings(document, text.diagnostics());
        if (document.root.is_mapping()) {
            take_mesh_config(settings, text.origin(), security.mesh);
        } else {
            settings.report_type("a mapping");
        }
    }
}

void read_injection_settings(const yaml::Cursor& values, InjectionSettings& settings) {
    const yaml::Cursor webhook = values["sidecarInjectorWebhook"];
    set_if(settings.namespaces_by_default, webhook["enableNamespacesByDefault"].boolean());
    for (const yaml::Cursor& item : webhook["neverInjectSelector"].items()) {
        settings.never.push_back(kubernetes::read_label_selector(item));
    }
    for (const yaml::Cursor& item : webhook["alwaysInjectSelector"].items()) {
        settings.always.push_back(kubernetes::read_label_selector(item));
    }
    if (const auto policy = values["global"]["proxy"]["autoInject"].string()) {
        using Policy = InjectionSettings::Policy;
        settings.policy = *policy == "enabled"    ? Policy::Enabled
                          : *policy == "disabled" ? Policy::Disabled
                                                  : Policy::Invalid;
    }
}

} // namespace meshcast::istio
