#include "scenarios/schema/certificates.h"

namespace meshcast {

namespace {

constexpr Duration kLongestLife = std::chrono::hours(24 * 3650);
const FieldNotes<Duration> kLife{.min = std::chrono::minutes(1), .max = kLongestLife, .example = "24h"};
const FieldNotes<Duration> kUpToAnHour{
    .min = std::chrono::seconds(1), .max = std::chrono::hours(1), .example = {}};

/// A share of a life that the plane may say instead.
struct ShareOfLife {
    static bool read(ReadContext& context, const yaml::Node& node, std::optional<double>& value) {
        return Percent::read(context, node, value.emplace());
    }

    static Json schema(Definitions& definitions) { return Percent::schema(definitions); }

    static Json write(double value) { return Percent::write(value); }

    static Json write(const std::optional<double>& value) { return value ? write(*value) : Json(); }
};

/// A duration that may have a sign.
struct ClockOffset {
    static bool read(ReadContext& context, const yaml::Node& node, Duration& value) {
        yaml::Node size = node;
        const bool behind = node.is_scalar() && node.text.starts_with('-');
        if (behind) {
            size.text.erase(0, 1);
        }
        const bool good = Codec<Duration>::read(context, size, value);
        value = behind ? -value : value;
        return good;
    }

    static Json schema(Definitions& definitions) {
        return {{"anyOf",
                 {Codec<Duration>::schema(definitions), Json{{"type", "string"}, {"pattern", "^-[0-9]"}}}}};
    }

    static Json write(Duration value) {
        return value < Duration{} ? Json("-" + Codec<Duration>::write(-value).get<std::string>())
                                  : Codec<Duration>::write(value);
    }
};

bool names_somebody(ReadContext& context, const yaml::Node& node, const OtherIssuer& issuer) {
    return !issuer.workloads.empty() ||
           context.error(message::FieldsConflict, node,
                         fill(message::FieldsConflict, context.path(), "workloads is empty"),
                         "name the workloads whose certificates come from there");
}

bool one_whereabouts(ReadContext& context, const yaml::Node& node, const SkewClock& skew) {
    const int named = int{!skew.workload.empty()} + int{!skew.node.empty()} + int{!skew.zone.empty()};
    return named == 1 || context.error(message::FieldsConflict, node,
                                       fill(message::FieldsConflict, context.path(),
                                            "clocks are those of a workload, a node or a zone"),
                                       "write exactly one of them");
}

} // namespace

const Object<CertificateRules>& Declaration<CertificateRules>::object() {
    using R = CertificateRules;
    static const auto object =
        Object<R>("CertificateRules", "How a plane's proxies come by the certificates they show each other.")
            .field("lifetime", &R::lifetime, "From issue to expiry.", kLife)
            .field<Percent>("rotateAt", &R::rotate_at,
                            "Share of the life after which a new one is asked for.",
                            {.min = 0.01, .max = 1.0})
            .field<Percent>("jitter", &R::jitter, "Share of the life by which that comes earlier or later.",
                            {.min = 0.0, .max = 0.5})
            .field("backdated", &R::backdated, "They are valid so long before they are issued.",
                   {.min = Duration{}, .max = std::chrono::hours(24)})
            .field("retry", &R::retry, "Until a renewal that failed is tried again,", kUpToAnHour)
            .field<Percent>("retryShare", &R::retry_share,
                            "or this share of what is left of the life, if that is longer.",
                            {.min = 0.0, .max = 1.0})
            .field("serversCheckTrustDomain", &R::servers_check_trust_domain,
                   "Whether servers refuse clients of another trust domain; clients always refuse servers.");
    return object;
}

const Object<OtherIssuer>& Declaration<OtherIssuer>::object() {
    static const auto object =
        Object<OtherIssuer>("OtherIssuer", "Workloads whose certificates come from elsewhere.")
            .required("name", &OtherIssuer::name, "Of the root, or of the trust domain.",
                      {.example = "old-ca"})
            .required("workloads", &OtherIssuer::workloads, "Whose, by name or namespace/name.",
                      {.example = "[payments]"})
            .check(names_somebody);
    return object;
}

const Object<Certificates>& Declaration<Certificates>::object() {
    using C = Certificates;
    static const auto object =
        Object<C>(
            "Certificates",
            "Certificates of the plane's proxies: how long they live, how old they are, who signed them. "
            "A new connection between proxies needs valid ones at both ends; connections that stand stay.")
            .field("lifetime", &C::lifetime, "From issue to expiry; absent: as the plane has it (24h).",
                   kLife)
            .field<ShareOfLife>(
                "rotateAt", &C::rotate_at,
                "Share of the life after which a new one is asked for; absent: as the plane has "
                "it (Istio 50%, Linkerd 70%).",
                {.min = 0.01, .max = 1.0, .example = "50%"})
            .field(
                "age", &C::age,
                "How old they are when the run begins; absent: each anything until it is due to be renewed.",
                {.min = Duration{}, .max = kLongestLife, .example = "11h50m"})
            .field("ageSpread", &C::age_spread, "Each is up to so much younger, uniformly.",
                   {.min = Duration{}, .max = kLongestLife})
            .field(
                "otherRoots", &C::other_roots,
                "Workloads whose certificates another root has signed than `mesh`, which signs the rest. Who "
                "has one root does not trust another, unless that is in the trustBundle.")
            .field("trustBundle", &C::trust_bundle, "Roots that everybody trusts beside the own one.",
                   {.example = "[mesh, old-ca]"})
            .field("otherTrustDomains", &C::other_trust_domains,
                   "Workloads whose identities are of another trust domain than `mesh`. Those of one do not "
                   "accept those of another, unless it is among the trustDomainAliases.")
            .field("trustDomainAliases", &C::trust_domain_aliases,
                   "Trust domains that are as good as the mesh's own.", {.example = "[old-td]"});
    return object;
}

const Object<StopCertificateAuthority>& Declaration<StopCertificateAuthority>::object() {
    static const auto object = Object<StopCertificateAuthority>(
        "StopCertificateAuthority", "Nobody issues or renews certificates. Written as {}.");
    return object;
}

const Object<ExpireCertificate>& Declaration<ExpireCertificate>::object() {
    static const auto object =
        Object<ExpireCertificate>("ExpireCertificate",
                                  "A workload's certificates end, and are not renewed until the fault ends.")
            .shorthand(&ExpireCertificate::workload)
            .required("workload", &ExpireCertificate::workload, "Whose, by name or namespace/name.",
                      {.example = "ratings"});
    return object;
}

const Object<SkewClock>& Declaration<SkewClock>::object() {
    static const auto object =
        Object<SkewClock>(
            "SkewClock",
            "Clocks of a workload's pods, or of all on a machine, are wrong, so that certificates "
            "seem expired, or not valid yet.")
            .field("workload", &SkewClock::workload, "Whose pods; a node's proxy goes by the node's clock.",
                   {.example = "ratings"})
            .field("node", &SkewClock::node, "One machine and all on it.", {.example = "node-1"})
            .field("zone", &SkewClock::zone, "All machines of an availability zone.", {.example = "zone-a"})
            .required<ClockOffset>("by", &SkewClock::by, "How far ahead; with a minus sign: behind.",
                                   {.min = -kLongestLife, .max = kLongestLife, .example = "10m"})
            .check(one_whereabouts);
    return object;
}

} // namespace meshcast
