#pragma once

#include <stop_token>
#include <thread>

namespace meshcast {

/// While it lives, the first SIGINT or SIGTERM asks its stop token to stop and the next one kills the process
/// as usual. Make it before the threads that are to be stopped: they inherit its signal mask.
class StopOnSignal {
  public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

  private:
    void wait();

    std::stop_source stop_;
    std::thread waiter_;
};

} // namespace meshcast
