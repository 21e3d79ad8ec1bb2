#include "sim/policy/authorization/trust_domains.h"

#include "sim/policy/authorization/text_pattern.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kLocal = "cluster.local"; // whatever the mesh's domain is
constexpr auto kSlashes = 4;                         // in domain/ns/NAMESPACE/sa/NAME

std::vector<std::string> domains_of(const MeshConfig& mesh) {
    std::vector<std::string> result{mesh.trust_domain};
    result.insert(result.end(), mesh.trust_domain_aliases.begin(), mesh.trust_domain_aliases.end());
    return result;
}

void add_once(std::string text, std::vector<std::string>& list) {
    if (std::ranges::find(list, text) == list.end()) {
        list.push_back(std::move(text));
    }
}

} // namespace

std::vector<std::string> with_aliases(const std::string& principal, const MeshConfig& mesh) {
    const std::string written = principal.substr(0, principal.find('/'));
    if (std::ranges::count(principal, '/') != kSlashes || written == "*") {
        return {principal};
    }
    const std::vector<std::string> domains = domains_of(mesh);
    const bool is_ours = written == kLocal || std::ranges::any_of(domains, [&](const std::string& domain) {
                             const TextPattern pattern(domain); // an alias may be "*.example.com"
                             return pattern.matches(written);
                         });
    if (!is_ours) {
        return {principal};
    }
    std::vector<std::string> result;
    for (const std::string& domain : domains) {
        const bool covered = written.starts_with('*') && TextPattern(written).matches(domain);
        add_once(covered ? principal : domain + principal.substr(written.size()), result);
    }
    return result;
}

std::vector<std::string> trust_domains_meant(const std::string& written, const MeshConfig& mesh) {
    std::vector<std::string> domains = domains_of(mesh);
    const bool is_ours = std::ranges::find(domains, written) != domains.end();
    return is_ours ? domains : std::vector{written};
}

} // namespace meshcast
