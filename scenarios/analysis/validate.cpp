#include "scenarios/analysis/validate.h"

#include "scenarios/analysis/analyzers.h"
#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"
#include "scenarios/load/gather.h"
#include "scenarios/load/graphs.h"
#include "scenarios/yaml/reader.h"

#include <algorithm>
#include <array>

namespace meshcast {

namespace {

using analysis::Input;

/// What the importer says of Istio's objects and the analyzers say better.
bool is_said_better(const Diagnostic& finding, const analysis::Object* object) {
    constexpr std::array kReferences{&message::RouteHostMissing, &message::SubsetMissing,
                                     &message::GatewayMissing, &message::SubsetSelectsNothing,
                                     &message::RoutePortMissing};
    return finding.message == &message::UnmodelledObject ||
           (object != nullptr && object->group == "networking.istio.io" &&
            std::ranges::find(kReferences, finding.message) != kReferences.end());
}

/// The object that a line of a file belongs to: the last that begins before it.
const analysis::Object* object_at(const Input& input, const Origin& where) {
    const analysis::Object* found = nullptr;
    for (const analysis::Object& object : input.objects()) {
        const Origin begin = object.origin();
        if (!object.assumed && begin.file == where.file && begin.line <= where.line &&
            (found == nullptr || begin.line > found->origin().line)) {
            found = &object;
        }
    }
    return found;
}

/// "IST0103, IST0108" or "*"; our own codes do too.
bool is_suppressed(const analysis::Object& object, const Message& message) {
    std::string_view list = analysis::label(object.annotations, "galley.istio.io/analyze-suppress");
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view code = list.substr(0, comma);
        code.remove_prefix(std::min(code.find_first_not_of(' '), code.size()));
        code = code.substr(0, code.find(' '));
        if (code == "*" || code == message.code || (!code.empty() && code == message.istio)) {
            return true;
        }
        list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    }
    return false;
}

std::optional<yaml::Document> read_mesh_config(const std::string& path, Sources& sources,
                                               Diagnostics& diagnostics) {
    if (path.empty()) {
        return std::nullopt;
    }
    const SourceFile* file = sources.read(path, diagnostics);
    if (file == nullptr) {
        return std::nullopt;
    }
    std::vector<yaml::Document> documents = yaml::read_documents(file->text, file->name, diagnostics);
    return documents.empty() ? std::nullopt : std::optional(std::move(documents.front()));
}

void run_analyzers(const Input& input, const std::vector<std::string>& names, Diagnostics& diagnostics) {
    for (const analysis::Analyzer& analyzer : analysis::analyzers()) {
        const bool wanted =
            names.empty() ? analyzer.by_default : std::ranges::find(names, analyzer.name) != names.end();
        if (wanted) {
            analyzer.run(input, diagnostics);
        }
    }
}

} // namespace

Validated validate_files(const ValidateRequest& request) {
    Diagnostics found;
    Sources sources;
    Gathered gathered = gather(request.paths, sources, found);
    if (gathered.scenario) {
        ScenarioDocument document;
        read_scenario_document(*gathered.scenario, document, found);
        gather_included(document.include, gathered, sources, found);
    }
    split_graphs(gathered.manifests); // isotope graphs are no objects
    const Imported model = import_documents(gathered.manifests, found);
    analysis::InputOptions options;
    options.now = request.now;
    options.mesh_config = read_mesh_config(request.mesh_config, sources, found);
    const Input input(gathered.manifests, model, options);
    run_analyzers(input, request.analyzers, found);

    Diagnostics kept;
    for (Diagnostic finding : found.items()) {
        const analysis::Object* object = object_at(input, finding.where);
        if (finding.resource.empty() && object != nullptr) {
            finding.resource = object->resource();
            if (is_said_better(finding, object)) {
                continue;
            }
        }
        if (finding.message != &message::UnmodelledObject &&
            (object == nullptr || !is_suppressed(*object, *finding.message))) {
            kept.add(std::move(finding));
        }
    }
    const auto is_given = [](const analysis::Object& object) { return !object.assumed; };
    return {kept.sorted(), static_cast<std::size_t>(std::ranges::count_if(input.objects(), is_given)),
            sources.names().size()};
}

} // namespace meshcast
