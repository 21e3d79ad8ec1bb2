#include "sim/experiment/handshake_remarks.h"
#include "sim/proxy/certificate.h"
#include "sim/proxy/certificate_authority.h"

#include <gmock/gmock.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

/// Renewed after 50 of 100 minutes, on the dot.
CertificateRules plain_rules() {
    return {.lifetime = 100min, .rotate_at = 0.5, .jitter = 0, .backdated = 2min, .retry = 30s};
}

RandomStream any_stream() {
    return RandomStream(7);
}

TEST(Certificate, IsRenewedAtItsShareOfLife) {
    const CertificateRules rules = plain_rules();
    Certificate certificate(rules, 40min, any_stream());
    EXPECT_FALSE(certificate.expired(kStart + 59min));
    EXPECT_TRUE(certificate.expired(kStart + 60min));
    certificate.advance(kStart + 10min, true);
    EXPECT_EQ(certificate.generation(), 0) << "due at this very moment";
    certificate.advance(kStart + 10min + 1s, true);
    EXPECT_EQ(certificate.generation(), 1);
    EXPECT_FALSE(certificate.expired(kStart + 110min - 1s));
    EXPECT_TRUE(certificate.expired(kStart + 110min));
    EXPECT_TRUE(certificate.not_yet_valid(kStart + 8min - 1s)) << "backdated by two minutes, no more";
    EXPECT_FALSE(certificate.not_yet_valid(kStart + 8min));
    certificate.advance(kStart + 200min, true);
    EXPECT_EQ(certificate.generation(), 4) << "at 10, 60, 110 and 160 minutes";
}

TEST(Certificate, IsTriedAgainUntilSomebodyAnswers) {
    const CertificateRules rules = plain_rules();
    Certificate certificate(rules, 40min, any_stream());
    certificate.advance(kStart + 14min + 45s, false); // tried at 10:00, 10:30, ... 14:30
    EXPECT_EQ(certificate.generation(), 0);
    certificate.advance(kStart + 30min, true); // and at 15:00
    EXPECT_EQ(certificate.generation(), 1);
    EXPECT_FALSE(certificate.expired(kStart + 115min - 1s));
    EXPECT_TRUE(certificate.expired(kStart + 115min));
}

TEST(Certificate, ExpiresWhenNobodyAnswersInTime) {
    const CertificateRules rules = plain_rules();
    Certificate certificate(rules, 40min, any_stream());
    certificate.advance(kStart + 70min, false);
    EXPECT_TRUE(certificate.expired(kStart + 70min));
    certificate.advance(kStart + 71min, true);
    EXPECT_FALSE(certificate.expired(kStart + 71min));
}

TEST(Certificate, MayWaitForAShareOfWhatIsLeft) {
    CertificateRules rules = plain_rules();
    rules.rotate_at = 0.7;
    rules.retry = 10s;
    rules.retry_share = 0.7;
    Certificate certificate(rules, 0min, any_stream());
    // At 70 minutes 30 are left, of which it waits 21; then 9, of which it waits 6.3.
    certificate.advance(kStart + 96min, false);
    certificate.advance(kStart + 97min, true);
    EXPECT_EQ(certificate.generation(), 0);
    certificate.advance(kStart + 98min, true);
    EXPECT_EQ(certificate.generation(), 1);
    EXPECT_FALSE(certificate.expired(kStart + 197min + 17s));
    EXPECT_TRUE(certificate.expired(kStart + 197min + 18s));
}

TEST(Certificate, ThatHasEndedStaysSoUntilItMayBeRenewed) {
    const CertificateRules rules = plain_rules();
    Certificate certificate(rules, 0min, any_stream());
    certificate.expire(kStart + 5min);
    certificate.advance(kStart + 80min, true);
    EXPECT_TRUE(certificate.expired(kStart + 80min));
    certificate.thaw(kStart + 80min);
    certificate.advance(kStart + 81min, true);
    EXPECT_FALSE(certificate.expired(kStart + 81min));
}

