#include "sim/policy/network/network_decision.h"
#include "tests/sim/policy/brute_force.h"
#include "tests/sim/policy/random_network.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace meshcast {

namespace {

using test::RandomNetwork;

// Over random policies, and for each all connections among all pods.

constexpr std::uint64_t kNetworks = 60;

enum class Plugin { Any, Cilium };

struct DrawnNetwork {
    Topology topology;
    Security security;
    NetworkSettings settings;
};

/// Of all kinds of policies; those of Cilium only where it is the plugin.
DrawnNetwork draw(RandomNetwork& random, Plugin plugin) {
    DrawnNetwork result;
    result.topology = random.topology();
    for (int i = random.below(6); i > 0; --i) {
        result.security.network_policies.push_back(random.network_policy());
    }
    for (int i = random.below(3); i > 0; --i) {
        result.security.admin_network_policies.push_back(random.admin_policy(false));
    }
    if (random.once_in(2)) {
        result.security.admin_network_policies.push_back(random.admin_policy(true));
    }
    if (plugin == Plugin::Cilium) {
        result.settings.cilium = true;
        result.settings.addresses_cover_pods = false;
        for (int i = 1 + random.below(3); i > 0; --i) {
            result.security.cilium_policies.push_back(random.cilium_policy());
        }
    }
    return result;
}

std::string shown(const NetworkConnection& connection) {
    return fmt::format("from {} to {} transport {} port {} path {}", connection.from.pod, connection.to.pod,
                       connection.transport ? static_cast<int>(*connection.transport) : -1, connection.port,
                       connection.request == nullptr ? "" : connection.request->path);
}

/// Each TCP connection thrice: alone, and with requests that rules may tell apart.
std::vector<NetworkConnection> questions(const Topology& topology,
                                         const std::vector<RequestFacts>& requests) {
    std::vector<NetworkConnection> result;
    for (NetworkConnection connection : test::connections_among(topology)) {
        result.push_back(connection);
        for (const RequestFacts& request : requests) {
            if (connection.transport == Transport::Tcp) {
                connection.request = &request;
                result.push_back(connection);
            }
        }
    }
    return result;
}

std::vector<RequestFacts> some_requests() {
    std::vector<RequestFacts> result(2);
    result[0].path = "/open/a";
    result[1].path = "/closed";
    result[1].method = "POST";
    return result;
}

/// How much is allowed: nothing, a connection without its request, all.
enum class Allowance { Nothing, Connection, All };

Allowance allowance(const NetworkDecision& decision) {
    using Verdict = NetworkDecision::Verdict;
    return decision.verdict == Verdict::Allowed          ? Allowance::All
           : decision.verdict == Verdict::RequestRefused ? Allowance::Connection
                                                         : Allowance::Nothing;
}

class NetworkProperties : public testing::TestWithParam<Plugin> {
  protected:
    const std::vector<RequestFacts> requests_ = some_requests();

    std::vector<Allowance> allowances(const DrawnNetwork& network) const {
        const NetworkIndex index(network.security, network.topology, network.settings);
        std::vector<Allowance> result;
        for (const NetworkConnection& question : questions(network.topology, requests_)) {
            result.push_back(allowance(decide(index, question)));
        }
        return result;
    }

    /// Draws networks, changes each, and asks before and after: `wrong` (after, before) must not come of it.
    template <class Wrong, class Change>
    void expect_never(Wrong wrong, Change change) const {
        std::size_t differences = 0;
        for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
            RandomNetwork random(seed);
            DrawnNetwork network = draw(random, GetParam());
            const std::vector<Allowance> before = allowances(network);
            change(network, random);
            const std::vector<Allowance> after = allowances(network);
            ASSERT_EQ(before.size(), after.size());
            for (std::size_t i = 0; i < before.size(); ++i) {
                differences += before[i] != after[i] ? 1 : 0;
                ASSERT_FALSE(wrong(after[i], before[i]))
                    << "seed " << seed << ": " << shown(questions(network.topology, requests_)[i]);
            }
        }
        EXPECT_GT(differences, kNetworks) << "the change changes nothing, so that nothing is tested";
    }
};

TEST_P(NetworkProperties, OneMoreDenyOfAnAdministratorNeverAllowsMore) {
    expect_never(std::greater<>{}, [](DrawnNetwork& network, RandomNetwork& random) {
        AdminNetworkPolicy policy = random.admin_policy(random.once_in(3));
        for (std::vector<AdminNetworkPolicy::Rule>* rules : {&policy.ingress, &policy.egress}) {
            rules->push_back(random.admin_rule());
            for (AdminNetworkPolicy::Rule& rule : *rules) {
                rule.action = AdminNetworkPolicy::Action::Deny;
            }
        }
        network.security.admin_network_policies.push_back(std::move(policy));
    });
}

TEST_P(NetworkProperties, OneMorePolicyThatAllowsNothingNeverAllowsMore) {
    expect_never(std::greater<>{}, [](DrawnNetwork& network, RandomNetwork& random) {
        NetworkPolicy policy = random.network_policy();
        policy.ingress = {true, {}};
        policy.egress = {true, {}};
        network.security.network_policies.push_back(std::move(policy));
    });
}

TEST_P(NetworkProperties, OneMoreAllowForIsolatedPodsNeverAllowsLess) {
    expect_never(std::less<>{}, [](DrawnNetwork& network, RandomNetwork& random) {
        std::vector<NetworkPolicy> added;
        for (NetworkPolicy& policy : network.security.network_policies) {
            if (!policy.ingress.isolates) {
                continue;
            }
            if (random.once_in(2)) {
                policy.ingress.rules.insert(policy.ingress.rules.begin(), random.network_rule());
            } else { // the same pods, isolated already
                NetworkPolicy other = random.network_policy();
                other.metadata.name_space = policy.metadata.name_space;
                other.pods = policy.pods;
                other.ingress = {true, {random.network_rule()}};
                other.egress = {};
                added.push_back(std::move(other));
            }
        }
        for (NetworkPolicy& policy : added) {
            network.security.network_policies.push_back(std::move(policy));
        }
        for (CiliumPolicy& policy : network.security.cilium_policies) {
            if (policy.ingress.isolates) {
                policy.ingress.allow.push_back(random.cilium_rule(true));
            }
        }
    });
}

