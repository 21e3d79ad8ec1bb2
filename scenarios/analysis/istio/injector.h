#pragma once

#include "scenarios/analysis/input.h"

#include <map>
#include <string>
#include <string_view>

namespace meshcast::analysis {

/// The injector's own settings lie in a ConfigMap a revision, as JSON in its `values`:
/// https://istio.io/latest/docs/ops/common-problems/injection/

/// "istio-sidecar-injector", or "istio-sidecar-injector-canary".
std::string injector_name(std::string_view revision);

/// sidecarInjectorWebhook.enableNamespacesByDefault; false where the input has no such ConfigMap.
bool injects_by_default(const Input& input, std::string_view revision);

/// The image of the sidecars it adds, by the ConfigMap's name.
std::map<std::string, std::string> injected_images(const Input& input);

} // namespace meshcast::analysis
