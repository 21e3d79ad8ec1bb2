#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <algorithm>
#include <map>
#include <optional>

namespace meshcast::analysis {

namespace {

std::string rule_name(const Peek& rule, std::size_t index) {
    const std::string name = rule["name"].text();
    return name.empty() ? fmt::format("#{}", index) : fmt::format("\"{}\"", name);
}

/// Equal texts mean equal nodes, in whatever order keys are written. The match's own name says nothing.
std::string canonical_text(const Peek& node, bool top = true) {
    if (node.is_scalar()) {
        return "=" + node.text();
    }
    std::string text = node.is_sequence() ? "[" : "{";
    for (const Peek& item : node.items()) {
        text += canonical_text(item, false) + ",";
    }
    std::map<std::string, std::string> fields;
    for (const auto& [key, value] : node.entries()) {
        if (!top || key != "name") {
            fields[key] = canonical_text(value, false);
        }
    }
    for (const auto& [key, value] : fields) {
        text += key + value + ",";
    }
    return text + (node.is_sequence() ? "]" : "}");
}

struct SeenMatch {
    Peek match;
    std::string text;
    std::size_t rule = 0;
};

/// Everything of a match but its URI.
std::string without_uri(const Peek& match) {
    std::string text;
    std::map<std::string, std::string> fields;
    for (const auto& [key, value] : match.entries()) {
        if (key != "name" && key != "uri") {
            fields[key] = canonical_text(value, false);
        }
    }
    for (const auto& [key, value] : fields) {
        text += key + value + ",";
    }
    return text;
}

/// Whether an earlier match takes every request of a later one: the same, or a shorter prefix of the path.
bool takes_all_of(const SeenMatch& earlier, const Peek& later, const std::string& later_text) {
    if (earlier.text == later_text) {
        return true;
    }
    const std::string prefix = earlier.match["uri"]["prefix"].text();
    const std::string exact = later["uri"]["exact"].text();
    const std::string path = exact.empty() ? later["uri"]["prefix"].text() : exact;
    return !prefix.empty() && !path.empty() && path.starts_with(prefix) &&
           without_uri(earlier.match) == without_uri(later);
}

/// Whether there is an earlier match that takes every request of `match`; else it is remembered.
std::optional<std::size_t> find_or_remember(std::vector<SeenMatch>& seen, const Peek& match,
                                            std::size_t rule) {
    const std::string text = canonical_text(match);
    const auto found = std::ranges::find_if(
        seen, [&](const SeenMatch& earlier) { return takes_all_of(earlier, match, text); });
    if (found != seen.end()) {
        return found->rule;
    }
    seen.push_back({match, text, rule});
    return std::nullopt;
}

void check_rules(const Object& service, const std::vector<Peek>& rules, Diagnostics& diagnostics) {
    std::vector<SeenMatch> seen;
    bool seen_catch_all = false;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::vector<Peek> matches = rules[i]["match"].items();
        if (matches.empty()) {
            if (seen_catch_all) {
                report(diagnostics, service, rules[i], message::RuleUnreachable,
                       fill(message::RuleUnreachable, rule_name(rules[i], i),
                            "an earlier rule has no match either"),
                       "only the last rule can have no match");
            }
            seen_catch_all = true;
            continue;
        }
        std::size_t taken = 0;
        for (std::size_t j = 0; j < matches.size(); ++j) {
            if (const auto by = find_or_remember(seen, matches[j], i)) {
                ++taken;
                report(
                    diagnostics, service, matches[j], message::MatchIneffective,
                    fill(message::MatchIneffective, j, rule_name(rules[i], i), rule_name(rules[*by], *by)));
            }
        }
        if (taken == matches.size()) {
            report(
                diagnostics, service, rules[i], message::RuleUnreachable,
                fill(message::RuleUnreachable, rule_name(rules[i], i), "earlier rules take all its matches"));
        }
    }
}

} // namespace

/// https://istio.io/latest/docs/reference/config/analysis/ist0130/
void analyze_unreachable_rules(const Input& input, Diagnostics& diagnostics) {
    for (const Object* service : input.of(kinds::kVirtualService)) {
        for (const std::string_view protocol : {"http", "tls", "tcp"}) {
            check_rules(*service, service->spec()[protocol].items(), diagnostics);
        }
    }
}

} // namespace meshcast::analysis
