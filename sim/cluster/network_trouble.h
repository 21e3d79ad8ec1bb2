#pragma once

#include "engine/time.h"
#include "sim/cluster/links.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace meshcast {

/// Some of the sites there are.
struct SiteSet {
    bool everything = false;
    bool outside = false;
    std::vector<std::uint32_t> pods; // by Site::pod, ascending
    std::vector<const Machine*> machines;

    bool contains(const Site& site) const;
};

/// What is wrong between two sets of sites, either way.
struct LinkTrouble {
    SiteSet from;
    SiteSet to;
    bool cut = false; // nothing gets through
    Duration latency{};
    Duration jitter{}; // uniform, up to so much more
    double loss = 0;   // 0..1 of the messages
    double nanoseconds_per_byte = 0;
    Time until = kForever;
};

/// Names that are not found.
struct NameTrouble {
    SiteSet from;
    double share = 1; // 0..1 of the look-ups
    Duration takes{};
};

/// What is wrong with the network now.
///
/// TCP sends again what is lost or cannot get through: after 200 ms at first, doubled each time up to 120 s,
/// and gives up after 15 such (RFC 6298 with Linux' TCP_RTO_MIN, TCP_RTO_MAX and tcp_retries2).
class NetworkTrouble {
  public:
    /// The trouble must outlive its stay.
    void begin(const LinkTrouble& trouble) { links_.push_back(&trouble); }

    void begin(const NameTrouble& trouble) { names_.push_back(&trouble); }

    void end(const LinkTrouble& trouble) { std::erase(links_, &trouble); }

    void end(const NameTrouble& trouble) { std::erase(names_, &trouble); }

    /// How much later a message from `a` arrives at `b`. Where it takes until TCP gives up, it is lost.
    Duration delay(const Site& a, const Site& b, Bytes size, std::uint64_t random_key, Time now) const;

    /// How long a look-up takes that fails; absent: it does not.
    std::optional<Duration> name_failure(const Site& from, std::uint64_t random_key) const;

    static constexpr Duration kGivesUp = std::chrono::seconds(924);

  private:
    std::vector<const LinkTrouble*> links_;
    std::vector<const NameTrouble*> names_;
};

} // namespace meshcast
