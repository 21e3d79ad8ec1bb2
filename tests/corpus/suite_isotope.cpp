#include "tests/corpus/suite_isotope.h"

#include "scenarios/import/isotope_model.h"
#include "scenarios/yaml/reader.h"
#include "tests/corpus/files.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace meshcast::corpus {

namespace {

struct Counts {
    std::size_t services = 0;
    std::size_t replicas = 0;
    std::size_t calls = 0;
    std::size_t entrypoints = 0;
};

std::string describe(const Counts& counts) {
    return fmt::format("{} services, {} replicas, {} calls, {} entry points", counts.services,
                       counts.replicas, counts.calls, counts.entrypoints);
}

std::size_t calls_written(const YAML::Node& script) {
    std::size_t calls = 0;
    for (const YAML::Node& step : script) {
        calls += step.IsSequence() ? calls_written(step) : step["call"] ? 1 : 0;
    }
    return calls;
}

/// By yaml-cpp alone, with nothing of ours in between.
Counts count_written(const std::string& text) {
    const YAML::Node graph = YAML::Load(text);
    const YAML::Node defaults = graph["defaults"];
    const auto value = [&](const YAML::Node& service, const char* key) {
        return service[key] ? service[key] : defaults ? defaults[key] : YAML::Node(YAML::NodeType::Undefined);
    };
    Counts counts;
    for (const YAML::Node& service : graph["services"]) {
        ++counts.services;
        const YAML::Node replicas = value(service, "numReplicas");
        counts.replicas += replicas ? replicas.as<std::size_t>() : 1;
        if (const YAML::Node script = value(service, "script")) {
            counts.calls += calls_written(script);
        }
        if (service["isEntrypoint"] && service["isEntrypoint"].as<bool>()) {
            ++counts.entrypoints;
        }
    }
    return counts;
}

std::size_t calls_in(const std::vector<Step>& steps) {
    std::size_t calls = 0;
    for (const Step& step : steps) {
        if (const auto* parallel = std::get_if<Parallel>(&step.action)) {
            calls += calls_in(parallel->branches);
        }
        calls += std::holds_alternative<Call>(step.action) ? 1 : 0;
    }
    return calls;
}

std::string import(const std::string& text, const std::string& name) {
    Diagnostics diagnostics;
    const auto documents = yaml::read_documents(text, name, diagnostics);
    if (documents.size() != 1 || !is_isotope(documents.front().root)) {
        return "not recognised as a service graph";
    }
    const IsotopeModel model = import_isotope(documents.front(), diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity() == Severity::Error) {
            return to_string(diagnostic);
        }
    }
    Counts counts;
    counts.services = model.topology.services.size();
    counts.entrypoints = model.entrypoints.size();
    for (const Workload& workload : model.topology.workloads) {
        counts.replicas += static_cast<std::size_t>(workload.replicas);
    }
    for (const Behavior& behavior : model.behaviors) {
        for (const Operation& operation : behavior.operations) {
            counts.calls += calls_in(operation.script);
        }
    }
    return describe(counts);
}

} // namespace

std::vector<Case> isotope_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "isotope")) {
        const std::string name = name_below(root, file);
        const std::string text = read_text(file);
        cases.push_back({name, describe(count_written(text)), [text, name] { return import(text, name); }});
    }
    return cases;
}

} // namespace meshcast::corpus
