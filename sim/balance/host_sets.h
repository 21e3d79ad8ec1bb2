#pragma once

#include "sim/balance/balancer.h"
#include "sim/balance/edf_schedule.h"
#include "sim/balance/localities.h"
#include "sim/balance/priorities.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace meshcast {

/// The first of the two choices: among hosts of which priority, health and locality. For each such group
/// there is a balancer of its own, made when it is first needed.
class HostSets final : public Balancer {
  public:
    HostSets(const BalancerKind& kind, const BalancerSettings& settings);

    /// What has balanced all hosts so far goes on with the healthy ones of the first priority.
    void adopt(std::unique_ptr<Balancer> balancer) { adopted_ = std::move(balancer); }

    /// Always all of the group's hosts, which must not be alike.
    void assign(HostGroup group, Time now) override;

    /// kNobody: no host is eligible.
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

    void finished(std::size_t candidate, Duration latency, bool success, Time now) override;

    const PriorityLoads& loads() const { return loads_; }

  private:
    enum class Eligible : std::uint8_t { All, Healthy, Degraded };

    struct Group {
        std::vector<std::uint32_t> members;
        std::vector<double> shares;
        std::unique_ptr<Balancer> balancer;
        bool assigned = false; // the balancer knows these members
    };

    /// Every locality of a priority in turn, by its weight.
    struct LocalityTurns {
        std::vector<std::uint32_t> localities;
        std::vector<double> weights;         // of these
        std::optional<EdfSchedule> schedule; // from the first pick on
    };

    std::vector<LevelHealth> sort_hosts();
    void sort_ready_hosts();
    void weigh_localities();
    LocalityTurns turns_of(std::size_t priority, Eligible eligible);
    std::vector<LocalityHealth> localities_of(std::size_t priority, Eligible eligible);
    std::vector<double> shares_of(std::size_t priority, Eligible eligible);
    void assign_to(Group& group, Time now);
    Group* choose_group(std::uint64_t hash, RandomStream& random);
    Group* choose_in(const PriorityLoads::Choice& choice, RandomStream& random);
    Group& group(std::size_t priority, Eligible eligible);
    Group& group(std::size_t priority, Eligible eligible, std::size_t locality);
    std::optional<std::size_t> locality_in_turn(LocalityTurns& turns, RandomStream& random);

    const BalancerKind* kind_;
    const BalancerSettings* settings_;
    std::span<const Host> hosts_;
    std::size_t priorities_ = 0;
    std::size_t localities_ = 0;
    PriorityLoads loads_;
    std::vector<Group> groups_; // by priority; within, by eligible; within, all localities and then each
    std::vector<LocalityTurns> turns_; // by priority, healthy and degraded
    ZoneRouting zones_;                // first priority
    std::unique_ptr<Balancer> adopted_;
    std::optional<std::uint64_t> seed_; // of the turns of localities
};

} // namespace meshcast
