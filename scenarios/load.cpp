#include "scenarios/load.h"

#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/import/kubernetes.h"
#include "scenarios/load/autoscalers.h"
#include "scenarios/load/behaviors.h"
#include "scenarios/load/call_graph.h"
#include "scenarios/load/certificates.h"
#include "scenarios/load/changes.h"
#include "scenarios/load/faults.h"
#include "scenarios/load/gateways.h"
#include "scenarios/load/gather.h"
#include "scenarios/load/graphs.h"
#include "scenarios/load/limits.h"
#include "scenarios/load/overrides.h"
#include "scenarios/load/references.h"
#include "scenarios/load/replay.h"
#include "scenarios/load/rollouts.h"
#include "scenarios/load/traffic.h"
#include "scenarios/planes/prices_reader.h"
#include "scenarios/planes/profile_reader.h"
#include "scenarios/schema/scenario_document.h"
#include "scenarios/schema/threshold.h"
#include "scenarios/yaml/reader.h"
#include "sim/policy/ingress.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

namespace meshcast {

namespace fs = std::filesystem;

namespace {

/// One loading, step by step; every step goes as far as it can and reports the rest.
class Loader {
  public:
    explicit Loader(const LoadRequest& request) : request_(request) {}

    Loaded load() {
        gathered_ = gather(request_.paths, sources_, diagnostics_);
        read_document();
        import_topology();
        apply_request();
        choose_planes();
        choose_prices();
        connect();
        enter_gateways();
        change_configuration();
        check_limits(scenario_, diagnostics_);
        scenario_.files = sources_.names();
        scenario_.digest = sources_.digest();
        return {std::move(scenario_), std::move(diagnostics_)};
    }

  private:
    /// The scenario file, or an empty one where the command line gives manifests only.
    void read_document() {
        if (!gathered_.scenario && request_.sets.empty()) {
            return;
        }
        yaml::Document document = gathered_.scenario ? *gathered_.scenario : empty_document();
        apply_overrides(request_.sets, document, diagnostics_);
        readable_ = read_scenario_document(document, document_, diagnostics_);
        scenario_ = static_cast<const Scenario&>(document_);
        read_replays(scenario_.traffic, gathered_.scenario_path, sources_, diagnostics_);
    }

    static yaml::Document empty_document() {
        Diagnostics none;
        auto documents = yaml::read_documents("{apiVersion: meshcast/v1, kind: Scenario}", "--set", none);
        return std::move(documents.front());
    }

    void import_topology() {
        gather_included(document_.include, gathered_, sources_, diagnostics_);
        std::vector<yaml::Document> graphs = split_graphs(gathered_.manifests);
        const std::size_t replaceable = gathered_.manifests.size();
        gather_manifests(request_.replacing, gathered_, sources_, diagnostics_);
        std::ranges::move(split_graphs(gathered_.manifests), std::back_inserter(graphs));
        Imported imported = import_documents(gathered_.manifests, diagnostics_, replaceable);
        scenario_.topology = std::move(imported.topology);
        scenario_.routing = std::move(imported.routing);
        scenario_.security = std::move(imported.security);
        add_declared_rollouts(std::move(imported.rollouts), scenario_);
        add_graphs(graphs, scenario_, diagnostics_);
        scenario_.unmodelled = std::move(imported.unmodelled);
        if (!document_.nodes.empty()) {
            scenario_.topology.nodes = make_nodes(document_.nodes);
        }
        if (scenario_.topology.workloads.empty() && !diagnostics_.has_errors()) {
            diagnostics_.add(message::NoWorkloads, document_.origin, std::string(message::NoWorkloads.text),
                             "give manifests beside the scenario, or name them under `include:`");
        }
    }

    static std::vector<Node> make_nodes(const std::vector<NodePool>& pools) {
        std::vector<Node> nodes;
        for (const NodePool& pool : pools) {
            for (int i = 0; i < pool.count; ++i) {
                Node node;
                node.metadata.name = pool.count == 1 ? pool.name : fmt::format("{}-{}", pool.name, i + 1);
                node.metadata.name_space.clear();
                node.metadata.origin = pool.origin;
                node.zone = pool.zones[static_cast<std::size_t>(i) % pool.zones.size()];
                node.region = pool.region;
                node.cpu = pool.cpu;
                node.memory = pool.memory;
                nodes.push_back(std::move(node));
            }
        }
        return nodes;
    }

    void apply_request() {
        if (scenario_.name.empty()) {
            scenario_.name = default_name();
        }
        scenario_.duration = request_.duration.value_or(scenario_.duration);
        scenario_.warmup = request_.warmup ? request_.warmup : scenario_.warmup;
        scenario_.seed = request_.seed.value_or(scenario_.seed);
        scenario_.replications = request_.replications.value_or(scenario_.replications);
        scenario_.max_replications =
            request_.max_replications ? request_.max_replications : scenario_.max_replications;
        scenario_.traffic =
            settle_traffic(std::move(scenario_.traffic), request_, scenario_.duration, diagnostics_);
        for (const std::string& text : request_.thresholds) {
            add_threshold(text);
        }
    }

