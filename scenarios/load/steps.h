#pragma once

#include "sim/model/behavior.h"

#include <variant>

namespace meshcast {

/// Calls `visit(call, chance)` for every call of a script, in order; `chance` is that the script comes to the
/// call and makes it.
template <class Visit>
void for_each_call(const std::vector<Step>& script, const Visit& visit, double reached = 1) {
    for (const Step& step : script) {
        if (const auto* call = std::get_if<Call>(&step.action)) {
            visit(*call, reached * call->probability);
        } else if (const auto* parallel = std::get_if<Parallel>(&step.action)) {
            for_each_call(parallel->branches, visit, reached);
        } else if (const auto* sequence = std::get_if<Sequence>(&step.action)) {
            for_each_call(sequence->steps, visit, reached);
        } else if (const auto* fail = std::get_if<Fail>(&step.action)) {
            reached *= 1 - fail->probability;
        }
    }
}

} // namespace meshcast
