#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/istio/overlap.h"
#include "scenarios/analysis/kinds.h"

#include <set>

namespace meshcast::analysis {

namespace {

constexpr ExclusiveKind kTelemetries{kinds::kTelemetry, "selector", "matchLabels",
                                     message::TelemetriesOverlap, message::TelemetriesWithoutSelector};

} // namespace

void analyze_telemetry_selectors(const Input& input, Diagnostics& diagnostics) {
    check_exclusive_selectors(input, kTelemetries, diagnostics);
}

void analyze_telemetry_defaults(const Input& input, Diagnostics& diagnostics) {
    check_exclusive_defaults(input, kTelemetries, diagnostics);
}

/// https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
void analyze_telemetry_providers(const Input& input, Diagnostics& diagnostics) {
    if (input.mesh_config()["defaultProviders"]["accessLogging"].size() > 0) {
        return;
    }
    for (const Object* telemetry : input.of(kinds::kTelemetry)) {
        for (const Peek& logging : telemetry->spec()["accessLogging"].items()) {
            if (logging["providers"].size() == 0 && !logging["disabled"].is_true()) {
                report(diagnostics, *telemetry, logging, message::TelemetryWithoutProvider,
                       message::TelemetryWithoutProvider.text);
            }
        }
    }
}

void analyze_lightstep(const Input& input, Diagnostics& diagnostics) {
    std::set<std::string> lightstep;
    for (const Peek& provider : input.mesh_config()["extensionProviders"].items()) {
        if (provider["lightstep"]) {
            lightstep.insert(provider["name"].text());
        }
    }
    for (const Object* telemetry : input.of(kinds::kTelemetry)) {
        for (const Peek& tracing : telemetry->spec()["tracing"].items()) {
            for (const Peek& provider : tracing["providers"].items()) {
                if (const std::string name = provider["name"].text(); lightstep.contains(name)) {
                    report(diagnostics, *telemetry, provider, message::Deprecated,
                           fill(message::Deprecated, "the Lightstep provider " + name + " is deprecated"),
                           "use the opentelemetry provider");
                }
            }
        }
    }
}

} // namespace meshcast::analysis
