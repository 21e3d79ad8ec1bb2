#pragma once

#include "engine/time.h"
#include "sim/telemetry/component.h"

#include <cstdint>
#include <string_view>

namespace meshcast {

/// One finished request, as its sender saw it.
struct FinishedRequest {
    Time started = kStart; // for open-loop traffic the intended start
    Time finished = kStart;
    int status = 200;      // 0: no connection
    std::string_view flag; // static text
    bool failed = false;
    const Ledger* ledger = nullptr;
};

/// What the model tells the world. The model does not know who listens.
class RequestObserver {
  public:
    virtual ~RequestObserver() = default;

    /// Called once when a service calls another.
    virtual void call_started(std::uint32_t edge) = 0;

    /// Called once for each call between services and each request of a traffic source, when its reply has
    /// arrived. `edge` numbers the (caller, service) pair.
    virtual void call_finished(std::uint32_t edge, const FinishedRequest& request) = 0;

    /// Called once for each request of a traffic source, after call_finished for the same request.
    virtual void request_finished(std::uint32_t traffic, const FinishedRequest& request) = 0;

    /// Called once when a traffic source starts a request.
    virtual void request_started(std::uint32_t traffic) = 0;
};

} // namespace meshcast
