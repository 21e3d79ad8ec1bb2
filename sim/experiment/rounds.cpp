#include "sim/experiment/rounds.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr double kConfidence = 0.95;

} // namespace

std::vector<int> replication_rounds(const Scenario& scenario) {
    const int most = std::max(1, scenario.most_replications());
    std::vector<int> rounds{std::clamp(scenario.replications, 1, most)};
    while (rounds.back() < most) {
        rounds.push_back(std::min(2 * rounds.back(), most));
    }
    return rounds;
}

double confidence_of_a_look(std::span<const int> rounds) {
    const auto looks = std::ranges::count_if(rounds, [](int replications) { return replications > 1; });
    return 1 - (1 - kConfidence) / static_cast<double>(std::max<std::ptrdiff_t>(1, looks));
}

} // namespace meshcast
