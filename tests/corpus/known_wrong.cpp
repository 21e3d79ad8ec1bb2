#include "tests/corpus/known_wrong.h"

namespace meshcast::corpus {

std::span<const KnownWrong> known_wrong() {
    static constexpr KnownWrong kKnown[] = {
        {"routing/gateway-api", "BackendTLSPolicy*",
         "BackendTLSPolicy is not read; whether a certificate fits is in Secrets that the case leaves out"},
        {"routing/gateway-api", "HTTPRouteReferenceGrant-02",
         "the test deletes the grant in between; the manifests are those of case 01, which expects 200"},
        {"routing/gateway-api", "MeshGRPCRouteRequestHeaderModifier-04",
         "the backend is to see a value that the case's request does not carry"},
        {"routing/gateway-api", "MeshHTTPRouteNamedRule-02",
         "the rule for /unnamed rewrites nothing, yet the backend is to see /named"},
    };
    return kKnown;
}

std::string_view reason_for(std::string_view suite, std::string_view name, std::span<const KnownWrong> list) {
    for (const KnownWrong& known : list) {
        const bool matches = known.name.ends_with('*')
                                 ? name.starts_with(known.name.substr(0, known.name.size() - 1))
                                 : name == known.name;
        if (known.suite == suite && matches) {
            return known.reason;
        }
    }
    return "";
}

} // namespace meshcast::corpus
