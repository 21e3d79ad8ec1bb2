#include "scenarios/load/replay.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/load/replay_reader.h"

#include <filesystem>

namespace meshcast {

namespace fs = std::filesystem;

namespace {

const SourceFile* find_file(const ReplayFile& replay, const std::string& scenario_path, Sources& sources,
                            Diagnostics& diagnostics) {
    const std::string path = (fs::path(scenario_path).parent_path() / replay.path).string();
    Diagnostics found;
    const SourceFile* file = nullptr;
    std::error_code error;
    if (fs::exists(path, error)) { // else a glob, or standard input
        file = sources.read(path, found);
    } else {
        found.add(message::FileUnreadable, {}, fill(message::FileUnreadable, path, "no such file"));
    }
    for (const Diagnostic& diagnostic : found.items()) {
        diagnostics.add(*diagnostic.message, replay.origin, diagnostic.text, diagnostic.hint);
    }
    return file;
}

} // namespace

void read_replays(std::span<Traffic> traffic, const std::string& scenario_path, Sources& sources,
                  Diagnostics& diagnostics) {
    for (Traffic& source : traffic) {
        if (source.replay.path.empty()) {
            continue;
        }
        if (const SourceFile* file = find_file(source.replay, scenario_path, sources, diagnostics)) {
            source.pattern = read_replay(file->text, file->name, diagnostics);
        }
    }
}

} // namespace meshcast
