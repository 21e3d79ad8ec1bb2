#include "tests/corpus/network.h"

#include "scenarios/yaml/reader.h"
#include "sim/policy/selection.h"
#include "tests/corpus/files.h"

#include <algorithm>
#include <stdexcept>

namespace meshcast::corpus {

namespace {

/// Signs that are not to be scored: unknown, not probed.
bool says_nothing(char sign) {
    return sign == '?' || sign == '-';
}

} // namespace

Imported import_files(const std::filesystem::path& folder, std::span<const std::string> files) {
    Diagnostics diagnostics;
    std::vector<yaml::Document> documents;
    for (const std::string& file : files) {
        auto read = yaml::read_documents(read_text(folder / file), file, diagnostics);
        std::ranges::move(read, std::back_inserter(documents));
    }
    return import_documents(documents, diagnostics);
}

std::optional<Transport> transport_of(const std::string& name) {
    if (name == "TCP" || name == "tcp") {
        return Transport::Tcp;
    }
    if (name == "UDP" || name == "udp") {
        return Transport::Udp;
    }
    return name == "SCTP" || name == "sctp" ? std::optional(Transport::Sctp) : std::nullopt;
}

Labels labels_of(const Json& object) {
    Labels labels;
    if (object.is_object()) {
        for (const auto& [key, value] : object.items()) {
            labels[key] = value.get<std::string>();
        }
    }
    return labels;
}

Labels& labels_of_namespace(Topology& topology, const std::string& name) {
    const auto found = std::ranges::find_if(
        topology.namespaces, [&](const Namespace& space) { return space.metadata.name == name; });
    if (found != topology.namespaces.end()) {
        return found->metadata.labels;
    }
    Namespace& added = topology.namespaces.emplace_back();
    added.metadata.name = name;
    added.metadata.name_space.clear();
    return added.metadata.labels;
}

std::size_t pod_named(const Topology& topology, const std::string& name) {
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
        if (qualified_name(topology.workloads[i].metadata) == name) {
            return i;
        }
    }
    throw std::runtime_error("no pod " + name);
}

std::string TruthTable::expected() const {
    return actual([&](const std::string& from, const std::string& to) {
        const auto column = static_cast<std::size_t>(std::ranges::find(columns, to) - columns.begin());
        return rows.at(from).get<std::string>().at(column);
    });
}

std::string
TruthTable::actual(const std::function<char(const std::string& from, const std::string& to)>& sign) const {
    std::string text;
    for (const auto& [from, signs] : rows.items()) {
        const auto given = signs.get<std::string>();
        text += (text.empty() ? "" : "\n") + from + ": ";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            text += from == columns[i] || says_nothing(given.at(i)) ? '*' : sign(from, columns[i]);
        }
    }
    return text;
}

} // namespace meshcast::corpus
