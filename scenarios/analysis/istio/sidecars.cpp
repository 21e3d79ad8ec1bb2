#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/istio/overlap.h"
#include "scenarios/analysis/kinds.h"

namespace meshcast::analysis {

namespace {

constexpr ExclusiveKind kSidecars{kinds::kSidecar, "workloadSelector", "labels", message::SidecarsOverlap,
                                  message::SidecarsWithoutSelector};

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/sidecar/
void analyze_sidecar_selectors(const Input& input, Diagnostics& diagnostics) {
    check_exclusive_selectors(input, kSidecars, diagnostics);
    check_exclusive_defaults(input, kSidecars, diagnostics);
}

} // namespace meshcast::analysis
