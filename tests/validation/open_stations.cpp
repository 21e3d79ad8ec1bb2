// One station, or several with Poisson arrivals: the kernel's Resource against queueing theory. Service times
// have a mean of 1 ms where nothing else is said; times are in service times.

#include "tests/validation/case.h"
#include "tests/validation/queueing_network.h"
#include "tests/validation/theory.h"

#include <utility>

using namespace std::chrono_literals;

namespace meshcast::validation {

namespace {

constexpr double kService = 1e-3;

/// Measures `customers` over all replications, after a tenth more as warm-up.
template <class Figures>
std::vector<Interval> measure(std::string_view name, const std::vector<StationSpec>& stations,
                              Duration mean_gap, std::uint64_t customers, Figures figures) {
    return replicate([&](std::uint64_t replication) {
        QueueingNetwork network(name, stations, mean_gap, replication);
        const std::uint64_t count = customers / kShare / kReplications;
        network.run_customers(count / 10);
        network.begin_measurement();
        network.run_customers(count);
        return figures(network);
    });
}

std::vector<Row> wait_of_mg1(std::string_view name, const Distribution& service, double load, double cv,
                             std::string formula, std::uint64_t customers) {
    const auto wait = measure(
        name, {{service}}, from_seconds(kService / load), customers,
        [](const QueueingNetwork& network) { return std::vector{network.mean_wait_seconds() / kService}; });
    return {{"wait", std::move(formula), mg1_wait(load, cv), wait[0]}};
}

std::vector<Row> erlang_loss(std::string_view name, const Distribution& service, std::uint64_t customers) {
    constexpr int kServers = 8;
    constexpr double kErlangs = 6;
    const auto found = measure(name, {{.service = service, .servers = kServers, .queue_limit = 0}},
                               from_seconds(kService / kErlangs), customers, [](const auto& network) {
                                   return std::vector{network.refused_share(), network.mean_busy()};
                               });
    const double lost = erlang_b(kServers, kErlangs);
    return {{"calls lost", "Erlang B: B(c) = a B(c-1) / (c + a B(c-1)), B(0) = 1", lost, found[0]},
            {"servers busy", "a (1 - B)", kErlangs * (1 - lost), found[1]}};
}

} // namespace

/// The standard error of the mean wait over n customers is sqrt(rho (2 + 5 rho - 4 rho^2 + rho^3) / n) / (1 -
/// rho)^2 (Daley, "The serial correlation coefficients of waiting times in a stationary single server queue",
/// 1968): 0.23 % of the mean here.
std::vector<Row> mm1() {
    constexpr double kLoad = 0.7;
    const auto found = measure("M/M/1", {{Distribution::exponential(1ms)}}, from_seconds(kService / kLoad),
                               12'000'000, [](const auto& network) {
                                   return std::vector{network.mean_sojourn_seconds() / kService,
                                                      network.mean_wait_seconds() / kService,
                                                      network.mean_queue(), network.mean_busy()};
                               });
    return {{"time in system", "1 / (1 - rho)", 1 / (1 - kLoad), found[0]},
            {"wait", "rho / (1 - rho)", kLoad / (1 - kLoad), found[1]},
            {"queue length", "rho^2 / (1 - rho)", kLoad * kLoad / (1 - kLoad), found[2]},
            {"utilisation", "rho", kLoad, found[3]}};
}

std::vector<Row> md1() {
    return wait_of_mg1("M/D/1", Distribution::constant(1ms), 0.8, 0, "rho / (2 (1 - rho))", 6'000'000);
}

std::vector<Row> me2_1() {
    return wait_of_mg1("M/E2/1", Distribution::erlang(2, 1ms), 0.8, std::sqrt(0.5),
                       "rho (1 + cv^2) / (2 (1 - rho)), cv^2 = 1/2", 9'000'000);
}

/// With a tail this heavy most of the noise is in the second moment of the service times that happened to be
/// drawn. It is known how much that moves the mean, so it is taken out (a control variate: what the formula
/// says for the moments drawn, less what it says for the true ones, is zero on average).
std::vector<Row> mlognormal1() {
    constexpr double kLoad = 0.5;
    constexpr double kCv = 2;
    const auto found = measure(
        "M/G/1", {{Distribution::lognormal_mean_cv(1ms, kCv)}}, 2ms, 12'000'000,
        [](const QueueingNetwork& network) {
            const double drawn = network.visit_rate() * network.mean_square_service() /
                                 (2 * (1 - network.visit_rate() * network.mean_service_seconds()));
            return std::vector{(network.mean_wait_seconds() - drawn) / kService + mg1_wait(kLoad, kCv)};
        });
    return {{"wait", "rho (1 + cv^2) / (2 (1 - rho)), cv^2 = 4", mg1_wait(kLoad, kCv), found[0]}};
}

/// Five in the system at most: one served and four waiting. p_n = p_0 rho^n.
std::vector<Row> mm1k() {
    constexpr double kLoad = 0.9;
    constexpr int kRoom = 5;
    const auto found =
        measure("M/M/1/5", {{.service = Distribution::exponential(1ms), .queue_limit = kRoom - 1}},
                from_seconds(kService / kLoad), 4'000'000, [](const auto& network) {
                    return std::vector{network.refused_share(), network.mean_number(),
                                       network.mean_sojourn_seconds() / kService};
                });
    double total = 0;
    double number = 0;
    for (int n = 0; n <= kRoom; ++n) {
        total += std::pow(kLoad, n);
        number += n * std::pow(kLoad, n);
    }
    number /= total;
    const double lost = std::pow(kLoad, kRoom) / total;
    return {{"customers lost", "(1 - rho) rho^K / (1 - rho^(K+1))", lost, found[0]},
            {"number in system", "sum n rho^n / sum rho^n, n = 0..K", number, found[1]},
            {"time in system", "number / (rho (1 - lost))", number / (kLoad * (1 - lost)), found[2]}};
}

std::vector<Row> mm4() {
    constexpr double kLoad = 0.7;
    const auto found =
        measure("M/M/4", {{Distribution::exponential(1ms), 4}}, from_seconds(kService / 4 / kLoad),
                14'000'000, [](const QueueingNetwork& network) {
                    return std::vector{network.waited_share(), network.mean_wait_seconds() / kService,
                                       network.mean_sojourn_seconds() / kService};
                });
    const double wait = mmc_sojourn(4, kLoad) - 1;
    return {{"customers who wait", "Erlang C = B / (1 - rho (1 - B))", erlang_c(4, 4 * kLoad), found[0]},
            {"wait", "C / (c (1 - rho))", wait, found[1]},
            {"time in system", "1 + C / (c (1 - rho))", 1 + wait, found[2]}};
}

std::vector<Row> erlang_loss_exponential() {
    return erlang_loss("M/M/8/8", Distribution::exponential(1ms), 8'000'000);
}

std::vector<Row> erlang_loss_lognormal() {
    return erlang_loss("M/G/8/8", Distribution::lognormal_mean_cv(1ms, 2), 16'000'000);
}

/// Departures of M/M/c are Poisson, so each station is an M/M/4 by itself.
std::vector<Row> tandem() {
    const Distribution service = Distribution::exponential(1ms);
    const auto found = measure("tandem", {{service, 4, {0, 1}}, {service, 4, {0, 0, 1}}, {service, 4}},
                               312'500ns, 5'000'000, [](const QueueingNetwork& network) {
                                   return std::vector{network.mean_sojourn_seconds() / kService};
                               });
    return {{"time in system", "3 (1 + C / (4 (1 - rho)))", 3 * mmc_sojourn(4, 0.8), found[0]}};
}

