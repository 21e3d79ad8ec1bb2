#include "tests/corpus/suite_analyze.h"

#include "scenarios/analysis/analyzers.h"
#include "scenarios/analysis/validation/validate_objects.h"
#include "scenarios/yaml/reader.h"
#include "tests/corpus/files.h"
#include "tests/corpus/import.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace meshcast::corpus {

namespace {

using nlohmann::json;

constexpr std::string_view kSchemaAnalyzer = "schema.ValidationAnalyzer.";
constexpr std::int64_t kStartOf2026 = 1767225600;

std::vector<yaml::Document> documents_of(const std::filesystem::path& file, Diagnostics& diagnostics) {
    return yaml::read_documents(read_text(file), file.filename().string(), diagnostics);
}

std::optional<yaml::Document> first_document(const std::filesystem::path& folder, const json& name) {
    if (!name.is_string()) {
        return std::nullopt;
    }
    Diagnostics ignored;
    std::vector<yaml::Document> documents = documents_of(folder / name.get<std::string>(), ignored);
    return documents.empty() ? std::nullopt : std::optional(std::move(documents.front()));
}

std::string sorted_lines(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines) {
        text += (text.empty() ? "" : "\n") + line;
    }
    return text.empty() ? "nothing" : text;
}

/// `schema.ValidationAnalyzer.KIND` is istioctl's name for what we have one analyzer for.
void run_named(const std::string& name, const analysis::Input& input, Diagnostics& found) {
    if (name.starts_with(kSchemaAnalyzer)) {
        Diagnostics all;
        analysis::find_analyzer("object-validation")->run(input, all);
        analysis::find_analyzer("unreachable-rules")->run(input, all);
        const std::string kind = name.substr(kSchemaAnalyzer.size()) + " ";
        for (const Diagnostic& finding : all.items()) {
            if (finding.resource.starts_with(kind)) {
                found.add(finding);
            }
        }
        return;
    }
    const analysis::Analyzer* analyzer = analysis::find_analyzer(name);
    if (analyzer == nullptr) {
        throw std::runtime_error("no analyzer " + name);
    }
    analyzer->run(input, found);
}

std::string analyze(const std::filesystem::path& folder, const json& test) {
    Diagnostics reading;
    std::vector<yaml::Document> documents;
    for (const json& name : test.at("inputs")) {
        for (yaml::Document& document : documents_of(folder / name.get<std::string>(), reading)) {
            documents.push_back(std::move(document));
        }
    }
    const Imported model = import_documents(documents, reading);
    analysis::InputOptions options;
    options.default_namespace = "";
    options.now = kStartOf2026;
    options.mesh_config = first_document(folder, test.value("meshConfig", json()));
    options.mesh_networks = first_document(folder, test.value("meshNetworks", json()));
    const analysis::Input input(documents, model, options);
    Diagnostics found;
    run_named(test.at("analyzer").get<std::string>(), input, found);
    std::vector<std::string> lines;
    std::set<std::pair<std::string, std::string>> said; // istioctl says the same of an object once
    for (const Diagnostic& finding : found.sorted()) {
        if (said.emplace(finding.resource, std::string(finding.code()) + finding.text).second) {
            lines.push_back(fmt::format("{} {}", finding.message->istio, finding.resource));
        }
    }
    return sorted_lines(std::move(lines));
}

std::string expected_findings(const json& test) {
    std::vector<std::string> lines;
    for (const json& finding : test.at("expected")) {
        lines.push_back(fmt::format("{} {}", finding.at("code").get<std::string>(),
                                    finding.at("resource").get<std::string>()));
    }
    return sorted_lines(std::move(lines));
}

/// `wanted` where some error says so, else what the errors say.
std::string verdict_on(const yaml::Document& document, const std::string& wanted) {
    Diagnostics found;
    const Imported model;
    const analysis::Input input({&document, 1}, model, {});
    analysis::validate_objects(input, found);
    const std::string errors = errors_of(found);
    if (errors.empty()) {
        return "valid";
    }
    return !wanted.empty() && errors.find(wanted) != std::string::npos ? wanted : errors;
}

void add_documents(const std::filesystem::path& root, const std::filesystem::path& file,
                   std::vector<Case>& cases) {
    Diagnostics reading;
    const std::string name = name_below(root, file);
    const std::vector<yaml::Document> documents = documents_of(file, reading);
    cases.push_back({name, "", [errors = errors_of(reading)] { return errors; }});
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const std::string wanted = yaml::Peek(&documents[i].root)["_err"].text();
        const std::string object = yaml::Peek(&documents[i].root)["metadata"]["name"].text();
        cases.push_back({fmt::format("{}#{} {}", name, i, object), wanted.empty() ? "valid" : wanted,
                         [document = documents[i], wanted] { return verdict_on(document, wanted); }});
    }
}

} // namespace

std::vector<Case> analyze_cases(const std::filesystem::path& root) {
    const json document = json::parse(read_text(root / "analyze/cases.json"));
    const std::filesystem::path folder = root / "analyze" / document.value("filesDir", "files");
    std::vector<Case> cases;
    for (const json& test : document.at("cases")) {
        cases.push_back({test.at("id").get<std::string>(), expected_findings(test),
                         [folder, test] { return analyze(folder, test); }});
    }
    return cases;
}

std::vector<Case> validate_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "validate")) {
        add_documents(root, file, cases);
    }
    return cases;
}

} // namespace meshcast::corpus
