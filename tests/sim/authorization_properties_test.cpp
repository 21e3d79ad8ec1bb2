#include "tests/sim/istio_policies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace meshcast {

namespace {

using test::IstioPolicies;
using Protocol = AccessRequest::Protocol;

// Properties, over all sets of some policies and all of some requests.

class IstioProperties : public IstioPolicies {
  protected:
    const std::vector<std::string> allows_{"{rules: [{to: [{operation: {methods: [GET]}}]}]}",
                                           "{rules: [{from: [{source: {namespaces: [a]}}]}]}", "{}"};
    const std::vector<std::string> denies_{
        "{action: DENY, rules: [{to: [{operation: {notPaths: [/x]}}]}]}",
        "{action: DENY, rules: [{from: [{source: {notNamespaces: [a]}}]}]}"};

    std::vector<bool> answers() {
        std::vector<bool> result;
        for (const char* path : {"/x", "/y"}) {
            for (const char* method : {"GET", "PUT"}) {
                for (const Protocol protocol : {Protocol::Http, Protocol::Tcp}) {
                    for (const bool meshed : {false, true}) {
                        request_.path = path;
                        request_.method = method;
                        request_.protocol = protocol;
                        request_.peer =
                            meshed ? std::optional(PeerIdentity{"cluster.local", "a", "s"}) : std::nullopt;
                        result.push_back(allowed());
                    }
                }
            }
        }
        return result;
    }

    void choose(unsigned mask) {
        objects_.clear();
        std::vector<std::string> all = allows_;
        all.insert(all.end(), denies_.begin(), denies_.end());
        for (std::size_t i = 0; i < all.size(); ++i) {
            if ((mask >> i & 1U) != 0) {
                policy(all[i]);
            }
        }
    }

    static bool never_more(const std::vector<bool>& now, const std::vector<bool>& before) {
        return std::ranges::equal(now, before, [](bool a, bool b) { return !a || b; });
    }
};

TEST_F(IstioProperties, OneMoreDenyNeverAllowsMoreAndOneMoreAllowNeverLess) {
    for (unsigned mask = 0; mask < 32; ++mask) {
        choose(mask);
        const std::vector<bool> before = answers();
        for (const std::string& deny : denies_) {
            policy(deny);
            EXPECT_TRUE(never_more(answers(), before)) << mask << " " << deny;
            objects_.pop_back();
        }
        if ((mask & 7U) == 0) {
            continue; // the first Allow closes what was open
        }
        for (const std::string& allow : allows_) {
            policy(allow);
            EXPECT_TRUE(never_more(before, answers())) << mask << " " << allow;
            objects_.pop_back();
        }
    }
}

TEST_F(IstioProperties, TheOrderOfObjectsDoesNotMatter) {
    choose(31U & ~4U);
    std::vector<std::string> order = objects_;
    std::ranges::sort(order);
    const std::vector<bool> before = answers();
    do {
        objects_ = order;
        EXPECT_EQ(answers(), before);
    } while (std::ranges::next_permutation(order).found);
}

} // namespace

} // namespace meshcast
