#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/certificates.h"
#include "sim/model/fault.h"

namespace meshcast {

/// A plane's, in its profile.
template <>
struct Declaration<CertificateRules> {
    static const Object<CertificateRules>& object();
};

template <>
struct Declaration<OtherIssuer> {
    static const Object<OtherIssuer>& object();
};

/// A scenario's section.
template <>
struct Declaration<Certificates> {
    static const Object<Certificates>& object();
};

template <>
struct Declaration<StopCertificateAuthority> {
    static const Object<StopCertificateAuthority>& object();
};

template <>
struct Declaration<ExpireCertificate> {
    static const Object<ExpireCertificate>& object();
};

template <>
struct Declaration<SkewClock> {
    static const Object<SkewClock>& object();
};

} // namespace meshcast