/// 225/s arrive at A. From A 0.4 go to B, 0.3 to C, 0.3 leave; from B all go to A; from C half go to A, half
/// leave. So A sees 225 + 0.4 A + 0.3 x 0.5 A = 500/s, B 200/s and C 150/s. With service times of 1, 3 and 8
/// ms and two servers at C the loads are 0.5, 0.6 and 0.6.
std::vector<Row> jackson() {
    const auto found =
        measure("Jackson",
                {{Distribution::exponential(1ms), 1, {0, 0.4, 0.3}},
                 {Distribution::exponential(3ms), 1, {1}},
                 {Distribution::exponential(8ms), 2, {0.5}}},
                from_seconds(1.0 / 225), 6'000'000, [](const QueueingNetwork& network) {
                    return std::vector{network.mean_number(0), network.mean_number(1), network.mean_number(2),
                                       network.mean_sojourn_seconds() * 1e3};
                });
    const double a = 0.5 / (1 - 0.5);
    const double b = 0.6 / (1 - 0.6);
    const double c = 1.2 * mmc_sojourn(2, 0.6);
    return {{"number at A", "rho / (1 - rho), rho = 0.5", a, found[0]},
            {"number at B", "rho / (1 - rho), rho = 0.6", b, found[1]},
            {"number at C", "a + C(2, a) rho / (1 - rho), a = 1.2", c, found[2]},
            {"time in system, ms", "(A + B + C) / 225/s", (a + b + c) / 225 * 1e3, found[3]}};
}

} // namespace meshcast::validation
