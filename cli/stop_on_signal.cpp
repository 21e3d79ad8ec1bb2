#include "cli/stop_on_signal.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

namespace meshcast {

namespace {

/// Wakes the waiting thread at the end of the scope; a signal nobody else sends to a thread of ours.
constexpr int kWakeUp = SIGURG;

sigset_t set_of(std::initializer_list<int> signals) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals) {
        sigaddset(&set, signal);
    }
    return set;
}

} // namespace

StopOnSignal::StopOnSignal() {
    const sigset_t awaited = set_of({SIGINT, SIGTERM, kWakeUp});
    pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
    waiter_ = std::thread([this] { wait(); });
}

StopOnSignal::~StopOnSignal() {
    pthread_kill(waiter_.native_handle(), kWakeUp);
    waiter_.join();
    const sigset_t awaited = set_of({SIGINT, SIGTERM, kWakeUp});
    pthread_sigmask(SIG_UNBLOCK, &awaited, nullptr);
}

void StopOnSignal::wait() {
    const sigset_t stopping = set_of({SIGINT, SIGTERM});
    const sigset_t awaited = set_of({SIGINT, SIGTERM, kWakeUp});
    int received = 0;
    sigwait(&awaited, &received);
    if (received == kWakeUp) {
        return;
    }
    stop_.request_stop();
    // From now on this thread takes the process's signals with their default action: the next one ends it.
    pthread_sigmask(SIG_UNBLOCK, &stopping, nullptr);
    const sigset_t end = set_of({kWakeUp});
    sigwait(&end, &received);
}

} // namespace meshcast
