#include "sim/fault/effect.h"

namespace meshcast {

namespace {

class AuthorityStopped : public Effect {
  public:
    explicit AuthorityStopped(const FaultTargets& targets)
        : simulation_(targets.simulation), certificates_(*targets.certificates) {}

    void begin(Time) override { certificates_.stop(simulation_.now()); }

    void end() override { certificates_.go_on(simulation_.now()); }

  private:
    Simulation& simulation_;
    CertificateAuthority& certificates_;
};

class CertificatesExpired : public Effect {
  public:
    CertificatesExpired(std::size_t workload, const FaultTargets& targets)
        : workload_(static_cast<std::uint32_t>(workload)),
          simulation_(targets.simulation),
          certificates_(*targets.certificates) {}

    void begin(Time) override { certificates_.expire(workload_, simulation_.now()); }

    void end() override { certificates_.renew(workload_, simulation_.now()); }

  private:
    std::uint32_t workload_;
    Simulation& simulation_;
    CertificateAuthority& certificates_;
};

class ClocksWrong : public Effect {
  public:
    ClocksWrong(ClockSkew skew, CertificateAuthority& certificates)
        : skew_(std::move(skew)), certificates_(certificates) {}

    void begin(Time) override { certificates_.begin(skew_); }

    void end() override { certificates_.end(skew_); }

  private:
    ClockSkew skew_;
    CertificateAuthority& certificates_;
};

} // namespace

std::unique_ptr<Effect> make_effect(const StopCertificateAuthority&, FaultTargets& targets) {
    return targets.certificates == nullptr ? nullptr : std::make_unique<AuthorityStopped>(targets);
}

std::unique_ptr<Effect> make_effect(const ExpireCertificate& fault, FaultTargets& targets) {
    const Workload* workload = targets.directory.workload(fault.workload);
    if (targets.certificates == nullptr || workload == nullptr) {
        return nullptr;
    }
    return std::make_unique<CertificatesExpired>(targets.directory.index_of(*workload), targets);
}

std::unique_ptr<Effect> make_effect(const SkewClock& fault, FaultTargets& targets) {
    if (targets.certificates == nullptr) {
        return nullptr;
    }
    return std::make_unique<ClocksWrong>(ClockSkew{.where = sites_of(fault, targets), .by = fault.by},
                                         *targets.certificates);
}

} // namespace meshcast
