#include "tests/corpus/routing.h"

#include "scenarios/yaml/reader.h"
#include "sim/policy/request_match.h"
#include "tests/corpus/files.h"

#include <fmt/format.h>

namespace meshcast::corpus {

namespace {

Imported read_all(const std::filesystem::path& folder, std::span<const std::string> files,
                  Diagnostics& diagnostics) {
    std::vector<yaml::Document> documents;
    for (const std::string& file : files) {
        auto read = yaml::read_documents(read_text(folder / file), file, diagnostics);
        std::ranges::move(read, std::back_inserter(documents));
    }
    return import_documents(documents, diagnostics);
}

} // namespace

RoutingWorld::RoutingWorld(const std::filesystem::path& folder, std::span<const std::string> files)
    : imported(read_all(folder, files, diagnostics)),
      directory(imported.topology),
      index(imported.routing, directory) {}

std::string cluster_name(const ChosenBackend& backend) {
    return fmt::format("outbound|{}|{}|{}", backend.port, backend.subset, backend.host);
}

std::string text_of(const Json& object, const char* key, const std::string& otherwise) {
    return object.contains(key) && object[key].is_string() ? object[key].get<std::string>() : otherwise;
}

int number_of(const Json& object, const char* key, int otherwise) {
    return object.contains(key) && object[key].is_number() ? object[key].get<int>() : otherwise;
}

HeaderValues headers_of(const Json& object) {
    HeaderValues headers;
    if (object.contains("headers") && object["headers"].is_object()) {
        for (const auto& [name, value] : object["headers"].items()) {
            headers.emplace_back(name, value.get<std::string>());
        }
    }
    return headers;
}

std::string value_of(const HeaderValues& headers, const std::string& name) {
    RequestFacts holder;
    holder.headers = headers;
    return header_of(holder, name).value_or("");
}

std::vector<std::string> workloads_behind(const RoutingWorld& world, const ChosenBackend& backend) {
    std::vector<std::string> names;
    if (backend.known != nullptr && backend.known->service != nullptr) {
        for (const std::size_t i : world.directory.selected(*backend.known->service)) {
            names.push_back(world.imported.topology.workloads[i].metadata.name);
        }
    }
    return names;
}

} // namespace meshcast::corpus
