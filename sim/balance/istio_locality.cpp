#include "sim/balance/istio_locality.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace meshcast {

namespace {

/// Endpoints of one locality, and later of one priority.
struct Group {
    LocalityName locality;
    std::uint32_t priority = 0;
    std::uint32_t weight = 0;
    bool left_out = false;
    std::vector<std::size_t> members;
};

using Groups = std::vector<Group>;

Groups by_locality(std::span<const LocatedEndpoint> endpoints) {
    Groups groups;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        auto found = std::ranges::find(groups, endpoints[i].locality, &Group::locality);
        if (found == groups.end()) {
            groups.push_back({.locality = endpoints[i].locality});
            found = groups.end() - 1;
        }
        found->members.push_back(i);
        found->weight += endpoints[i].weight;
    }
    return groups;
}

/// Each share goes to the groups that no share before it covered, in proportion to their own weights.
void distribute(const std::vector<LocalityLbSetting::Distribute>& rules, const LocalityName& client,
                Groups& groups) {
    const auto rule = std::ranges::find_if(rules, [&](const LocalityLbSetting::Distribute& candidate) {
        return locality_matches(client, candidate.from);
    });
    if (rule == rules.end()) {
        return;
    }
    for (Group& group : groups) {
        group.left_out = true;
    }
    for (const LocalityLbSetting::Share& share : rule->to) {
        std::vector<Group*> covered;
        std::uint64_t total = 0;
        for (Group& group : groups) {
            if (group.left_out && locality_matches(group.locality, share.to)) {
                group.left_out = false;
                covered.push_back(&group);
                total += group.weight;
            }
        }
        for (Group* group : covered) {
            const double weight =
                static_cast<double>(std::uint64_t{group->weight} * share.weight) / static_cast<double>(total);
            if (weight > 0) {
                group->weight = static_cast<std::uint32_t>(std::ceil(weight));
            }
        }
    }
}

/// 0, 1, 2 ... in place of whatever numbers there are.
void close_gaps(Groups& groups) {
    std::vector<std::uint32_t> used;
    for (const Group& group : groups) {
        used.push_back(group.priority);
    }
    std::ranges::sort(used);
    const auto repeated = std::ranges::unique(used);
    used.erase(repeated.begin(), repeated.end());
    for (Group& group : groups) {
        group.priority =
            static_cast<std::uint32_t>(std::ranges::lower_bound(used, group.priority) - used.begin());
    }
}

std::uint32_t distance(const LocalityName& client, const LocalityName& other) {
    return client.region != other.region     ? 3
           : client.zone != other.zone       ? 2
           : client.subzone != other.subzone ? 1
                                             : 0;
}

void fail_over(const std::vector<LocalityLbSetting::Failover>& rules, const LocalityName& client,
               Groups& groups) {
    for (Group& group : groups) {
        std::uint32_t priority = distance(client, group.locality);
        const auto rule = std::ranges::find(rules, client.region, &LocalityLbSetting::Failover::from);
        if (priority == 3 && rule != rules.end() && group.locality.region != rule->to) {
            priority = 4;
        }
        group.priority = group.priority * 5 + priority;
    }
    close_gaps(groups);
}

std::string_view value_of(const LabelMap& labels, std::string_view name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string_view{} : found->second;
}

/// The number of labels, counted from the first that differs to the last.
std::uint32_t label_priority(const std::vector<std::string>& wanted, const LabelMap& client,
                             const LabelMap& endpoint) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const std::string_view entry = wanted[i];
        const std::size_t equals = entry.find('=');
        const std::string_view name = entry.substr(0, equals);
        const std::string_view value =
            equals == entry.npos ? value_of(client, name) : entry.substr(equals + 1);
        if (value_of(endpoint, name) != value) {
            return static_cast<std::uint32_t>(wanted.size() - i);
        }
    }
    return 0;
}

/// Splits localities into groups of equal priority.
Groups by_labels(const std::vector<std::string>& wanted, const LabelMap& client,
                 std::span<const LocatedEndpoint> endpoints, const Groups& localities) {
    Groups groups;
    for (const Group& locality : localities) {
        std::map<std::uint32_t, Group> split;
        for (const std::size_t member : locality.members) {
            const std::uint32_t priority = label_priority(wanted, client, endpoints[member].labels);
            Group& group = split[priority];
            group.locality = locality.locality;
            group.priority = priority;
            group.weight += endpoints[member].weight;
            group.members.push_back(member);
        }
        for (auto& [priority, group] : split) {
            groups.push_back(std::move(group));
        }
    }
    close_gaps(groups);
    return groups;
}

} // namespace

LocalityName LocalityName::parse(std::string_view text) {
    LocalityName name;
    for (std::string* part : {&name.region, &name.zone, &name.subzone}) {
        const std::size_t slash = text.find('/');
        *part = text.substr(0, slash);
        text = slash == text.npos ? std::string_view{} : text.substr(slash + 1);
    }
    return name;
}

bool locality_matches(const LocalityName& locality, std::string_view rule) {
    const LocalityName wanted = LocalityName::parse(rule);
    const auto matches = [](std::string_view part, std::string_view asked) {
        return asked == "*" || asked.empty() || part == asked;
    };
    return (wanted.region == "*" || locality.region == wanted.region) &&
           matches(locality.zone, wanted.zone) && matches(locality.subzone, wanted.subzone);
}

LocalityPlan plan_localities(const LocalityLbSetting& setting, const LocalityName& client,
                             const LabelMap& client_labels, std::span<const LocatedEndpoint> endpoints,
                             bool outlier_detection) {
    Groups groups = by_locality(endpoints);
    if (setting.enabled && !setting.distribute.empty()) {
        distribute(setting.distribute, client, groups);
    } else if (setting.enabled && outlier_detection) {
        if (!setting.failover_priority.empty() && !client_labels.empty()) {
            groups = by_labels(setting.failover_priority, client_labels, endpoints, groups);
        }
        if (setting.failover_priority.empty() || !setting.failover.empty()) {
            fail_over(setting.failover, client, groups);
        }
    }
    LocalityPlan plan;
    plan.endpoints.resize(endpoints.size());
    for (std::uint32_t i = 0; i < groups.size(); ++i) {
        plan.locality_weights.push_back(groups[i].weight);
        for (const std::size_t member : groups[i].members) {
            plan.endpoints[member] = {groups[i].priority, i, groups[i].left_out};
        }
    }
    return plan;
}

} // namespace meshcast