TEST(Certificate, OfANewProcessIsMissingUntilSomebodyIssuesIt) {
    const CertificateRules rules = plain_rules();
    Certificate certificate(rules, 0min, any_stream());
    certificate.begin_again(kStart + 3min);
    certificate.advance(kStart + 4min, false);
    EXPECT_TRUE(certificate.missing());
    certificate.advance(kStart + 5min, true); // tried every 30 s, so at 4:00 sharp
    EXPECT_FALSE(certificate.missing());
    EXPECT_TRUE(certificate.expired(kStart + 104min));
}

TEST(Certificate, JitterSpreadsRenewals) {
    CertificateRules rules = plain_rules();
    rules.jitter = 0.1;
    int early = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Certificate certificate(rules, 0min, RandomStream(seed));
        certificate.advance(kStart + 40min, true);
        EXPECT_EQ(certificate.generation(), 0);
        certificate.advance(kStart + 50min, true);
        early += static_cast<int>(certificate.generation());
        certificate.advance(kStart + 60min + 1s, true);
        EXPECT_EQ(certificate.generation(), 1);
    }
    EXPECT_GT(early, 30);
    EXPECT_LT(early, 70);
}

/// Two proxies, 0 and 1, of workloads 0 and 1.
class TwoProxies {
  public:
    explicit TwoProxies(Certificates settings, CertificateRules rules = plain_rules())
        : settings_(std::move(settings)), authority_(rules, settings_) {}

    TwoProxies& add(const std::string& name, Issuer issuer = {}, const PodCondition* pod = nullptr) {
        CertificateHolder holder;
        holder.proxy = next_;
        holder.workload = next_++;
        holder.name = name;
        holder.site = {nullptr, holder.proxy};
        holder.issuer = issuer;
        holder.pod = pod;
        authority_.add(std::move(holder), any_stream());
        return *this;
    }

    CertificateAuthority& authority() { return authority_; }

    bool shake(Duration at) {
        return authority_.accept(*authority_.held_by(0, 0), *authority_.held_by(1, 1), kStart + at);
    }

    HandshakeFailure failure() const {
        EXPECT_EQ(authority_.failures().size(), 1);
        return authority_.failures().at(0);
    }

  private:
    Certificates settings_;
    CertificateAuthority authority_;
    std::uint32_t next_ = 0;
};

Certificates of_age(Duration age) {
    Certificates settings;
    settings.age = age;
    return settings;
}

TEST(CertificateAuthority, AnOutageMattersWhenItIsLongerThanWhatIsLeft) {
    for (const bool too_long : {false, true}) {
        TwoProxies model(of_age(40min)); // due at 10, expired at 60 minutes
        model.add("front").add("web");
        model.authority().stop(kStart + 5min);
        EXPECT_TRUE(model.shake(59min));
        if (!too_long) {
            model.authority().go_on(kStart + 59min);
            EXPECT_TRUE(model.shake(61min));
            continue;
        }
        EXPECT_FALSE(model.shake(61min));
        EXPECT_EQ(model.failure().problem, CertificateProblem::Expired);
        EXPECT_EQ(model.failure().whose, "web") << "the server shows its own first";
        EXPECT_EQ(model.failure().refused_by, "front");
        model.authority().go_on(kStart + 70min);
        EXPECT_TRUE(model.shake(71min));
        EXPECT_EQ(model.failure().times, 1);
    }
}

TEST(CertificateAuthority, AScenarioOverrulesThePlane) {
    Certificates settings = of_age(0min);
    settings.lifetime = 10min;
    settings.rotate_at = 1;
    TwoProxies model(settings);
    model.add("front").add("web");
    model.authority().stop(kStart + 1min);
    EXPECT_TRUE(model.shake(9min));
    EXPECT_FALSE(model.shake(11min));
}

TEST(CertificateAuthority, ExpiresWhatAFaultSays) {
    TwoProxies model(of_age(0min));
    model.add("front").add("web");
    model.authority().expire(0, kStart + 5min);
    EXPECT_FALSE(model.shake(6min));
    EXPECT_EQ(model.failure().whose, "front");
    EXPECT_EQ(model.failure().refused_by, "web");
    model.authority().renew(0, kStart + 7min);
    EXPECT_TRUE(model.shake(8min));
}

