#pragma once

#include "sim/model/scenario.h"

#include <span>
#include <vector>

namespace meshcast {

/// Verdicts that run as many replications as they need, in rounds. All replications of a round are run before
/// a plane's thresholds are looked at, so which thread finished first decides nothing. A round doubles what
/// there is: the last one at most doubles the cost of having known the number in advance, and there are few
/// looks.

/// How many replications a plane has after each round: 5, 10, 20, 40. One round without thresholds.
std::vector<int> replication_rounds(const Scenario& scenario);

/// The confidence of the interval at each look, so that all looks together have 95 %. Looking k times at a 95
/// % interval and stopping when one pleases is wrong more often than 5 %; with 1 - 0.05 / k each time it is
/// not, however the looks depend on each other (Bonferroni's inequality). One replication gives no interval
/// and is no look.
double confidence_of_a_look(std::span<const int> rounds);

} // namespace meshcast
