#include "tests/scenarios/analysis/findings_of.h"

#include "scenarios/analysis/analyzers.h"
#include "scenarios/yaml/reader.h"

#include <gtest/gtest.h>

namespace meshcast::analysis {

namespace {

std::vector<Diagnostic> run(const std::string& name, const std::string& manifests,
                            const std::string& mesh_config, long now) {
    Diagnostics reading;
    const std::vector<yaml::Document> documents = yaml::read_documents(manifests, "app.yaml", reading);
    EXPECT_FALSE(reading.has_errors()) << to_string(reading.items().front());
    const Imported model = import_documents(documents, reading);
    InputOptions options;
    if (now != 0) {
        options.now = now;
    }
    if (!mesh_config.empty()) {
        options.mesh_config = yaml::read_documents(mesh_config, "mesh.yaml", reading).front();
    }
    const Input input(documents, model, options);
    const Analyzer* analyzer = find_analyzer(name);
    EXPECT_NE(analyzer, nullptr) << name;
    Diagnostics found;
    if (analyzer != nullptr) {
        analyzer->run(input, found);
    }
    return found.sorted();
}

} // namespace

std::vector<std::string> findings_of(const std::string& analyzer, const std::string& manifests,
                                     const std::string& mesh_config, long now) {
    std::vector<std::string> result;
    for (const Diagnostic& finding : run(analyzer, manifests, mesh_config, now)) {
        result.push_back(std::string(finding.code()) + " " + finding.resource);
    }
    return result;
}

std::vector<std::string> texts_of(const std::string& analyzer, const std::string& manifests) {
    std::vector<std::string> result;
    for (const Diagnostic& finding : run(analyzer, manifests, "", 0)) {
        result.push_back(finding.text);
    }
    return result;
}

} // namespace meshcast::analysis
