#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/security.h"

#include <fmt/format.h>

#include <charconv>

namespace meshcast::kubernetes {

namespace {

std::variant<int, std::string> number_or_name(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && error == std::errc{} && end == text.data() + text.size()) {
        return number;
    }
    return text;
}

/// `service: {name: web, port: {number: 80}}`, or as it was before networking.k8s.io/v1:
/// `serviceName: web`, `servicePort: 80`.
void read_backend(const yaml::Cursor& backend, Exposure& exposure) {
    if (!backend.present()) {
        return;
    }
    const yaml::Cursor service = backend["service"];
    const yaml::Cursor port = service["port"];
    const bool is_new = service.present();
    const std::string name = read_string(is_new ? service["name"] : backend["serviceName"]).value_or("");
    const yaml::Cursor given = !is_new                    ? backend["servicePort"]
                               : port["number"].present() ? port["number"]
                                                          : port["name"];
    if (!name.empty()) {
        exposure.backends.push_back({name, number_or_name(given.string().value_or("0")), false});
    }
}

void add_exposure(const yaml::Cursor& object, Exposure&& exposure, Security& security) {
    if (std::optional<Metadata> metadata = read_metadata(object, true)) {
        exposure.metadata = *std::move(metadata);
        security.exposures.push_back(std::move(exposure));
    }
}

} // namespace

void read_ingress_exposure(const yaml::Cursor& object, Security& security) {
    Exposure exposure;
    exposure.kind = "Ingress";
    const yaml::Cursor spec = object["spec"];
    read_backend(spec["defaultBackend"], exposure);
    read_backend(spec["backend"], exposure);
    for (const yaml::Cursor& rule : spec["rules"].items()) {
        for (const yaml::Cursor& path : rule["http"]["paths"].items()) {
            read_backend(path["backend"], exposure);
        }
    }
    add_exposure(object, std::move(exposure), security);
}

/// https://docs.openshift.com/container-platform/latest/rest_api/network_apis/route-route-openshift-io-v1.html
void read_openshift_route(const yaml::Cursor& object, Security& security) {
    Exposure exposure;
    exposure.kind = "Route";
    const yaml::Cursor spec = object["spec"];
    const auto port = number_or_name(spec["port"]["targetPort"].string().value_or("0"));
    const auto add = [&](const yaml::Cursor& target) {
        const std::string name = read_string(target["name"]).value_or("");
        if (!name.empty() && target["kind"].string().value_or("Service") == "Service") {
            exposure.backends.push_back({name, port, true});
        }
    };
    if (const yaml::Cursor to = spec["to"]; to.missing()) {
        to.report(message::IncompleteObject, fill(message::IncompleteObject, to.path()),
                  "write to: {kind: Service, name: web}");
    } else {
        add(to);
    }
    for (const yaml::Cursor& target : spec["alternateBackends"].items()) {
        add(target);
    }
    add_exposure(object, std::move(exposure), security);
}

} // namespace meshcast::kubernetes
