#include "cli/verbs/verbs.h"

#include <array>

namespace meshcast {

std::span<const Verb* const> verbs() {
    static constexpr std::array kVerbs{&kCompare,  &kRun,  &kDiff,   &kValidate,
                                       &kDescribe, &kList, &kSchema, &kVersion};
    return kVerbs;
}

} // namespace meshcast
