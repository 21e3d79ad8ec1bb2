#include "tests/corpus/suite_injection.h"

#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/object.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/yaml/reader.h"
#include "sim/policy/injection/istio_sidecar.h"
#include "sim/policy/injection/linkerd.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "injection";
constexpr std::string_view kDefaultWebhook = "istiod"; // that of revision R is called istiod-R

Labels labels_of(const Json& object, const char* key) {
    Labels labels;
    if (object.contains(key) && object[key].is_object()) {
        for (const auto& [name, value] : object[key].items()) {
            labels[name] = value.get<std::string>();
        }
    }
    return labels;
}

std::vector<LabelSelector> selectors_of(const Json& object, const char* key) {
    std::vector<LabelSelector> selectors;
    const Json list = object.value(key, Json::array());
    for (const Json& item : list) {
        LabelSelector& selector = selectors.emplace_back();
        selector.labels = labels_of(item, "matchLabels");
        const Json expressions = item.value("matchExpressions", Json::array());
        for (const Json& expression : expressions) {
            selector.expressions.push_back({text_of(expression, "key"), text_of(expression, "operator"),
                                            expression.value("values", std::vector<std::string>())});
        }
    }
    return selectors;
}

// --- Istio

std::string webhook_answer(const Json& test) {
    InjectionSettings settings;
    settings.revisions = {std::string(kDefaultRevision), "canary"};
    settings.namespaces_by_default =
        text_of(test, "mode").find("enableNamespacesByDefault=true") != std::string::npos;
    Namespace name_space;
    name_space.metadata.name = "test";
    name_space.metadata.labels = labels_of(test, "namespaceLabels");
    Workload workload;
    workload.metadata.name_space = name_space.metadata.name;
    workload.pod.labels = labels_of(test, "podLabels");
    const InjectionDecision decision = istio_webhook(settings, &name_space, workload);
    if (!decision.injected) {
        return Json().dump();
    }
    const bool is_default = decision.revision == kDefaultRevision;
    return Json(std::string(kDefaultWebhook) + (is_default ? "" : "-" + decision.revision)).dump();
}

std::string injector_answer(const Json& test) {
    using Policy = InjectionSettings::Policy;
    InjectionSettings settings;
    const std::string policy = text_of(test, "policy");
    settings.policy = policy == "enabled"    ? Policy::Enabled
                      : policy == "disabled" ? Policy::Disabled
                                             : Policy::Invalid;
    settings.never = selectors_of(test, "neverInjectSelector");
    settings.always = selectors_of(test, "alwaysInjectSelector");
    Workload workload;
    workload.metadata.name_space = text_of(test, "namespace");
    workload.pod.labels = labels_of(test, "labels");
    workload.pod.annotations = labels_of(test, "annotations");
    workload.pod.host_network = test.value("hostNetwork", false);
    return Json(istio_injector(settings, workload).injected).dump();
}

// --- Linkerd

