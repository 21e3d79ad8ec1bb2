#pragma once

#include "sim/model/cilium_policy.h"
#include "sim/policy/regex.h"
#include "sim/policy/request_facts.h"

#include <optional>
#include <vector>

namespace meshcast {

/// A CiliumHttpRule ready to be asked for every request.
class HttpRule {
  public:
    explicit HttpRule(const CiliumHttpRule& declared);

    bool matches(const RequestFacts& request) const;

  private:
    std::optional<Regex> method_; // nullopt: any
    std::optional<Regex> path_;
    std::optional<Regex> host_;
    std::vector<CiliumHttpRule::Header> headers_;
};

} // namespace meshcast
