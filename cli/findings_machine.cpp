#include "cli/findings.h"
#include "cli/version.h"
#include "scenarios/diagnostics/catalogue.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace meshcast {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr int kFindingsSchemaVersion = 1;

std::size_t count_of(const Findings& findings, Severity severity) {
    return static_cast<std::size_t>(std::ranges::count(findings.items, severity, &Diagnostic::severity));
}

/// One line, with what bytes of the input are no UTF-8 replaced.
std::string dump(const OrderedJson& json) {
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string_view sarif_level(Severity severity) {
    return severity == Severity::Info ? "note" : severity_name(severity);
}

/// A relative reference of RFC 3986.
std::string uri_of(std::string_view path) {
    std::string uri;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", byte);
        }
    }
    return uri;
}

OrderedJson sarif_rules() {
    OrderedJson rules = OrderedJson::array();
    for (const Message* message : catalogue()) {
        OrderedJson rule{{"id", message->code},
                         {"name", message->name},
                         {"shortDescription", {{"text", message->name}}},
                         {"fullDescription", {{"text", message->explanation}}},
                         {"help", {{"text", message->explanation}}},
                         {"defaultConfiguration", {{"level", sarif_level(message->severity)}}}};
        if (!message->istio.empty()) {
            rule["properties"] = {{"istio", message->istio}};
            rule["helpUri"] = fmt::format("https://istio.io/latest/docs/reference/config/analysis/");
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::size_t rule_index(const Message* message) {
    return static_cast<std::size_t>(std::ranges::find(catalogue(), message) - catalogue().begin());
}

OrderedJson sarif_result(const Diagnostic& finding) {
    const std::string hint = finding.hint.empty() ? "" : fmt::format(" (hint: {})", finding.hint);
    OrderedJson physical{{"artifactLocation", {{"uri", uri_of(finding.where.file)}}}};
    if (finding.where.line > 0) {
        physical["region"] = {{"startLine", finding.where.line},
                              {"startColumn", std::max(finding.where.column, 1)}};
    }
    OrderedJson location;
    if (!finding.where.file.empty()) {
        location["physicalLocation"] = std::move(physical);
    }
    if (!finding.resource.empty()) {
        location["logicalLocations"] = {{{"fullyQualifiedName", finding.resource}, {"kind", "resource"}}};
    }
    OrderedJson result{{"ruleId", finding.code()},
                       {"ruleIndex", rule_index(finding.message)},
                       {"level", sarif_level(finding.severity())},
                       {"message", {{"text", finding.text + hint}}}};
    if (!location.is_null()) {
        result["locations"] = OrderedJson::array({std::move(location)});
    }
    return result;
}

/// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
std::string escaped(std::string_view text, bool property) {
    std::string result;
    for (const char c : text) {
        const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
    }
    return result;
}

} // namespace

std::string render_findings_json(const Findings& findings, const FindingsStyle&) {
    OrderedJson items = OrderedJson::array();
    for (const Diagnostic& finding : findings.items) {
        OrderedJson item{{"code", finding.code()}};
        if (!finding.message->istio.empty()) {
            item["istio"] = finding.message->istio;
        }
        item["name"] = finding.message->name;
        item["severity"] = severity_name(finding.severity());
        item["resource"] = finding.resource;
        item["file"] = finding.where.file;
        item["line"] = finding.where.line;
        item["column"] = finding.where.column;
        item["text"] = finding.text;
        item["hint"] = finding.hint;
        items.push_back(std::move(item));
    }
    return dump({{"schemaVersion", kFindingsSchemaVersion},
                 {"meshcastVersion", version_text()},
                 {"summary",
                  {{"objects", findings.objects},
                   {"files", findings.files},
                   {"errors", count_of(findings, Severity::Error)},
                   {"warnings", count_of(findings, Severity::Warning)},
                   {"infos", count_of(findings, Severity::Info)}}},
                 {"findings", std::move(items)}});
}

/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
std::string render_findings_sarif(const Findings& findings, const FindingsStyle&) {
    OrderedJson results = OrderedJson::array();
    for (const Diagnostic& finding : findings.items) {
        results.push_back(sarif_result(finding));
    }
    OrderedJson driver{{"name", "meshcast"}, {"version", version_text()}, {"rules", sarif_rules()}};
    OrderedJson run{{"tool", {{"driver", std::move(driver)}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", std::move(results)}};
    return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", OrderedJson::array({std::move(run)})}});
}

std::string render_findings_github(const Findings& findings, const FindingsStyle&) {
    std::string text;
    for (const Diagnostic& finding : findings.items) {
        const std::string_view command =
            finding.severity() == Severity::Info ? "notice" : severity_name(finding.severity());
        std::string place = fmt::format("file={}", escaped(finding.where.file, true));
        if (finding.where.line > 0) {
            place += fmt::format(",line={},col={}", finding.where.line, std::max(finding.where.column, 1));
        }
        const std::string title =
            fmt::format("{}{}{}", finding.code(), finding.resource.empty() ? "" : " ", finding.resource);
        const std::string body =
            finding.hint.empty() ? finding.text : fmt::format("{}\nhint: {}", finding.text, finding.hint);
        text +=
            fmt::format("::{} {},title={}::{}\n", command, place, escaped(title, true), escaped(body, false));
    }
    return text;
}

} // namespace meshcast
