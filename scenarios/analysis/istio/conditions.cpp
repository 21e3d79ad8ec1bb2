#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

namespace meshcast::analysis {

void analyze_conditions(const Input& input, Diagnostics& diagnostics) {
    for (const ObjectKind& kind : {kinds::kService, kinds::kServiceEntry, kinds::kAuthorizationPolicy}) {
        for (const Object* object : input.of(kind)) {
            for (const Peek& condition : object->root()["status"]["conditions"].items()) {
                if (condition["status"].is("False")) {
                    report(diagnostics, *object, condition, message::NegativeCondition,
                           fill(message::NegativeCondition, condition["type"].text(),
                                condition["reason"].text(), condition["message"].text()));
                }
            }
        }
    }
}

} // namespace meshcast::analysis
