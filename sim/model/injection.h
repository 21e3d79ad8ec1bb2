#pragma once

#include "sim/model/label_selector.h"

#include <string>
#include <vector>

namespace meshcast {

/// Who is in the mesh.
enum class Enrolment {
    Everybody, // "what if this plane were there": all but those that opt out of it
    Labelled,  // whom the labels and annotations of today put into it
};

/// How Istio's sidecar injector was installed, with its defaults.
/// https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
struct InjectionSettings {
    enum class Policy { Enabled, Disabled, Invalid };

    Policy policy = Policy::Enabled;    // what becomes of pods that the webhook gets and that say nothing
    bool namespaces_by_default = false; // enableNamespacesByDefault: the webhook gets unlabelled pods, too
    std::vector<LabelSelector> never;   // any of them; an empty selector matches nothing here
    std::vector<LabelSelector> always;  // the same; `never` counts first
    std::vector<std::string> revisions; // installed; empty: whichever a label names
};

} // namespace meshcast
