#include "sim/telemetry/result.h"

namespace meshcast {

std::string_view component_name(Component component) {
    switch (component) {
    case Component::AppCpu:
        return "app CPU";
    case Component::AppWait:
        return "app wait";
    case Component::AppQueue:
        return "app queue";
    case Component::Throttling:
        return "CPU throttling";
    case Component::ProxyCpu:
        return "proxy CPU";
    case Component::ProxyQueue:
        return "proxy queue";
    case Component::Redirect:
        return "redirection";
    case Component::Network:
        return "network";
    case Component::Handshake:
        return "handshake";
    case Component::PoolWait:
        return "pool wait";
    case Component::Injected:
        return "injected delay";
    case Component::Retries:
        return "retries";
    }
    return "unknown";
}

void RequestStats::merge(const RequestStats& other) {
    requests += other.requests;
    failures += other.failures;
    for (const auto& [outcome, count] : other.outcomes) {
        outcomes[outcome] += count;
    }
    latency.merge(other.latency);
    for (std::size_t i = 0; i < kComponents; ++i) {
        breakdown_seconds[i] += other.breakdown_seconds[i];
    }
}

} // namespace meshcast
