#include "cli/show_diagnostics.h"

#include "reports/text/width.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace meshcast {

namespace {

std::string_view colour_of(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "\033[1;31m";
    case Severity::Warning:
        return "\033[1;33m";
    case Severity::Info:
        break;
    }
    return "\033[36m";
}

/// The severity and code stand first after the place: only they are coloured.
std::string coloured(const Diagnostic& diagnostic) {
    std::string text = to_string(diagnostic);
    const std::string head = fmt::format("{} {}:", severity_name(diagnostic.severity()), diagnostic.code());
    if (const std::size_t at = text.find(head); at != std::string::npos) {
        text.replace(at, head.size(), fmt::format("{}{}\033[0m", colour_of(diagnostic.severity()), head));
    }
    return text;
}

std::string count(std::size_t number, std::string_view word) {
    return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
}

std::string summary(std::span<const Diagnostic> diagnostics) {
    std::string text;
    for (const Severity severity : {Severity::Error, Severity::Warning}) {
        const auto number =
            static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
        if (number > 0) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ", count(number, severity_name(severity)));
        }
    }
    return text;
}

} // namespace

std::string show_diagnostics(std::span<const Diagnostic> diagnostics, const DiagnosticsStyle& style) {
    std::map<std::string_view, std::size_t> remarks; // by code
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity() == Severity::Info) {
            ++remarks[diagnostic.code()];
        }
    }
    std::string shown_text;
    for (const Diagnostic& diagnostic : diagnostics) {
        const bool info = diagnostic.severity() == Severity::Info;
        const std::size_t alike = info ? remarks[diagnostic.code()] : 1;
        if (info && (!style.infos || (style.fold && alike == 0))) {
            continue;
        }
        Diagnostic shown = diagnostic;
        shown.text = text::printable(shown.text);
        shown.hint = text::printable(shown.hint);
        shown.where.file = text::printable(shown.where.file);
        if (info && style.fold) {
            remarks[diagnostic.code()] = 0; // the first speaks for all
            if (alike > 1) {
                shown.hint = fmt::format("and {} more like this; --verbose lists them", alike - 1);
            }
        }
        shown_text += (style.colour ? coloured(shown) : to_string(shown)) + "\n";
    }
    if (const std::string totals = summary(diagnostics); !totals.empty()) {
        shown_text += totals + "\n";
    }
    return shown_text;
}

void print_diagnostics(const Session& session, const Diagnostics& diagnostics) {
    DiagnosticsStyle style;
    style.colour = session.console().colour_err();
    style.infos = !session.quiet();
    style.fold = !session.verbose();
    session.console().err(show_diagnostics(diagnostics.sorted(), style));
}

} // namespace meshcast
