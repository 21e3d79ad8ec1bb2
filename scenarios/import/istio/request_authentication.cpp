#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/policy_scope.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::istio {

using namespace routes;

namespace {

using JwtRule = RequestAuthentication::JwtRule;

const kubernetes::Fields kAuthenticationFields{{"selector", "targetRef", "targetRefs", "jwtRules"}, {}};
const kubernetes::Fields kJwtFields{{"issuer", "audiences", "jwksUri", "jwks_uri", "jwks", "fromHeaders",
                                     "fromParams", "fromCookies", "outputPayloadToHeader",
                                     "outputClaimToHeaders", "forwardOriginalToken", "spaceDelimitedClaims"},
                                    {"timeout"}};
const kubernetes::Fields kHeaderFields{{"name", "prefix"}, {}};
const kubernetes::Fields kOutputFields{{"header", "claim"}, {}};

JwtRule read_jwt_rule(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kJwtFields);
    JwtRule rule;
    rule.origin = item.origin();
    rule.issuer = item["issuer"].string().value_or("");
    if (rule.issuer.empty()) {
        item.report(message::JwtRuleWithoutIssuer, fill(message::JwtRuleWithoutIssuer, item.path()));
    }
    rule.audiences = read_strings(item["audiences"]);
    rule.jwks_uri = item[item["jwksUri"].present() ? "jwksUri" : "jwks_uri"].string().value_or("");
    rule.jwks = item["jwks"].string().value_or("");
    for (const yaml::Cursor& header : item["fromHeaders"].items()) {
        kubernetes::check_spelling(header, kHeaderFields);
        kubernetes::warn_if_missing(header["name"], "write name: HEADER");
        rule.from_headers.push_back(
            {header["name"].string().value_or(""), header["prefix"].string().value_or("")});
    }
    rule.from_params = read_strings(item["fromParams"]);
    rule.from_cookies = read_strings(item["fromCookies"]);
    rule.payload_to_header = item["outputPayloadToHeader"].string().value_or("");
    for (const yaml::Cursor& output : item["outputClaimToHeaders"].items()) {
        kubernetes::check_spelling(output, kOutputFields);
        kubernetes::warn_if_missing(output["header"], "write header: HEADER");
        kubernetes::warn_if_missing(output["claim"], "write claim: CLAIM");
        rule.claims_to_headers.push_back(
            {output["header"].string().value_or(""), output["claim"].string().value_or("")});
    }
    rule.space_delimited_claims = read_strings(item["spaceDelimitedClaims"]);
    rule.forward_original_token = item["forwardOriginalToken"].boolean().value_or(false);
    return rule;
}

} // namespace

void read_request_authentication(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kAuthenticationFields);
    if (!metadata) {
        return;
    }
    RequestAuthentication policy;
    policy.metadata = *std::move(metadata);
    policy.created = read_created(object);
    policy.scope = read_policy_scope(spec);
    for (const yaml::Cursor& item : spec["jwtRules"].items()) {
        policy.rules.push_back(read_jwt_rule(item));
    }
    security.request_authentications.push_back(std::move(policy));
}

} // namespace meshcast::istio
