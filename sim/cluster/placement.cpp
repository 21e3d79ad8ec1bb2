#include "sim/cluster/placement.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <string>

namespace meshcast {

namespace {

constexpr PodRequest kDefaultRequest{.cpu = MilliCpu{100}, .memory = mebibytes(200)};
constexpr double kFill = 0.8;
constexpr std::size_t kMinimumNodes = 3;

std::vector<Node> make_nodes(std::span<const PodRequest> pods) {
    const Node model;
    double cpu = 0;
    double memory = 0;
    for (const PodRequest& pod : pods) {
        cpu += static_cast<double>(pod.cpu.count);
        memory += static_cast<double>(pod.memory.count);
    }
    const double needed = std::max(cpu / static_cast<double>(model.cpu.count),
                                   memory / static_cast<double>(model.memory.count));
    const auto count = std::max(kMinimumNodes, static_cast<std::size_t>(std::ceil(needed / kFill)));
    std::vector<Node> nodes(count, model);
    for (std::size_t i = 0; i < count; ++i) {
        nodes[i].metadata.name = "node-" + std::to_string(i + 1);
        nodes[i].metadata.name_space.clear();
    }
    return nodes;
}

} // namespace

PodRequest effective_request(const PodTemplate& pod) {
    PodRequest sum{};
    for (const Container& container : pod.containers) {
        if (!container.init) {
            sum.cpu += container.cpu_request;
            sum.memory += container.memory_request;
        }
    }
    return {.cpu = sum.cpu.count > 0 ? sum.cpu : kDefaultRequest.cpu,
            .memory = sum.memory.count > 0 ? sum.memory : kDefaultRequest.memory};
}

PodPlacement place_pods(std::span<const Node> nodes, std::span<const PodRequest> pods) {
    PodPlacement placement;
    placement.nodes.assign(nodes.begin(), nodes.end());
    if (placement.nodes.empty()) {
        placement.nodes = make_nodes(pods);
    }

    struct Load {
        double share;
        std::size_t node;

        bool operator>(const Load& other) const {
            return share != other.share ? share > other.share : node > other.node;
        }
    };

    std::vector<PodRequest> used(placement.nodes.size());
    std::priority_queue<Load, std::vector<Load>, std::greater<>> emptiest;
    for (std::size_t i = 0; i < placement.nodes.size(); ++i) {
        emptiest.push({0, i});
    }

    std::vector<Load> passed_over;
    placement.node_of.reserve(pods.size());
    for (const PodRequest& pod : pods) {
        const auto fits = [&](std::size_t i) {
            return used[i].cpu + pod.cpu <= placement.nodes[i].cpu &&
                   used[i].memory + pod.memory <= placement.nodes[i].memory;
        };
        std::size_t chosen = emptiest.top().node;
        bool found = false;
        while (!emptiest.empty() && !found) {
            found = fits(emptiest.top().node);
            if (found) {
                chosen = emptiest.top().node;
            } else {
                passed_over.push_back(emptiest.top());
            }
            emptiest.pop();
        }
        if (!found) {
            ++placement.overcommitted;
            std::erase_if(passed_over, [&](const Load& load) { return load.node == chosen; });
        }
        for (const Load& load : passed_over) {
            emptiest.push(load);
        }
        passed_over.clear();
        used[chosen].cpu += pod.cpu;
        used[chosen].memory += pod.memory;
        emptiest.push({static_cast<double>(used[chosen].cpu.count) /
                           static_cast<double>(std::max<std::int64_t>(1, placement.nodes[chosen].cpu.count)),
                       chosen});
        placement.node_of.push_back(chosen);
    }
    return placement;
}

} // namespace meshcast
