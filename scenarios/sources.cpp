#include "scenarios/sources.h"

#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace meshcast {

namespace fs = std::filesystem;

namespace {

std::string identity(const std::string& path) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(path, error);
    return error ? path : canonical.string();
}

} // namespace

std::span<const SourceFile> Sources::add(std::span<const std::string> paths, Diagnostics& diagnostics) {
    const std::size_t known = files_.size();
    for (SourceFile& file : collect_files(paths, diagnostics)) {
        std::string id = identity(file.name);
        if (std::ranges::find(identities_, id) == identities_.end()) {
            identities_.push_back(std::move(id));
            paths_.push_back(file.name);
            files_.push_back({display_name(file.name), std::move(file.text)});
        }
    }
    return std::span(files_).subspan(known);
}

std::vector<SourceFile> Sources::all(std::span<const std::string> paths, Diagnostics& diagnostics) {
    std::vector<SourceFile> files;
    for (SourceFile& file : collect_files(paths, diagnostics)) {
        Diagnostics reported_above;
        if (const SourceFile* kept = read(file.name, reported_above)) {
            files.push_back(*kept);
        }
    }
    return files;
}

const SourceFile* Sources::read(const std::string& path, Diagnostics& diagnostics) {
    const auto known = std::ranges::find(identities_, identity(path));
    if (known != identities_.end()) {
        return &files_[static_cast<std::size_t>(known - identities_.begin())];
    }
    std::error_code error;
    if (fs::is_directory(path, error)) {
        diagnostics.add(message::FileUnreadable, {path, 0, 0},
                        fill(message::FileUnreadable, path, "a folder, not a file"));
        return nullptr;
    }
    const auto added = add(std::span(&path, 1), diagnostics);
    return added.size() == 1 ? &added.front() : nullptr;
}

std::vector<std::string> Sources::names() const {
    std::vector<std::string> names;
    for (const SourceFile& file : files_) {
        names.push_back(file.name);
    }
    return names;
}

std::string Sources::path_of(const std::string& name) const {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (files_[i].name == name) {
            return paths_[i];
        }
    }
    return {};
}

std::string display_name(const std::string& path) {
    const std::string root = (data_dir() / "").string();
    return path.starts_with(root) ? path.substr(root.size()) : path;
}

} // namespace meshcast
