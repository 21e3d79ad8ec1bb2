#pragma once

#include "sim/balance/balancer.h"

#include <optional>

namespace meshcast {

/// One host, drawn at random, for as long as it is there: gRPC's pick_first with a shuffled address list,
/// what a gRPC client does unless its service config says otherwise.
/// https://github.com/grpc/grpc/blob/master/doc/load-balancing.md
class PickFirst final : public Balancer {
  public:
    explicit PickFirst(const BalancerSettings& /*settings*/) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    Members members_;
    std::optional<std::size_t> chosen_;
};

} // namespace meshcast
