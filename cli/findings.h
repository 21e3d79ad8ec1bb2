#pragma once

#include "scenarios/diagnostics/diagnostic.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// What `validate` found, ready to be written.
struct Findings {
    std::vector<Diagnostic> items;
    std::size_t objects = 0; // looked at
    std::size_t files = 0;
};

/// How a form of output looks to a terminal.
struct FindingsStyle {
    bool colour = false;
    bool marks = false; // a sign before each finding, for eyes that skim
};

/// A form that findings can be written in.
struct FindingsFormat {
    std::string_view name;
    std::string (*render)(const Findings& findings, const FindingsStyle& style);
};

std::span<const FindingsFormat> findings_formats();

std::string render_findings_log(const Findings& findings, const FindingsStyle& style);
std::string render_findings_json(const Findings& findings, const FindingsStyle& style);
std::string render_findings_sarif(const Findings& findings, const FindingsStyle& style);
std::string render_findings_github(const Findings& findings, const FindingsStyle& style);

/// "CODE=GLOB" of --suppress, taken apart.
struct Suppression {
    std::string code; // "MS0701" or "IST0101"
    std::string glob; // of resources: "Gateway default/*"

    bool covers(const Diagnostic& finding) const;
};

/// `*` stands for any text, `?` for one character.
bool glob_matches(std::string_view glob, std::string_view text);

} // namespace meshcast
