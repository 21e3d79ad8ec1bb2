#pragma once

#include "scenarios/import/kubernetes.h"
#include "sim/policy/network/network_decision.h"
#include "tests/corpus/routing.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace meshcast::corpus {

/// Objects of some files; a case may still change them before policies are looked at.
Imported import_files(const std::filesystem::path& folder, std::span<const std::string> files);

/// "TCP", "udp", ...; nullopt: ICMP.
std::optional<Transport> transport_of(const std::string& name);

/// Labels a JSON object lists.
Labels labels_of(const Json& object);

/// A namespace's labels, declared or not.
Labels& labels_of_namespace(Topology& topology, const std::string& name);

/// The place of the pod "namespace/name" among the workloads; throws where there is none.
std::size_t pod_named(const Topology& topology, const std::string& name);

/// A truth table of a suite: for each source pod a string with one sign a destination.
struct TruthTable {
    std::vector<std::string> columns;
    Json rows; // source pod -> signs

    /// As text, a line a row, loopback and signs that say nothing as "*".
    std::string expected() const;

    /// The same of our own signs.
    std::string actual(const std::function<char(const std::string& from, const std::string& to)>& sign) const;
};

} // namespace meshcast::corpus
