#include "cli/stop_on_signal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <mutex>

namespace meshcast {
namespace {

/// Returns when the token is asked to stop.
void wait_for(const std::stop_token& token) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, token, [] { return false; });
}

TEST(StopOnSignal, TurnsTheFirstSignalIntoAStopRequest) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const StopOnSignal signals;
        EXPECT_FALSE(signals.token().stop_requested());
        ::kill(::getpid(), signal);
        wait_for(signals.token());
        EXPECT_TRUE(signals.token().stop_requested());
    }
}

TEST(StopOnSignal, EndsQuietlyWithoutASignal) {
    const StopOnSignal signals;
    EXPECT_FALSE(signals.token().stop_requested());
}

TEST(StopOnSignalDeathTest, LetsTheSecondSignalKill) {
    EXPECT_EXIT(
        {
            const StopOnSignal signals;
            ::kill(::getpid(), SIGINT);
            wait_for(signals.token());
            ::kill(::getpid(), SIGINT);
            for (;;) {
                ::pause();
            }
        },
        ::testing::KilledBySignal(SIGINT), "");
}

} // namespace
} // namespace meshcast
