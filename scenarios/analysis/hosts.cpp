#include "scenarios/analysis/hosts.h"

#include "scenarios/analysis/kinds.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

std::vector<std::string> split_on_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
    }
    return parts;
}

std::string_view without_star(std::string_view host) {
    return host.starts_with('*') ? host.substr(1) : host;
}

std::vector<std::int64_t> port_numbers(const Peek& ports, std::string_view field) {
    std::vector<std::int64_t> numbers;
    for (const Peek& port : ports.items()) {
        numbers.push_back(port[field].integer().value_or(0));
    }
    return numbers;
}

} // namespace

std::string full_host(std::string_view host, std::string_view name_space, std::string_view domain) {
    if (host.starts_with('*') || host.find('.') != host.npos) {
        return std::string(host);
    }
    return fmt::format("{}.{}.{}", host, name_space, domain);
}

std::string service_domain(const Input& input) {
    const std::string cluster = input.mesh_config()["clusterDomain"].text();
    return "svc." + (cluster.empty() ? "cluster.local" : cluster);
}

bool exported_to_all(const std::vector<std::string>& export_to) {
    return export_to.empty() || std::ranges::find(export_to, "*") != export_to.end();
}

std::vector<std::string> export_scopes(const std::vector<std::string>& export_to,
                                       std::string_view name_space) {
    if (exported_to_all(export_to)) {
        return {"*"};
    }
    std::vector<std::string> scopes;
    for (const std::string& scope : export_to) {
        const std::string name = scope == "." ? std::string(name_space) : scope;
        if (std::ranges::find(scopes, name) == scopes.end()) {
            scopes.push_back(name);
        }
    }
    return scopes;
}

Hosts::Hosts(const Input& input) : domain_(service_domain(input)) {
    for (const Object* object : input.of(kinds::kServiceEntry)) {
        const Peek spec = object->spec();
        HostEntry entry{port_numbers(spec["ports"], "number"), spec["workloadSelector"]["labels"].map()};
        for (const std::string& host : spec["hosts"].texts()) {
            add(*object, export_scopes(spec["exportTo"].texts(), object->name_space), host, entry);
        }
    }
    for (const Object* object : input.of(kinds::kService)) {
        const std::string_view annotation = label(object->annotations, "networking.istio.io/exportTo");
        const HostEntry entry{port_numbers(object->spec()["ports"], "port"), {}};
        add(*object, export_scopes(split_on_commas(annotation), object->name_space), object->name, entry);
    }
}

void Hosts::add(const Object& owner, const std::vector<std::string>& scopes, std::string_view host,
                const HostEntry& entry) {
    for (const std::string& scope : scopes) {
        entries_[scope + "/" + full_host(host, owner.name_space, domain_)] = entry;
    }
}

const HostEntry* Hosts::find(std::string_view name_space, const std::vector<std::string>& export_to,
                             std::string_view host) const {
    const std::string full = full_host(host, name_space, domain_);
    std::vector<std::string> scopes{"*"};
    if (export_to.empty()) {
        scopes.emplace_back(name_space);
    }
    for (const std::string& scope : export_to) {
        scopes.push_back(scope == "." ? std::string(name_space) : scope);
    }
    for (const std::string& scope : scopes) {
        if (const auto found = entries_.find(scope + "/" + full); found != entries_.end()) {
            return &found->second;
        }
    }
    for (const auto& [key, entry] : entries_) {
        const std::size_t slash = key.find('/');
        const std::string_view scope = std::string_view(key).substr(0, slash);
        const std::string_view known = std::string_view(key).substr(slash + 1);
        if (known.starts_with('*') && (scope == "*" || scope == name_space) &&
            without_star(host).ends_with(without_star(known))) {
            return &entry;
        }
    }
    return nullptr;
}

} // namespace meshcast::analysis