TEST(CertificateAuthority, TheClockOfWhoLooksCounts) {
    TwoProxies model(of_age(30min)); // valid from -32 to 70 minutes, and renewed at 20
    model.add("front").add("web");
    ClockSkew ahead{.where = {}, .by = 69min};
    ahead.where.pods = {0};
    model.authority().begin(ahead);
    EXPECT_TRUE(model.shake(0min + 30s));
    EXPECT_FALSE(model.shake(2min));
    EXPECT_EQ(model.failure().problem, CertificateProblem::WrongClock);
    EXPECT_EQ(model.failure().refused_by, "front");
    EXPECT_TRUE(model.shake(21min)) << "renewed: valid until 120";
    model.authority().end(ahead);

    ClockSkew behind{.where = {}, .by = -3min};
    behind.where.pods = {1};
    model.authority().begin(behind);
    EXPECT_TRUE(model.shake(22min)) << "valid from 18, and it is 19 to the server";
    EXPECT_FALSE(model.shake(70min + 30s)) << "renewed at 70, valid from 68, and it is 67:30 to the server";
}

TEST(CertificateAuthority, RootsMustBeTrustedBothWays) {
    const Issuer old_root{.root = "old-ca"};
    TwoProxies apart(of_age(0min));
    apart.add("front").add("web", old_root);
    EXPECT_FALSE(apart.shake(1min));
    EXPECT_EQ(apart.failure().problem, CertificateProblem::UnknownRoot);
    EXPECT_EQ(apart.failure().whose, "web");

    Certificates settings = of_age(0min);
    settings.trust_bundle = {"old-ca"};
    TwoProxies half(settings);
    half.add("front").add("web", old_root);
    EXPECT_FALSE(half.shake(1min)) << "the server does not know the client's";
    EXPECT_EQ(half.failure().whose, "front");

    settings.trust_bundle = {"old-ca", "mesh"};
    TwoProxies both(settings);
    both.add("front").add("web", old_root);
    EXPECT_TRUE(both.shake(1min));
}

TEST(CertificateAuthority, TrustDomainsAreComparedUnlessAliased) {
    const Issuer other{.trust_domain = "old-td"};
    TwoProxies strict(of_age(0min));
    strict.add("front", other).add("web");
    EXPECT_FALSE(strict.shake(1min));
    EXPECT_EQ(strict.failure().problem, CertificateProblem::OtherTrustDomain);

    Certificates settings = of_age(0min);
    settings.trust_domain_aliases = {"old-td"};
    TwoProxies aliased(settings);
    aliased.add("front", other).add("web");
    EXPECT_TRUE(aliased.shake(1min));

    CertificateRules rules = plain_rules();
    rules.servers_check_trust_domain = false;
    TwoProxies lenient(of_age(0min), rules);
    lenient.add("front", other).add("web");
    EXPECT_FALSE(lenient.shake(1min)) << "clients look";
    EXPECT_EQ(lenient.failure().whose, "web");
}

TEST(CertificateAuthority, NewPodsHaveNoneWhileItIsOut) {
    PodCondition pod;
    TwoProxies model(of_age(0min));
    model.add("front").add("web", {}, &pod);
    model.authority().stop(kStart + 1min);
    EXPECT_TRUE(model.shake(2min));
    pod.fresh = true;
    pod.started = kStart + 3min;
    EXPECT_FALSE(model.shake(4min));
    EXPECT_EQ(model.failure().problem, CertificateProblem::Missing);
    model.authority().go_on(kStart + 5min);
    EXPECT_TRUE(model.shake(6min));
}

TEST(HandshakeRemarks, SayHowOftenWhyAndWhatToDo) {
    PlaneResult result;
    result.replications.resize(2);
    const HandshakeFailure expired{CertificateProblem::Expired, "shop/payments", "shop/front", 60};
    for (ReplicationResult& replication : result.replications) {
        replication.handshake_failures = {expired};
    }
    result.pooled.total.requests = 1000;
    EXPECT_THAT(find_failed_handshakes(result),
                ElementsAre(HasSubstr("120 TLS handshakes failed, 12 for every 100 requests: the certificate "
                                      "of shop/payments had expired.")));
}

} // namespace

} // namespace meshcast::test
