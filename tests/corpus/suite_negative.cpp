#include "tests/corpus/suite_negative.h"

#include "tests/corpus/files.h"
#include "tests/corpus/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace meshcast::corpus {

namespace {

constexpr std::string_view kRefused = "refused, with a remedy";
constexpr std::string_view kNothing = "nothing in it to simulate";

/// A line that a template engine would act on and YAML would not take for a comment or a quoted string.
bool is_template(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t mark = std::min({line.find("{{"), line.find("{%"), line.find("<%")});
        if (mark != std::string::npos && line.substr(0, mark).find_first_of("#\"'") == std::string::npos) {
            return true;
        }
    }
    return false;
}

/// The remedy is a command that makes a manifest of the template.
bool names_remedy(const Diagnostic& diagnostic) {
    const std::string words = fmt::format("{} {}", diagnostic.text, diagnostic.hint);
    return diagnostic.severity() == Severity::Error &&
           (words.find("helm template") != std::string::npos || words.find("render") != std::string::npos);
}

std::string contents(const Topology& topology) {
    return fmt::format("{} workloads and {} services read", topology.workloads.size(),
                       topology.services.size());
}

std::string answer_to_template(const ImportedFile& imported) {
    if (!imported.topology.workloads.empty() || !imported.topology.services.empty()) {
        return contents(imported.topology);
    }
    const std::vector<Diagnostic> diagnostics = imported.diagnostics.sorted();
    if (std::ranges::any_of(diagnostics, names_remedy)) {
        return std::string(kRefused);
    }
    const std::string errors = errors_of(imported.diagnostics);
    return errors.empty() ? "accepted without an error" : "no remedy in: " + errors;
}

std::string answer_to_plain(const ImportedFile& imported) {
    const bool nothing = imported.topology.workloads.empty() && imported.topology.services.empty();
    return nothing ? std::string(kNothing) : contents(imported.topology);
}

} // namespace

std::vector<Case> negative_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "negative")) {
        const std::string name = name_below(root, file);
        if (is_template(read_text(file))) {
            cases.push_back({name, std::string(kRefused),
                             [root, file] { return answer_to_template(import_file(root, file)); }});
        } else {
            cases.push_back({name, std::string(kNothing),
                             [root, file] { return answer_to_plain(import_file(root, file)); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
