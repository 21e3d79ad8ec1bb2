#include "tests/corpus/suite.h"
#include "tests/corpus/suite_apps.h"
#include "tests/corpus/suite_isotope.h"
#include "tests/corpus/suite_isotope_unit.h"
#include "tests/corpus/suite_lb.h"
#include "tests/corpus/suite_loadgen.h"
#include "tests/corpus/suite_manifests.h"
#include "tests/corpus/suite_negative.h"

#include <array>

namespace meshcast::corpus {

std::span<const Suite> suites() {
    static constexpr std::array kSuites{
        Suite{"apps", "apps", apps_cases},
        Suite{"isotope", "isotope", isotope_cases},
        Suite{"isotope-unit", "isotope-unit", isotope_unit_cases},
        Suite{"lb", "lb", lb_cases},
        Suite{"loadgen", "loadgen", loadgen_cases},
        Suite{"negative", "negative", negative_cases},
        Suite{"manifests", "", manifests_cases},
    };
    return kSuites;
}

} // namespace meshcast::corpus
