#include "tests/engine/queueing_model.h"

#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

// All at a load of 0.8, service times of mean 1 ms; expected values in service times. Tolerances are those
// stated, at least two standard errors of the estimate. An instrumented build cannot afford as many
// customers.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr std::uint64_t kShare = 10;
constexpr double kWiden = 3.2; // sqrt(kShare)
#else
constexpr std::uint64_t kShare = 1;
constexpr double kWiden = 1;
#endif

constexpr double kService = 1e-3;

void expect_within(double value, double exact, double relative) {
    EXPECT_NEAR(value, exact, relative * kWiden * exact);
}

TEST(Theory, MM1) {
    // Standard error of the mean wait over n customers: sqrt(rho (2 + 5 rho - 4 rho^2 + rho^3) / n) / (1 -
    // rho)^2 (Daley, "The serial correlation coefficients of waiting times in a stationary single server
    // queue", 1968): 0.63 % here.
    constexpr std::uint64_t kCustomers = 3'000'000 / kShare;
    QueueingModel model(1, 1, Distribution::exponential(1ms), 1250us);
    model.run_customers(kCustomers);
    EXPECT_EQ(model.finished(), kCustomers);
    expect_within(model.mean_wait_seconds() / kService, 4, 0.015); // rho / (1 - rho)
    expect_within(model.mean_sojourn_seconds() / kService, 5, 0.015);
    expect_within(model.utilisation(), 0.8, 0.005);
    expect_within(model.mean_queue_length(), 3.2, 0.015); // rho^2 / (1 - rho)
    // Little's law holds on the very sample path, but for the customers in the queue at the end.
    const double arrivals_per_second = 800;
    expect_within(model.mean_queue_length(), model.mean_wait_seconds() * arrivals_per_second, 0.005);
}

TEST(Theory, MD1) {
    QueueingModel model(1, 1, Distribution::constant(1ms), 1250us);
    model.run_customers(2'000'000 / kShare);
    expect_within(model.mean_wait_seconds() / kService, 2, 0.015); // rho / (2 (1 - rho))
}

TEST(Theory, ME2OneByPollaczekKhinchine) {
    QueueingModel model(1, 1, Distribution::erlang(2, 1ms), 1250us);
    model.run_customers(2'000'000 / kShare);
    expect_within(model.mean_wait_seconds() / kService, 3,
                  0.015); // rho (1 + cv^2) / (2 (1 - rho)), cv^2 = 1/2
}

TEST(Theory, TandemOfThreeMM4) {
    // Departures of M/M/c are Poisson (Burke, 1956), so each station is an M/M/4 by itself: 1 + C / (4 (1 -
    // rho)) = 1.7455 service times with Erlang C(4, 3.2) = 0.5964.
    QueueingModel model(3, 4, Distribution::exponential(1ms), 312'500ns);
    model.run_customers(1'500'000 / kShare);
    expect_within(model.mean_sojourn_seconds() / kService, 5.2366, 0.01);
    expect_within(model.utilisation(), 0.8, 0.005);
}

} // namespace
} // namespace meshcast
