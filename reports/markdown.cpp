#include "reports/markdown.h"

#include "reports/text/width.h"
#include "reports/view/notes.h"
#include "reports/view/summary.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

/// Text that Markdown shows as it is: no markup, no HTML, no cell or line break.
std::string escaped(std::string_view untrusted) {
    std::string text;
    for (const char c : text::printable(untrusted)) {
        switch (c) {
        case '<':
            text += "&lt;";
            break;
        case '>':
            text += "&gt;";
            break;
        case '&':
            text += "&amp;";
            break;
        case '|':
        case '`':
        case '*':
        case '_':
        case '[':
        case ']':
        case '\\':
        case '~':
            text += '\\';
            [[fallthrough]];
        default:
            text += c;
        }
    }
    return text;
}

std::string cell(const Fact& fact) {
    std::string text = escaped(fact.text);
    if (!fact.interval.empty()) {
        text += " " + fact.interval;
    }
    if (!fact.delta.empty()) {
        text += fact.delta_interval.empty() ? fmt::format(" ({})", fact.delta)
                                            : fmt::format(" ({} {})", fact.delta, fact.delta_interval);
    }
    return fact.tone == Tone::Bad ? fmt::format("**{}**", text) : text;
}

std::string pipes(const FactTable& table) {
    std::string text = "|";
    for (const FactColumn& column : table.columns) {
        const std::string unit = column.unit.empty() ? "" : fmt::format(" ({})", escaped(column.unit));
        text += fmt::format(" {}{} |", column.title, unit);
    }
    text += "\n|";
    for (const FactColumn& column : table.columns) {
        text += column.numeric ? " ---: |" : " :--- |";
    }
    for (const auto& row : table.rows) {
        text += "\n|";
        for (const Fact& fact : row) {
            text += fmt::format(" {} |", cell(fact));
        }
    }
    return text + "\n";
}

std::string bullets(std::string_view heading, const std::vector<Note>& notes) {
    if (notes.empty()) {
        return "";
    }
    std::string text = fmt::format("\n### {}\n\n", heading);
    for (const Note& note : notes) {
        text += note.planes.empty() ? fmt::format("- {}\n", escaped(note.text))
                                    : fmt::format("- {}: {}\n", escaped(note.planes), escaped(note.text));
    }
    return text;
}

/// A code block whose fence is longer than any run of backquotes inside.
std::string code_block(std::string_view untrusted) {
    const std::string code = text::printable(untrusted);
    std::size_t longest = 2;
    for (std::size_t at = 0; at < code.size();) {
        const std::size_t end = std::min(code.find_first_not_of('`', at), code.size());
        longest = std::max(longest, end - at);
        at = std::max(end, at + 1);
    }
    const std::string fence(longest + 1, '`');
    return fmt::format("\n{}\n{}\n{}\n", fence, code, fence);
}

} // namespace

std::string render_markdown(const RunResult& result, const RenderOptions&) {
    std::string text = fmt::format("## meshcast: {}\n\n{}\n\n{}\n\n", escaped(result.scenario.name),
                                   escaped(verdict(result)), escaped(load_line(result)));
    if (result.partial) {
        text += "**Stopped early**: what follows covers the part that was simulated.\n\n";
    }
    if (!result.planes.empty()) {
        text += pipes(summary_table(result));
    }
    if (result.planes.size() > 1) {
        text += fmt::format(
            "\n± 95 % interval; in parentheses: difference from {}, paired by replication, {} where "
            "none is measurable.\n",
            escaped(result.planes.front().plane.name), kNoDifference);
    }
    if (!result.thresholds.empty()) {
        text += fmt::format("\n### Thresholds\n\n{}", pipes(threshold_table(result)));
    }
    text += bullets("Findings", findings(result)) + bullets("Doubts", doubts(result));
    if (const std::string assumptions = assumptions_in_brief(result); !assumptions.empty()) {
        text += fmt::format("\nRests on {}.\n", assumptions);
    }
    return result.reproduce.empty() ? text : text + code_block(result.reproduce);
}

} // namespace meshcast
