#include "scenarios/analysis/certificate.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

/// A value of a Secret, whichever way it is given; empty: none.
std::string secret_value(const Object& secret, std::string_view key) {
    const std::string plain = secret.root()["stringData"][key].text();
    return plain.empty() ? decode_base64(secret.root()["data"][key].text()).value_or("") : plain;
}

/// What keeps a gateway from using a Secret; empty: nothing. Either pair of keys will do:
/// https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats
std::string secret_problem(const Object& secret, std::optional<std::int64_t> now) {
    const auto has_pair = [&](std::string_view certificate, std::string_view key) {
        return !secret_value(secret, certificate).empty() && !secret_value(secret, key).empty();
    };
    const bool generic = has_pair("cert", "key");
    if (!generic && !has_pair("tls.crt", "tls.key")) {
        return "it has neither tls.crt and tls.key nor cert and key";
    }
    const auto validity = certificate_validity(secret_value(secret, generic ? "cert" : "tls.crt"));
    if (!validity) {
        return "its certificate cannot be read";
    }
    if (now && *now > validity->not_after) {
        return "its certificate has expired";
    }
    return now && *now < validity->not_before ? "its certificate is not valid yet" : "";
}

} // namespace

/// The Secret must be where the gateway's pods are, not beside the Gateway object.
void analyze_gateway_secrets(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    for (const Object* gateway : input.of(kinds::kGateway)) {
        const Peek selector = gateway->spec()["selector"];
        const Labels labels = selector.map();
        const auto pod =
            std::ranges::find_if(pods, [&](const PodView& each) { return selected(labels, each.labels); });
        if (pod == pods.end()) {
            report(diagnostics, *gateway, selector, message::ReferenceMissing,
                   fill(message::ReferenceMissing, "pod with the labels", selector_text(labels)));
            continue;
        }
        for (const Peek& server : gateway->spec()["servers"].items()) {
            const Peek credential = server["tls"]["credentialName"];
            const std::string name = credential.text();
            if (name.empty()) {
                continue;
            }
            const std::size_t slash = name.find('/');
            const bool full = slash != name.npos;
            const Object* secret =
                input.find(kinds::kSecret, full ? name.substr(0, slash) : pod->object->name_space,
                           full ? name.substr(slash + 1) : name);
            if (secret == nullptr) {
                report(diagnostics, *gateway, credential, message::ReferenceMissing,
                       fill(message::ReferenceMissing, "Secret", name),
                       fmt::format("it must be in namespace {}, where the gateway's pods are",
                                   pod->object->name_space));
            } else if (const std::string problem = secret_problem(*secret, input.now()); !problem.empty()) {
                report(diagnostics, *gateway, credential, message::CredentialInvalid,
                       fill(message::CredentialInvalid, name, problem));
            }
        }
    }
}

} // namespace meshcast::analysis
