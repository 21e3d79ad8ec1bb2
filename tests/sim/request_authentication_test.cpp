#include "tests/sim/istio_policies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using test::IstioPolicies;
using testing::HasSubstr;

class IstioTokens : public IstioPolicies {
  protected:
    void send(const std::string& header, const std::string& text, const std::string& issuer,
              std::vector<std::pair<std::vector<std::string>, Claim>> claims = {}) {
        Token token;
        token.claims[{"iss"}] = {Claim::Kind::Text, false, {issuer}};
        token.claims[{"sub"}] = {Claim::Kind::Text, false, {"me"}};
        for (const auto& [path, claim] : claims) {
            token.claims[path] = claim;
        }
        const std::string name = "t" + std::to_string(request_.tokens.size());
        request_.tokens[name] = token;
        request_.headers.emplace_back(header, text + name);
    }
};

TEST_F(IstioTokens, AMissingOneIsAcceptedAndABadOneIsNot) {
    tokens_of("{jwtRules: [{issuer: us}]}");
    EXPECT_TRUE(allowed());
    request_.headers = {{"Authorization", "Bearer nonsense"}};
    const AccessDecision decision = decide();
    EXPECT_EQ(decision.status, 401);
    EXPECT_THAT(decision.details, HasSubstr("jwt_authn_access_denied{Jwt_is_not_in_the_form"));
    EXPECT_EQ(decision.object, "RequestAuthentication shop/t0");
    request_.headers.clear();
    policy("{rules: [{from: [{source: {requestPrincipals: ['*']}}]}]}");
    EXPECT_EQ(decide().status, 403);
    send("authorization", "Bearer ", "us");
    EXPECT_TRUE(allowed());
}

TEST_F(IstioTokens, ExpiredForeignAndForgedOnesAreRefused) {
    tokens_of("{jwtRules: [{issuer: us}]}");
    send("authorization", "Bearer ", "them");
    EXPECT_THAT(decide().details, HasSubstr("issuer_is_not_configured"));
    request_.tokens["t0"].claims[{"iss"}].values = {"us"};
    EXPECT_TRUE(allowed());
    request_.tokens["t0"].claims[{"exp"}] = {Claim::Kind::Number, false, {"1000"}};
    EXPECT_THAT(decide().details, HasSubstr("expired"));
    request_.tokens["t0"].claims.erase({"exp"});
    request_.tokens["t0"].good_signature = false;
    EXPECT_EQ(decide().status, 401);
}

TEST_F(IstioTokens, AudiencesAreForbiddenNotUnauthorized) {
    tokens_of("{jwtRules: [{issuer: us, audiences: [shop]}]}");
    send("authorization", "Bearer ", "us", {{{"aud"}, {Claim::Kind::Text, true, {"x", "shop"}}}});
    EXPECT_TRUE(allowed());
    request_.tokens["t0"].claims.erase({"aud"});
    EXPECT_EQ(decide().status, 403);
}

TEST_F(IstioTokens, AnyOfSeveralRulesWillDo) {
    tokens_of("{jwtRules: [{issuer: us, audiences: [a]}, {issuer: them}]}");
    tokens_of("{jwtRules: [{issuer: us}]}");
    send("authorization", "Bearer ", "us");
    EXPECT_TRUE(allowed());
}

TEST_F(IstioTokens, PlacesReplaceTheUsualOne) {
    tokens_of("{jwtRules: [{issuer: us, fromHeaders: [{name: x-jwt, prefix: 'Value '}], fromParams: [token], "
              "fromCookies: [jar]}]}");
    policy("{rules: [{from: [{source: {requestPrincipals: [us/me]}}]}]}");
    send("authorization", "Bearer ", "us");
    EXPECT_FALSE(allowed());
    send("x-jwt", "Value ", "us");
    EXPECT_TRUE(allowed());
    request_.headers = {{"cookie", "a=b; jar=t0"}};
    EXPECT_TRUE(allowed());
    request_.headers.clear();
    request_.path = "/?token=t0";
    EXPECT_TRUE(allowed());
    request_.path = "/?token=t0&x=1";
    request_.headers = {{"x-jwt", "Value bad"}}; // one of two is bad
    EXPECT_EQ(decide().status, 401);
}

TEST_F(IstioTokens, PreflightsAreNotChecked) {
    tokens_of("{jwtRules: [{issuer: us}]}");
    request_.headers = {
        {"authorization", "Bearer bad"}, {"origin", "https://x"}, {"access-control-request-method", "PUT"}};
    EXPECT_FALSE(allowed());
    request_.method = "OPTIONS";
    EXPECT_TRUE(allowed());
    request_.headers.erase(request_.headers.begin() + 1);
    EXPECT_EQ(decide().status, 401);
}

TEST_F(IstioTokens, ClaimsAreComparedByPathListsByElementAndScopesByWord) {
    tokens_of("{jwtRules: [{issuer: us, spaceDelimitedClaims: [teams]}]}");
    send("authorization", "Bearer ", "us",
         {{{"a", "b"}, {Claim::Kind::Text, true, {"x", "y"}}},
          {{"scope"}, {Claim::Kind::Text, false, {"read write"}}},
          {{"teams"}, {Claim::Kind::Text, false, {"red blue"}}},
          {{"other"}, {Claim::Kind::Text, false, {"one two"}}},
          {{"n"}, {Claim::Kind::Number, false, {"7"}}}});
    const auto holds = [&](const std::string& key, const std::string& value) {
        objects_.resize(1);
        policy("{rules: [{when: [{key: 'request.auth.claims" + key + "', values: ['" + value + "']}]}]}");
        return allowed();
    };
    EXPECT_TRUE(holds("[a][b]", "y"));
    EXPECT_FALSE(holds("[a]", "y"));
    EXPECT_FALSE(holds("[a][c]", "*"));
    EXPECT_TRUE(holds("[scope]", "write"));
    EXPECT_TRUE(holds("[teams]", "red"));
    EXPECT_FALSE(holds("[other]", "two"));
    EXPECT_FALSE(holds("[n]", "7"));
}

TEST_F(IstioTokens, ClaimsBecomeHeadersThatClientsCannotForge) {
    tokens_of("{jwtRules: [{issuer: us, outputClaimToHeaders: [{header: x-user, claim: a.name}]}]}");
    request_.headers = {{"X-User", "root"}};
    EXPECT_TRUE(decide().headers.empty());
    send("authorization", "Bearer ", "us", {{{"a", "name"}, {Claim::Kind::Text, false, {"ann"}}}});
    EXPECT_THAT(decide().headers,
                testing::ElementsAre(testing::Pair("x-user", "ann"))); // and the token is gone
}

} // namespace

} // namespace meshcast