    /// After the scenario's file, else the first file or folder of the command line.
    std::string default_name() const {
        std::string path = gathered_.scenario       ? gathered_.scenario_path
                           : request_.paths.empty() ? std::string{}
                                                    : request_.paths.front();
        while (path.ends_with('/')) {
            path.pop_back();
        }
        const std::string stem = fs::path(path).stem().string();
        return stem.empty() || stem == "-" || stem.find_first_of("*?[.") == 0 ? "scenario" : stem;
    }

    void add_threshold(const std::string& text) {
        const Origin where{"--threshold", 0, 0};
        auto parsed = parse_threshold(text);
        if (!parsed) {
            diagnostics_.add(message::BadThreshold, where,
                             fill(message::BadThreshold, parsed.error().position + 1, parsed.error().text),
                             parsed.error().hint);
            return;
        }
        parsed->origin = where;
        scenario_.thresholds.push_back(*std::move(parsed));
    }

    void choose_planes() {
        std::vector<Reference> wanted;
        for (const std::string& name : request_.planes) {
            wanted.push_back({name, {"--planes", 0, 0}});
        }
        if (wanted.empty()) {
            for (const Reference& name : document_.plane_names) {
                if (!name.text.empty()) { // empty: could not be read
                    wanted.push_back({beside_scenario(name.text), name.origin});
                }
            }
        }
        if (wanted.empty()) {
            scenario_.planes = shipped_planes(sources_, diagnostics_);
            return;
        }
        std::set<std::string> taken;
        for (const Reference& name : wanted) {
            auto plane = read_plane(name.text, sources_, diagnostics_, name.origin);
            if (plane && !taken.insert(plane->name).second) {
                diagnostics_.add(message::NameRepeated, name.origin,
                                 fill(message::NameRepeated, "plane", plane->name));
            } else if (plane) {
                scenario_.planes.push_back(*std::move(plane));
            }
        }
    }

    void choose_prices() {
        if (request_.prices.empty() && document_.prices_choice.prices) {
            scenario_.prices = *document_.prices_choice.prices;
            return;
        }
        const Reference& chosen = document_.prices_choice.name;
        const std::string name = !request_.prices.empty() ? request_.prices
                                 : !chosen.text.empty()   ? beside_scenario(chosen.text)
                                                          : std::string(kDefaultPrices);
        scenario_.prices = read_prices(name, sources_, diagnostics_, chosen.origin).value_or(Prices{});
    }

    /// A path in a scenario is relative to the scenario's file.
    std::string beside_scenario(const std::string& text) const {
        return looks_like_path(text) ? (fs::path(gathered_.scenario_path).parent_path() / text).string()
                                     : text;
    }

    /// Behaviours and the names between the parts. With a scenario that could not be read, there is little
    /// left to say.
    void connect() {
        if (!readable_ || scenario_.topology.workloads.empty()) {
            return;
        }
        const Directory directory(scenario_.topology);
        BehaviorOfWorkload behaviors =
            assign_behaviors(directory, scenario_.behaviors, scenario_.inferences, diagnostics_);
        if (scenario_.traffic.empty() && request_.needs_traffic) {
            report_no_traffic(directory, behaviors);
        }
        check_references(directory, behaviors, scenario_, diagnostics_);
        check_faults(directory, scenario_, diagnostics_);
        check_certificates(directory, scenario_, diagnostics_);
        check_autoscalers(directory, diagnostics_);
        check_gateways(scenario_, directory, diagnostics_);
        check_call_graph(directory, behaviors, diagnostics_);
        scenario_.behaviors.clear();
        for (auto& assigned : behaviors) {
            if (assigned) {
                scenario_.behaviors.push_back(std::move(assigned->behavior));
            }
        }
    }

    void enter_gateways() {
        if (!uses_gateways(scenario_)) {
            return;
        }
        const auto other = read_plane("istio-sidecar", sources_, diagnostics_);
        for (DataPlane& plane : scenario_.planes) {
            if (other) {
                add_gateway_profile(plane, other->proxies.front());
            }
        }
    }

    void change_configuration() {
        scenario_.changes =
            stage_changes(document_.declared_changes, gathered_.manifests, gathered_.scenario_path,
                          scenario_.duration, sources_, diagnostics_);
    }

    void report_no_traffic(const Directory& directory, const BehaviorOfWorkload& behaviors) {
        constexpr std::size_t kMost = 8;
        std::vector<std::string> entries = entry_services(directory, behaviors);
        const bool more = entries.size() > kMost;
        entries.resize(std::min(entries.size(), kMost));
        const std::string first = entries.empty() ? "SERVICE" : entries.front();
        std::string hint = fmt::format(
            "write --to {} --rate 200/s, or traffic: [{{to: {}, rate: 200/s}}] in a scenario", first, first);
        if (entries.size() > 1) {
            hint += fmt::format("; services that nobody calls: {}{}", fmt::join(entries, ", "),
                                more ? ", ..." : "");
        }
        diagnostics_.add(message::NoTraffic, document_.origin, std::string(message::NoTraffic.text),
                         std::move(hint));
    }

    const LoadRequest& request_;
    Sources sources_;
    Diagnostics diagnostics_;
    Gathered gathered_;
    ScenarioDocument document_;
    Scenario scenario_;
    bool readable_ = true; // the scenario document had no errors of its own
};

} // namespace

Loaded load_scenario(const LoadRequest& request) {
    return Loader(request).load();
}

} // namespace meshcast
