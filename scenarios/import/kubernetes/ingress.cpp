#include "scenarios/import/kubernetes/ingress.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>
#include <array>

namespace meshcast::kubernetes {

namespace {

constexpr std::string_view kDefaultClass = "ingressclass.kubernetes.io/is-default-class";

const Fields kIngressFields{{"ingressClassName", "defaultBackend", "backend", "rules", "tls"}, {}};
const Fields kPathFields{{"path", "pathType", "backend"}, {}};

/// A number, or the name of one of the Service's ports.
void read_port_of(const yaml::Cursor& port, IngressBackend& backend) {
    const std::string text = port.string().value_or("");
    if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
        backend.port = routes::read_port(port).value_or(0);
    } else {
        backend.port_name = text;
    }
}

IngressBackend read_backend(const yaml::Cursor& item) {
    IngressBackend backend;
    backend.origin = item.origin();
    const yaml::Cursor service = item["service"];
    if (service.present()) {
        backend.service = service["name"].string().value_or("");
        backend.port = routes::read_port(service["port"]["number"]).value_or(0);
        backend.port_name = service["port"]["name"].string().value_or("");
    } else if (const yaml::Cursor name = item["serviceName"]; name.present()) { // before networking/v1
        backend.service = name.string().value_or("");
        read_port_of(item["servicePort"], backend);
    }
    return backend;
}

IngressPath read_path(const yaml::Cursor& item) {
    using Type = IngressPath::Type;
    static constexpr std::array<std::pair<std::string_view, Type>, 3> kTypes{
        {{"Exact", Type::Exact},
         {"Prefix", Type::Prefix},
         {"ImplementationSpecific", Type::ImplementationSpecific}}};
    check_spelling(item, kPathFields);
    warn_if_missing(item["backend"], "write backend: {service: {name: SERVICE, port: {number: 80}}}");
    IngressPath path;
    path.origin = item.origin();
    path.path = item["path"].string().value_or("");
    path.type = routes::read_word<Type>(item["pathType"], kTypes).value_or(Type::ImplementationSpecific);
    path.backend = read_backend(item["backend"]);
    return path;
}

} // namespace

void read_ingress(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kIngressFields);
    if (!metadata) {
        return;
    }
    IngressObject ingress;
    ingress.metadata = *std::move(metadata);
    ingress.created = routes::read_created(object);
    ingress.class_name = spec["ingressClassName"].string().value_or("");
    for (const std::string_view key : {"backend", "defaultBackend"}) { // the first is its name before v1
        if (const yaml::Cursor backend = spec[key]; backend.present()) {
            ingress.default_backend = read_backend(backend);
        }
    }
    for (const yaml::Cursor& item : spec["rules"].items()) {
        IngressRule& rule = ingress.rules.emplace_back();
        rule.origin = item.origin();
        rule.host = routes::lower_case(item["host"].string().value_or(""));
        for (const yaml::Cursor& path : item["http"]["paths"].items()) {
            rule.paths.push_back(read_path(path));
        }
    }
    for (const yaml::Cursor& item : spec["tls"].items()) {
        IngressTls& tls = ingress.tls.emplace_back();
        tls.origin = item.origin();
        tls.secret = item["secretName"].string().value_or("");
        for (const std::string& host : routes::read_strings(item["hosts"])) {
            tls.hosts.push_back(routes::lower_case(host));
        }
    }
    routing.ingresses.push_back(std::move(ingress));
}

void read_ingress_class(const yaml::Cursor& object, Routing& routing) {
    if (std::optional<Metadata> metadata = read_metadata(object, false)) {
        const auto annotation = metadata->annotations.find(kDefaultClass);
        const bool is_default = annotation != metadata->annotations.end() && annotation->second == "true";
        routing.ingress_classes.push_back(
            {*std::move(metadata), object["spec"]["controller"].string().value_or(""), is_default});
    }
}

} // namespace meshcast::kubernetes
