#include "cli/findings.h"

#include "cli/show_diagnostics.h"
#include "reports/text/width.h"

#include <fmt/format.h>

#include <array>

namespace meshcast {

namespace {

std::string_view mark_of(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "× ";
    case Severity::Warning:
        return "‼ ";
    case Severity::Info:
        break;
    }
    return "i ";
}

} // namespace

std::span<const FindingsFormat> findings_formats() {
    static constexpr std::array kFormats{
        FindingsFormat{"log", render_findings_log},
        FindingsFormat{"json", render_findings_json},
        FindingsFormat{"sarif", render_findings_sarif},
        FindingsFormat{"github", render_findings_github},
    };
    return kFormats;
}

std::string render_findings_log(const Findings& findings, const FindingsStyle& style) {
    DiagnosticsStyle one_by_one;
    one_by_one.colour = style.colour;
    one_by_one.fold = false;
    one_by_one.totals = false;
    std::string text;
    std::array<std::size_t, 3> counts{};
    for (const Diagnostic& finding : findings.items) {
        ++counts[static_cast<std::size_t>(finding.severity())];
        text += style.marks ? mark_of(finding.severity()) : std::string_view{};
        text += show_diagnostics({&finding, 1}, one_by_one);
    }
    const std::string input = counted(findings.objects, "object") + " in " + counted(findings.files, "file");
    if (findings.items.empty()) {
        return fmt::format("{}: nothing found\n", input);
    }
    return text + fmt::format("{}: {}, {}, {}\n", input, counted(counts[0], "error"),
                              counted(counts[1], "warning"), counted(counts[2], "remark"));
}

bool Suppression::covers(const Diagnostic& finding) const {
    return (code == finding.code() || (!code.empty() && code == finding.message->istio)) &&
           glob_matches(glob, finding.resource);
}

bool glob_matches(std::string_view glob, std::string_view text) {
    std::size_t at = 0;
    std::size_t seen = 0;
    std::size_t star = glob.npos; // the last one, to come back to
    std::size_t restart = 0;
    while (seen < text.size()) {
        if (at < glob.size() && glob[at] == '*') {
            star = at++;
            restart = seen;
        } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[seen])) {
            ++at;
            ++seen;
        } else if (star != glob.npos) {
            at = star + 1;
            seen = ++restart;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', at) == glob.npos;
}

} // namespace meshcast
