#include "scenarios/planes/profile_reader.h"

#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/planes/profile_schema.h"
#include "scenarios/schema/document_file.h"
#include "scenarios/schema/document_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace meshcast {

namespace fs = std::filesystem;

namespace {

/// One reading of a profile, with everything it extends.
class ProfileReader {
  public:
    ProfileReader(Sources& sources, Diagnostics& diagnostics)
        : sources_(sources), diagnostics_(diagnostics) {}

    std::optional<PlaneDocument> read(const std::string& name, const Origin& asked_by,
                                      const fs::path& folder = {}) {
        const std::optional<std::string> path = find(name, asked_by, folder);
        if (!path || extends_itself(*path, asked_by)) {
            return std::nullopt;
        }
        const auto document = read_single_document(*path, sources_, diagnostics_);
        if (!document) {
            return std::nullopt;
        }
        chain_.push_back(display_name(*path));
        return read_document(*document, fs::path(*path).parent_path());
    }

  private:
    std::optional<std::string> find(const std::string& name, const Origin& asked_by, const fs::path& folder) {
        if (looks_like_path(name)) {
            return (folder / name).string();
        }
        if (const auto shipped = shipped_file("planes", name)) {
            return shipped->string();
        }
        const std::vector<std::string> known = shipped_names("planes");
        const std::string hint = did_you_mean(name, known);
        diagnostics_.add(message::UnknownPlane, asked_by, fill(message::UnknownPlane, name),
                         hint.empty() ? fmt::format("shipped planes are {}", fmt::join(known, ", ")) : hint);
        return std::nullopt;
    }

    bool extends_itself(const std::string& path, const Origin& asked_by) {
        const std::string name = display_name(path);
        if (std::ranges::find(chain_, name) == chain_.end()) {
            return false;
        }
        chain_.push_back(name);
        diagnostics_.add(message::ExtendsItself, asked_by,
                         fill(message::ExtendsItself, name, fmt::format("{}", fmt::join(chain_, " -> "))));
        return true;
    }

    std::optional<PlaneDocument> read_document(const yaml::Document& document, const fs::path& folder) {
        ReadContext context(document.file, diagnostics_);
        if (!check_header(context, document.root, "DataPlane")) {
            return std::nullopt;
        }
        PlaneDocument plane;
        const yaml::Node* base = document.root.find("extends");
        if (base != nullptr && base->is_scalar()) {
            auto extended = read(base->text, context.origin(*base), folder);
            if (!extended) {
                return std::nullopt;
            }
            plane = *std::move(extended);
        }
        if (!Codec<PlaneDocument>::read(context, document.root, plane)) {
            return std::nullopt;
        }
        plane.origin = context.origin(document.root);
        return finish(std::move(plane));
    }

    /// Fills in what may be left out, and checks what no single field can know.
    std::optional<PlaneDocument> finish(PlaneDocument plane) {
        plane.title = plane.title.empty() ? plane.name : plane.title;
        for (ProxyProfile& proxy : plane.proxies) {
            proxy.title = proxy.title.empty() ? proxy.name : proxy.title;
        }
        bool good = true;
        for (const PathStation& station : plane.path) {
            good &= check_station(plane, station);
        }
        return good ? std::optional(std::move(plane)) : std::nullopt;
    }

    bool check_station(const PlaneDocument& plane, const PathStation& station) {
        std::vector<std::string> names;
        for (const ProxyProfile& proxy : plane.proxies) {
            names.push_back(proxy.name);
            if (proxy.name != station.proxy) {
                continue;
            }
            if ((station.at == PathSide::Waypoint) == (proxy.placement == Placement::Waypoint)) {
                return true;
            }
            diagnostics_.add(
                message::FieldsConflict, plane.origin,
                fill(message::FieldsConflict, "path",
                     fmt::format(
                         "proxies placed at waypoints, and no others, stand \"at: waypoint\"; not so \"{}\"",
                         proxy.name)));
            return false;
        }
        const std::string hint = did_you_mean(station.proxy, names);
        diagnostics_.add(message::UnknownProxy, plane.origin,
                         fill(message::UnknownProxy, "path", station.proxy),
                         hint.empty() ? fmt::format("proxies are {}", fmt::join(names, ", ")) : hint);
        return false;
    }

    Sources& sources_;
    Diagnostics& diagnostics_;
    std::vector<std::string> chain_; // of files being read, each extending the next
};

} // namespace

std::vector<DataPlane> shipped_planes(Sources& sources, Diagnostics& diagnostics) {
    std::vector<PlaneDocument> documents;
    for (const std::string& name : shipped_names("planes")) {
        if (auto document = ProfileReader(sources, diagnostics).read(name, {})) {
            documents.push_back(*std::move(document));
        }
    }
    std::ranges::sort(documents, [](const PlaneDocument& a, const PlaneDocument& b) {
        return std::tie(a.order, a.name) < std::tie(b.order, b.name);
    });
    return {documents.begin(), documents.end()};
}

std::vector<DataPlane> shipped_planes(Diagnostics& diagnostics) {
    Sources sources;
    return shipped_planes(sources, diagnostics);
}

std::optional<DataPlane> read_plane(const std::string& name_or_path, Sources& sources,
                                    Diagnostics& diagnostics, const Origin& asked_by) {
    return ProfileReader(sources, diagnostics).read(name_or_path, asked_by);
}

std::optional<DataPlane> read_plane(const std::string& name_or_path, Diagnostics& diagnostics) {
    Sources sources;
    return read_plane(name_or_path, sources, diagnostics);
}

} // namespace meshcast
