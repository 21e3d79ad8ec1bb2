#include "scenarios/diagnostics/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace meshcast {

namespace {

auto position(const Diagnostic& d) {
    return std::tie(d.where.file, d.where.line, d.where.column, d.message->code, d.resource, d.text, d.hint);
}

/// User text may hold anything: one line without control characters, of bearable length, cut between
/// characters.
std::string presentable(std::string_view text) {
    constexpr std::size_t kLongest = 500;
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (result.size() >= kLongest && (byte & 0xC0u) != 0x80u) {
            return result + "...";
        }
        if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace

std::string_view severity_name(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "error";
    case Severity::Warning:
        return "warning";
    case Severity::Info:
        return "info";
    }
    return "";
}

void Diagnostics::add(const Message& message, Origin where, std::string_view text, std::string_view hint,
                      std::string_view resource) {
    items_.push_back(
        {&message, std::move(where), presentable(text), presentable(hint), presentable(resource)});
}

void Diagnostics::append(const Diagnostics& other) {
    items_.insert(items_.end(), other.items_.begin(), other.items_.end());
}

bool Diagnostics::has_errors() const {
    return std::ranges::any_of(items_, [](const Diagnostic& d) { return d.severity() == Severity::Error; });
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = items_;
    std::ranges::stable_sort(
        result, [](const Diagnostic& a, const Diagnostic& b) { return position(a) < position(b); });
    const auto repeats = std::ranges::unique(
        result, [](const Diagnostic& a, const Diagnostic& b) { return position(a) == position(b); });
    result.erase(repeats.begin(), repeats.end());
    return result;
}

std::string to_string(const Diagnostic& diagnostic) {
    const Origin& where = diagnostic.where;
    std::string place = where.file.empty() ? "" : where.file + ":";
    if (where.line > 0) {
        place += fmt::format("{}:{}:", where.line, where.column);
    }
    std::string subject;
    if (!diagnostic.message->istio.empty()) {
        subject += fmt::format(" [{}]", diagnostic.message->istio);
    }
    if (!diagnostic.resource.empty()) {
        subject += fmt::format(" ({})", diagnostic.resource);
    }
    std::string result =
        fmt::format("{}{}{} {}{}: {}", place, place.empty() ? "" : " ", severity_name(diagnostic.severity()),
                    diagnostic.code(), subject, diagnostic.text);
    if (!diagnostic.hint.empty()) {
        result += "\n    hint: " + diagnostic.hint;
    }
    return result;
}

} // namespace meshcast
