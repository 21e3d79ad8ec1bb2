#pragma once

#include "engine/random.h"
#include "sim/model/security.h"
#include "sim/policy/network/connection.h"

#include <string>
#include <vector>

namespace meshcast::test {

/// Draws pods and policies over few labels, ports and addresses, so that most of them have to do with each
/// other. The same seed, the same drawings.
class RandomNetwork {
  public:
    explicit RandomNetwork(std::uint64_t seed) : random_(seed, 0, "random network", "drawings") {}

    Topology topology();
    NetworkPolicy network_policy();
    NetworkPolicy::Rule network_rule();
    AdminNetworkPolicy admin_policy(bool baseline);
    AdminNetworkPolicy::Rule admin_rule();
    CiliumPolicy cilium_policy();
    CiliumPolicy::Rule cilium_rule(bool with_requests);
    LabelSelector selector();
    std::string name_space();

    int below(int n) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(n))); }

    bool once_in(int n) { return below(n) == 0; }

    template <class Value>
    void shuffle(std::vector<Value>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[random_.below(i)]);
        }
    }

  private:
    Metadata metadata(std::string name_space);
    AddressBlock block();
    PolicyPort port();
    Labels pod_labels();
    Workload pod(const std::string& name_space, int number);

    RandomStream random_;
    int objects_ = 0; // every object and rule has a name and a line of its own
};

/// Every pod to every other, and to and from some places outside, on ports that policies may mean.
std::vector<NetworkConnection> connections_among(const Topology& topology);

} // namespace meshcast::test
