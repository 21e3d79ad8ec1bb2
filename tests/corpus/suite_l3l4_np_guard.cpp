#include "tests/corpus/suite_l3l4_np_guard.h"

#include "sim/policy/network/exposed_ports.h"
#include "sim/policy/selection.h"
#include "tests/corpus/connections.h"
#include "tests/corpus/files.h"
#include "tests/corpus/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l3l4/np-guard";
constexpr const char* kExpected = "expected.json";
constexpr const char* kController = "{ingress-controller}";
constexpr std::size_t kMostShown = 20;

using Pair = std::pair<std::string, std::string>;
using Connections = std::map<Pair, std::string>; // "TCP 80"; pairs without a connection are left out

/// The tool's name: that of what makes the pods.
std::string shown_name(const Workload& workload) {
    const Workload::Owner& owner = workload.owner;
    return fmt::format("{}/{}[{}]", workload.metadata.name_space,
                       owner.name.empty() ? workload.metadata.name : owner.name,
                       owner.kind.empty() ? kind_name(workload.kind) : owner.kind);
}

std::vector<std::string> manifests_of(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    for (const std::filesystem::path& file : manifests_below(folder)) {
        if (file.filename() != kExpected) {
            files.push_back(name_below(folder, file));
        }
    }
    return files;
}

/// What is expected, with each range of addresses outside cut into the smallest that anybody speaks of.
Connections expected_connections(const Json& document, const AddressCuts& cuts) {
    Connections result;
    for (const Json& line : document.at("connections")) {
        for (const std::string& from : cuts.pieces_of(text_of(line, "src"))) {
            for (const std::string& to : cuts.pieces_of(text_of(line, "dst"))) {
                result[{from, to}] = text_of(line, "conn");
            }
        }
    }
    return result;
}

class Analysis {
  public:
    Analysis(Imported&& imported, const AddressCuts& cuts)
        : imported_(with_controller(std::move(imported))),
          directory_(imported_.topology),
          index_(imported_.security, imported_.topology, settings()),
          ranges_(index_.port_ranges()) {
        std::set<std::string> seen;
        const std::vector<NetworkPod>& pods = index_.pods().all();
        for (std::size_t i = 0; i < pods.size(); ++i) {
            const std::string name = shown_name(*pods[i].workload);
            if (i != controller() && seen.insert(name).second) {
                parties_.emplace_back(name, Party::of_pod(i));
            }
        }
        for (const auto& [name, address] : cuts.pieces()) {
            parties_.emplace_back(name, Party::outside(address));
        }
    }

    Connections connections() const {
        Connections result;
        for (const auto& [from_name, from] : parties_) {
            for (const auto& [to_name, to] : parties_) {
                if (from_name == to_name || (!from.is_pod() && !to.is_pod())) {
                    continue;
                }
                if (const std::string ports = ports_between(from, to).text(); !ports.empty()) {
                    result[{from_name, to_name}] = ports;
                }
            }
        }
        add_exposed(result);
        return result;
    }

  private:
    /// The tool matches address blocks against addresses outside only.
    static NetworkSettings settings() {
        NetworkSettings settings;
        settings.addresses_cover_pods = false;
        settings.host_network_is_selected = true;
        return settings;
    }

    /// A pod of its own in a namespace without labels.
    static Imported with_controller(Imported&& imported) {
        Workload controller;
        controller.metadata.name = "ingress-controller";
        controller.metadata.name_space = "ingress-controller-ns";
        controller.kind = WorkloadKind::Pod;
        imported.topology.workloads.push_back(std::move(controller));
        return std::move(imported);
    }

    std::size_t controller() const { return imported_.topology.workloads.size() - 1; }

    bool allowed(const Party& from, const Party& to, Transport transport, int port) const {
        const NetworkConnection connection{from, to, transport, port, nullptr};
        return decide(index_, connection).verdict == NetworkDecision::Verdict::Allowed;
    }

    ConnectionSet ports_between(const Party& from, const Party& to) const {
        ConnectionSet result;
        for (const Transport transport : {Transport::Sctp, Transport::Tcp, Transport::Udp}) {
            for (const auto& [first, last] : ranges_) {
                if (allowed(from, to, transport, first)) {
                    result.add(transport, first, last);
                }
            }
        }
        return result;
    }

    void add_exposed(Connections& result) const {
        std::map<std::string, std::set<int>> ports;
        for (const Exposure& exposure : imported_.security.exposures) {
            for (const auto& [workload, port] : exposed_ports(exposure, directory_)) {
                if (allowed(Party::of_pod(controller()), Party::of_pod(workload), Transport::Tcp, port)) {
                    ports[shown_name(imported_.topology.workloads[workload])].insert(port);
                }
            }
        }
        for (const auto& [name, numbers] : ports) {
            ConnectionSet set;
            for (const int port : numbers) {
                set.add(Transport::Tcp, port, port);
            }
            result[{kController, name}] = set.text();
        }
    }

    Imported imported_;
    Directory directory_;
    NetworkIndex index_;
    std::vector<std::pair<int, int>> ranges_;
    std::vector<std::pair<std::string, Party>> parties_;
};

std::string shown_difference(const Pair& pair, const Connections& expected, const Connections& actual) {
    const auto text = [&](const Connections& connections) {
        const auto found = connections.find(pair);
        return found == connections.end() ? std::string("nothing") : found->second;
    };
    return fmt::format("{} -> {}: {} instead of {}", pair.first, pair.second, text(actual), text(expected));
}

std::string compare(const std::filesystem::path& folder, const Json& document, const std::string& agreed) {
    const std::vector<std::string> files = manifests_of(folder);
    Imported imported = import_files(folder, files);
    AddressCuts cuts;
    for (const Json& line : document.at("connections")) {
        cuts.add(text_of(line, "src"));
        cuts.add(text_of(line, "dst"));
    }
    cuts.add(imported.security);
    const Connections expected = expected_connections(document, cuts);
    const Connections actual = Analysis(std::move(imported), cuts).connections();
    std::set<Pair> pairs;
    const bool complete = document.value("complete", true);
    for (const auto& [pair, ports] : expected) {
        pairs.insert(pair);
    }
    for (const auto& [pair, ports] : actual) {
        if (complete) {
            pairs.insert(pair);
        }
    }
    std::string text;
    std::size_t differences = 0;
    for (const Pair& pair : pairs) {
        const auto wanted = expected.find(pair);
        const auto got = actual.find(pair);
        const bool same = wanted != expected.end() && got != actual.end() && wanted->second == got->second;
        if (!same && ++differences <= kMostShown) {
            text += shown_difference(pair, expected, actual) + "\n";
        }
    }
    return differences == 0 ? agreed : fmt::format("{} differences\n{}", differences, text);
}

} // namespace

std::vector<Case> l3l4_np_guard_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    std::set<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(root / kFolder)) {
        if (std::filesystem::exists(entry.path() / kExpected)) {
            folders.insert(entry.path());
        }
    }
    for (const std::filesystem::path& folder : folders) {
        const Json document = Json::parse(read_text(folder / kExpected));
        const std::string agreed = fmt::format("{} connections", document.at("connections").size());
        cases.push_back({folder.filename().string(), agreed,
                         [folder, document, agreed] { return compare(folder, document, agreed); }});
    }
    return cases;
}

} // namespace meshcast::corpus
