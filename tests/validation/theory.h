#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace meshcast::validation {

/// Share of calls lost by `servers` servers offered `erlangs`: B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1)).
inline double erlang_b(int servers, double erlangs) {
    double lost = 1;
    for (int c = 1; c <= servers; ++c) {
        lost = erlangs * lost / (c + erlangs * lost);
    }
    return lost;
}

/// Share of customers who wait: C = B / (1 - rho (1 - B)), rho = a / c.
inline double erlang_c(int servers, double erlangs) {
    const double lost = erlang_b(servers, erlangs);
    return lost / (1 - erlangs / servers * (1 - lost));
}

/// Mean time in an M/M/c in service times: 1 + C / (c (1 - rho)).
inline double mmc_sojourn(int servers, double load) {
    return 1 + erlang_c(servers, servers * load) / (servers * (1 - load));
}

/// Mean wait in an M/G/1 in service times: rho (1 + cv^2) / (2 (1 - rho)).
inline double mg1_wait(double load, double cv) {
    return load * (1 + cv * cv) / (2 * (1 - load));
}

struct ClosedNetwork {
    double throughput = 0; // a second
    double response = 0;   // seconds, without thinking
};

/// Exact mean value analysis of `users` who think for `think` seconds and then visit each single server once:
/// an arrival finds the queue that a network with one user less has on average.
///
///     R_k(n) = S_k (1 + Q_k(n-1)),   X(n) = n / (Z + sum R_k(n)),   Q_k(n) = X(n) R_k(n)
inline ClosedNetwork mean_value_analysis(int users, double think, const std::vector<double>& service) {
    std::vector<double> queue(service.size());
    ClosedNetwork result;
    for (int n = 1; n <= users; ++n) {
        std::vector<double> response(service.size());
        result.response = 0;
        for (std::size_t k = 0; k < service.size(); ++k) {
            response[k] = service[k] * (1 + queue[k]);
            result.response += response[k];
        }
        result.throughput = n / (think + result.response);
        for (std::size_t k = 0; k < service.size(); ++k) {
            queue[k] = result.throughput * response[k];
        }
    }
    return result;
}

/// Poisson probability of exactly n.
inline double poisson(int n, double mean) {
    double probability = std::exp(-mean);
    for (int k = 1; k <= n; ++k) {
        probability *= mean / k;
    }
    return probability;
}

} // namespace meshcast::validation
