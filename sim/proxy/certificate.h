#pragma once

#include "engine/random.h"
#include "engine/time.h"
#include "sim/model/certificates.h"

#include <cstdint>

namespace meshcast {

/// One proxy's certificate while time goes by: it is renewed at its fraction of life, and tried again where
/// that fails. Keeps no clock: what was due happens when advance() is called, as if it had happened in time.
class Certificate {
  public:
    /// One that is of this age when the run begins. `rules` must outlive it.
    Certificate(const CertificateRules& rules, Duration age, RandomStream random);

    /// Renewals that were due before `now`. `answered`: whether an authority has been there ever since the
    /// last call; whoever stops or starts it calls this first.
    void advance(Time now, bool answered);

    /// It ends, and is not renewed until thaw().
    void expire(Time now);
    void thaw(Time now);

    /// A new process has none, and asks for one at that time.
    void begin_again(Time at);

    bool missing() const { return missing_; }

    bool expired(Time clock) const { return clock >= not_after_; }

    bool not_yet_valid(Time clock) const { return clock < not_before_; }

    /// Counts up when it changes.
    std::uint32_t generation() const { return generation_; }

  private:
    void issue(Time at);
    void plan(Time issued);
    Duration pause(Time failed) const;

    const CertificateRules& rules_;
    RandomStream random_;
    Time not_before_;
    Time not_after_;
    Time next_attempt_;
    bool missing_ = false;
    int frozen_ = 0; // by so many
    std::uint32_t generation_ = 0;
};

} // namespace meshcast
