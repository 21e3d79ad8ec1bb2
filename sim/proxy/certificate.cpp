#include "sim/proxy/certificate.h"

#include <algorithm>

namespace meshcast {

Certificate::Certificate(const CertificateRules& rules, Duration age, RandomStream random)
    : rules_(rules), random_(random) {
    const Time issued = kStart - age;
    not_before_ = issued - rules.backdated;
    not_after_ = issued + rules.lifetime;
    plan(issued);
    next_attempt_ = std::max(next_attempt_, kStart);
}

void Certificate::advance(Time now, bool answered) {
    while (frozen_ == 0 && next_attempt_ < now) {
        if (answered) {
            issue(next_attempt_);
        } else {
            next_attempt_ += pause(next_attempt_);
        }
    }
}

void Certificate::expire(Time now) {
    ++frozen_;
    not_after_ = std::min(not_after_, now);
}

void Certificate::thaw(Time now) {
    if (--frozen_ == 0) {
        next_attempt_ = now;
    }
}

void Certificate::begin_again(Time at) {
    missing_ = true;
    next_attempt_ = at;
}

void Certificate::issue(Time at) {
    missing_ = false;
    not_before_ = at - rules_.backdated;
    not_after_ = at + rules_.lifetime;
    ++generation_;
    plan(at);
}

void Certificate::plan(Time issued) {
    const double share = rules_.rotate_at + rules_.jitter * (2 * random_.uniform() - 1);
    const double life = to_seconds(rules_.lifetime);
    next_attempt_ = issued + std::max(Duration{1}, from_seconds(life * std::clamp(share, 0.0, 1.0)));
}

Duration Certificate::pause(Time failed) const {
    const Duration left = missing_ ? Duration{} : not_after_ - failed;
    return std::max(rules_.retry, from_seconds(to_seconds(left) * rules_.retry_share));
}

} // namespace meshcast