/// The pod template of whatever makes pods; nothing for other kinds.
std::optional<Workload> workload_in(const kubernetes::Object& object, Diagnostics& diagnostics) {
    const yaml::Cursor cursor = object.cursor(diagnostics);
    const yaml::Cursor job = cursor["spec"]["jobTemplate"]["spec"]["template"];
    const yaml::Cursor own = job.present() ? job : cursor["spec"]["template"];
    if (object.kind != "Pod" && !own.present()) {
        return std::nullopt;
    }
    Workload workload;
    workload.metadata.name = object.name;
    workload.metadata.name_space = object.name_space;
    workload.pod = kubernetes::read_pod_template(object.kind == "Pod" ? cursor : own);
    return workload;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

struct ManifestFile {
    ManifestFile(const std::filesystem::path& file)
        : documents(yaml::read_documents(read_text(file), file.filename().string(), diagnostics)),
          objects(kubernetes::find_objects(documents, diagnostics)) {}

    Diagnostics diagnostics;
    std::vector<yaml::Document> documents;
    std::vector<kubernetes::Object> objects;
};

/// Whether `linkerd inject` gives the object a proxy, or asks the webhook for one.
std::string command_answer(const std::filesystem::path& file, const std::string& kind,
                           const std::string& name) {
    ManifestFile input(file);
    for (const kubernetes::Object& object : input.objects) {
        if (object.kind == kind && object.name == name) {
            const auto workload = workload_in(object, input.diagnostics);
            const bool injected =
                workload && linkerd_injection(LinkerdInjector::Command, nullptr, *workload).injected;
            return injected ? "injected" : "skipped";
        }
    }
    return "not found";
}

/// Whether the webhook injects pods without annotations into a Namespace as the command left it.
std::string namespace_answer(const std::filesystem::path& golden, const std::string& name) {
    ManifestFile output(golden);
    for (const kubernetes::Object& object : output.objects) {
        if (object.kind == "Namespace" && object.name == name) {
            Namespace name_space;
            name_space.metadata = kubernetes::read_metadata(object.cursor(output.diagnostics), false).value();
            Workload workload;
            workload.metadata.name_space = name;
            return linkerd_injection(LinkerdInjector::Webhook, &name_space, workload).injected ? "injected"
                                                                                               : "skipped";
        }
    }
    return "not found";
}

std::string expected_of(const Json& object) {
    const auto asks = [&](const char* key) {
        const std::string value = text_of(object, key);
        return value == "enabled" || value == "ingress";
    };
    const bool proxy = object.contains("hasProxyContainer") && object["hasProxyContainer"].is_boolean() &&
                       object["hasProxyContainer"].get<bool>();
    const bool is_namespace = text_of(object, "kind") == "Namespace";
    return proxy || asks(is_namespace ? "objectInjectAnnotation" : "podTemplateInjectAnnotation") ? "injected"
                                                                                                  : "skipped";
}

/// Lines as `deployment "web" injected` of what the command prints; lines of kinds that make no pods are
/// nobody's business here.
std::string report_lines(const std::string& text, const std::vector<std::string>& kinds) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        const bool verdict = line.ends_with(" injected") || line.ends_with(" skipped");
        const std::string kind = line.substr(0, line.find(' '));
        if (verdict && std::ranges::find(kinds, kind) != kinds.end()) {
            lines.push_back(line);
        }
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
}

struct Verdicts {
    std::vector<std::string> kinds; // lower case, of what makes pods
    std::string text;
};

Verdicts verdicts_on(const std::filesystem::path& file) {
    ManifestFile input(file);
    Verdicts verdicts;
    for (const kubernetes::Object& object : input.objects) {
        if (const auto workload = workload_in(object, input.diagnostics)) {
            const bool injected = linkerd_injection(LinkerdInjector::Command, nullptr, *workload).injected;
            verdicts.kinds.push_back(lower(object.kind));
            verdicts.text += fmt::format("{}{} \"{}\" {}", verdicts.text.empty() ? "" : "\n",
                                         lower(object.kind), object.name, injected ? "injected" : "skipped");
        }
    }
    return verdicts;
}

void add_linkerd(const std::filesystem::path& folder, std::vector<Case>& cases) {
    const Json document = Json::parse(read_text(folder / "cases.json"));
    for (const Json& test : document.at("cases")) {
        const std::string input = text_of(test, "input");
        const std::string golden = text_of(test, "golden");
        const Json objects = test.value("golden objects", Json::array());
        for (const Json& object : objects) {
            const std::string kind = text_of(object, "kind");
            const std::string name = text_of(object, "name");
            cases.push_back({fmt::format("linkerd-cli/{} {} {}", input, kind, name), expected_of(object),
                             [folder, input, golden, kind, name] {
                                 return kind == "Namespace" ? namespace_answer(folder / golden, name)
                                                            : command_answer(folder / input, kind, name);
                             }});
        }
        if (const std::string report = text_of(test, "report"); !report.empty()) {
            cases.push_back({fmt::format("linkerd-cli/{}", report),
                             report_lines(read_text(folder / report), verdicts_on(folder / input).kinds),
                             [folder, input] { return verdicts_on(folder / input).text; }});
        }
    }
}

} // namespace

std::vector<Case> injection_cases(const std::filesystem::path& root) {
    const std::filesystem::path folder = root / kFolder;
    std::vector<Case> cases;
    const auto add = [&](const char* file, const char* expected, std::string (*answer)(const Json&)) {
        if (!std::filesystem::exists(folder / file)) {
            return;
        }
        const Json document = Json::parse(read_text(folder / file));
        for (const Json& test : document.at("cases")) {
            cases.push_back({fmt::format("{} {}", file, test.at("id").get<std::string>()),
                             test.at(expected).dump(), [test, answer] { return answer(test); }});
        }
    };
    add("istio-webhook-selectors.json", "injectedBy", webhook_answer);
    add("istio-inject-required.json", "inject", injector_answer);
    if (std::filesystem::exists(folder / "linkerd-cli" / "cases.json")) {
        add_linkerd(folder / "linkerd-cli", cases);
    }
    return cases;
}

} // namespace meshcast::corpus
