#include "scenarios/load/gather.h"

#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/document_header.h"
#include "scenarios/yaml/reader.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>
#include <utility>

namespace meshcast {

namespace fs = std::filesystem;

namespace {

/// A shipped scenario's file for its name; every other path as it is. nullopt: reported.
std::optional<std::string> resolve(const std::string& path, Diagnostics& diagnostics) {
    std::error_code error;
    const bool bare_word =
        path != "-" && !looks_like_path(path) && path.find_first_of("*?[") == std::string::npos;
    if (!bare_word || fs::exists(path, error)) {
        return path;
    }
    if (const auto shipped = shipped_file("library", path)) {
        return shipped->string();
    }
    diagnostics.add(message::FileUnreadable, {path, 0, 0},
                    fill(message::FileUnreadable, path, "no such file, and no shipped scenario of that name"),
                    did_you_mean(path, shipped_names("library")));
    return std::nullopt;
}

void take_meshcast(yaml::Document document, const std::string& path, Gathered& gathered,
                   Diagnostics& diagnostics) {
    const Origin where = document.origin(document.root);
    const std::string_view kind = document_kind(document.root);
    if (kind == "Scenario") {
        if (gathered.scenario) {
            const Origin first = gathered.scenario->origin(gathered.scenario->root);
            diagnostics.add(message::SeveralScenarios, where,
                            fill(message::SeveralScenarios, fmt::format("{}:{}", first.file, first.line)));
            return;
        }
        gathered.scenario = std::move(document);
        gathered.scenario_path = path;
    } else if (kind == "DataPlane" || kind == "Prices") {
        diagnostics.add(message::WrongDocument, where,
                        fill(message::WrongDocument, kind, "Scenario or manifest"),
                        kind == "DataPlane" ? "give a plane profile with --planes FILE"
                                            : "give a price list with --prices FILE");
    } else {
        diagnostics.add(message::UnknownDocument, where, fill(message::UnknownDocument, "kind", kind),
                        did_you_mean(kind, std::vector<std::string>{"Scenario", "DataPlane", "Prices"}));
    }
}

void take_included(const SourceFile& file, Gathered& gathered, Diagnostics& diagnostics) {
    for (yaml::Document& document : yaml::read_documents(file.text, file.name, diagnostics)) {
        if (!is_meshcast_document(document.root)) {
            gathered.manifests.push_back(std::move(document));
            continue;
        }
        diagnostics.add(message::WrongDocument, document.origin(document.root),
                        fill(message::WrongDocument, document_kind(document.root), "manifest"),
                        "include manifests only");
    }
}

} // namespace

Gathered gather(std::span<const std::string> paths, Sources& sources, Diagnostics& diagnostics) {
    Gathered gathered;
    std::vector<std::string> resolved;
    for (const std::string& path : paths) {
        if (auto real = resolve(path, diagnostics)) {
            resolved.push_back(*std::move(real));
        }
    }
    for (const SourceFile& file : sources.add(resolved, diagnostics)) {
        for (yaml::Document& document : yaml::read_documents(file.text, file.name, diagnostics)) {
            if (is_meshcast_document(document.root)) {
                take_meshcast(std::move(document), sources.path_of(file.name), gathered, diagnostics);
            } else {
                gathered.manifests.push_back(std::move(document));
            }
        }
    }
    return gathered;
}

void gather_included(std::span<const Reference> includes, Gathered& gathered, Sources& sources,
                     Diagnostics& diagnostics) {
    const fs::path folder = fs::path(gathered.scenario_path).parent_path();
    for (const Reference& include : includes) {
        const std::string path = (folder / include.text).string();
        Diagnostics found;
        const auto files = sources.add(std::span(&path, 1), found);
        for (const Diagnostic& diagnostic : found.items()) {
            diagnostics.add(*diagnostic.message, include.origin, diagnostic.text, diagnostic.hint);
        }
        for (const SourceFile& file : files) {
            take_included(file, gathered, diagnostics);
        }
    }
}

void gather_manifests(std::span<const std::string> paths, Gathered& gathered, Sources& sources,
                      Diagnostics& diagnostics) {
    for (const SourceFile& file : sources.add(paths, diagnostics)) {
        take_included(file, gathered, diagnostics);
    }
}

} // namespace meshcast