/// By name, since the places of pods change, too.
std::map<std::string, std::string> named_decisions(const DrawnNetwork& network,
                                                   const std::vector<RequestFacts>& requests) {
    const NetworkIndex index(network.security, network.topology, network.settings);
    const auto name = [&](const Party& party) {
        return party.is_pod()   ? index.pods().all()[party.pod].workload->metadata.name
               : !party.address ? "outside"
                                : fmt::format("{}", party.address->bytes[0]);
    };
    std::map<std::string, std::string> result;
    for (const NetworkConnection& question : questions(network.topology, requests)) {
        const NetworkDecision decision = decide(index, question);
        const std::string key =
            fmt::format("{} {} {} {} {}", name(question.from), name(question.to),
                        question.transport ? static_cast<int>(*question.transport) : -1, question.port,
                        question.request == nullptr ? "" : question.request->path);
        result[key] = std::string(verdict_name(decision.verdict)) + " " + explain(index, question, decision);
    }
    return result;
}

TEST_P(NetworkProperties, TheOrderOfObjectsDoesNotMatter) {
    for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
        RandomNetwork random(seed);
        DrawnNetwork network = draw(random, GetParam());
        const std::map<std::string, std::string> before = named_decisions(network, requests_);
        random.shuffle(network.security.network_policies);
        random.shuffle(network.security.admin_network_policies);
        random.shuffle(network.security.cilium_policies);
        random.shuffle(network.topology.namespaces);
        random.shuffle(network.topology.workloads);
        random.shuffle(network.topology.unsimulated);
        ASSERT_EQ(named_decisions(network, requests_), before) << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Plugins, NetworkProperties, testing::Values(Plugin::Any, Plugin::Cilium),
                         [](const auto& plugin) {
                             return plugin.param == Plugin::Any ? std::string("Any") : std::string("Cilium");
                         });

TEST(CiliumProperties, OneMoreDenyNeverAllowsMore) {
    const std::vector<RequestFacts> requests = some_requests();
    std::size_t differences = 0;
    for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
        RandomNetwork random(seed);
        DrawnNetwork network = draw(random, Plugin::Cilium);
        DrawnNetwork denied = network;
        CiliumPolicy policy = random.cilium_policy();
        policy.ingress = {random.once_in(2), {}, {random.cilium_rule(false)}};
        policy.egress = {random.once_in(2), {}, {random.cilium_rule(false)}};
        denied.security.cilium_policies.push_back(std::move(policy));
        const NetworkIndex before(network.security, network.topology, network.settings);
        const NetworkIndex after(denied.security, denied.topology, denied.settings);
        for (const NetworkConnection& question : questions(network.topology, requests)) {
            const Allowance was = allowance(decide(before, question));
            const Allowance is = allowance(decide(after, question));
            differences += was != is ? 1 : 0;
            ASSERT_LE(is, was) << "seed " << seed << ": " << shown(question);
        }
    }
    EXPECT_GT(differences, kNetworks);
}

TEST(CiliumProperties, ADenyBeatsAllThatAllowsButAnAdministrator) {
    const std::vector<RequestFacts> requests = some_requests();
    std::size_t denied = 0;
    for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
        RandomNetwork random(seed);
        DrawnNetwork network = draw(random, Plugin::Cilium);
        network.security.admin_network_policies.clear();
        DrawnNetwork alone{network.topology, {}, network.settings};
        CiliumPolicy policy = random.cilium_policy();
        policy.ingress = {false, {}, {random.cilium_rule(false)}};
        policy.egress = {};
        alone.security.cilium_policies.push_back(policy);
        network.security.cilium_policies.push_back(policy);
        const NetworkIndex one(alone.security, alone.topology, alone.settings);
        const NetworkIndex all(network.security, network.topology, network.settings);
        for (const NetworkConnection& question : questions(network.topology, requests)) {
            if (!decide_ingress(one, question).allowed) {
                const SideDecision decision = decide_ingress(all, question);
                ASSERT_EQ(decision.reason, SideDecision::Reason::Rule) << shown(question);
                ASSERT_FALSE(decision.allowed) << "seed " << seed << ": " << shown(question);
                ++denied;
            }
        }
    }
    EXPECT_GT(denied, kNetworks);
}

TEST(NetworkBruteForce, AgreesOnEveryConnection) {
    std::size_t allowed = 0;
    std::size_t denied = 0;
    for (std::uint64_t seed = 1; seed <= 5 * kNetworks; ++seed) {
        RandomNetwork random(seed);
        const DrawnNetwork network = draw(random, Plugin::Any);
        const NetworkIndex index(network.security, network.topology, network.settings);
        for (const NetworkConnection& connection : test::connections_among(network.topology)) {
            const NetworkDecision decision = decide(index, connection);
            const bool expected = test::brute_force_allows(network.topology, network.security, connection);
            ASSERT_EQ(decision.verdict == NetworkDecision::Verdict::Allowed, expected)
                << "seed " << seed << ": " << shown(connection) << ", "
                << explain(index, connection, decision);
            ++(expected ? allowed : denied);
        }
    }
    EXPECT_GT(allowed, denied / 10);
    EXPECT_GT(denied, allowed / 10);
}

} // namespace

} // namespace meshcast
