#include "scenarios/yaml/source_check.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/outline.h"
#include "scenarios/yaml/reader.h"
#include "scenarios/yaml/text_position.h"

#include <algorithm>
#include <optional>

namespace meshcast::yaml {

namespace {

unsigned byte(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// Length of the well-formed UTF-8 sequence at `i`, 0 for none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t i) {
    const unsigned first = byte(text, i);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) {
        return 0;
    }
    const unsigned second = byte(text, i + 1);
    const unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
        return 0;
    }
    for (std::size_t k = 2; k < length; ++k) {
        if ((byte(text, i + k) & 0xC0u) != 0x80u) {
            return 0;
        }
    }
    return length;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/// The first place that is not text, as a finding.
bool check_encoding(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    const std::string_view start = text.substr(0, 2);
    const bool zero_bytes = text.substr(0, 4).find('\0') != text.npos;
    if (start == "\xFE\xFF" || start == "\xFF\xFE" || zero_bytes) {
        diagnostics.add(message::NotUtf8, {file, 1, 1},
                        fill(message::NotUtf8, "it looks like UTF-16 or UTF-32"),
                        "save the file as UTF-8, for example: iconv -f UTF-16 -t UTF-8");
        return false;
    }
    TextPosition position(text);
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = sequence_length(text, i);
        if (length == 0) {
            diagnostics.add(message::NotUtf8, position.origin(file, i),
                            fill(message::NotUtf8, fmt::format("invalid byte 0x{:02X}", byte(text, i))),
                            "save the file as UTF-8; if it is Latin-1: iconv -f ISO-8859-1 -t UTF-8");
            return false;
        }
        if (is_control(text[i])) {
            diagnostics.add(message::ControlCharacter, position.origin(file, i),
                            fill(message::ControlCharacter, byte(text, i)),
                            text[i] == '\0' ? "this looks like a binary file" : "remove the character");
            return false;
        }
        i += length;
    }
    return true;
}

bool check_conflicts(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    constexpr std::string_view kMarker = "<<<<<<<";
    bool clean = true;
    TextPosition position(text);
    for (std::size_t i = text.find(kMarker); i != text.npos; i = text.find(kMarker, i + kMarker.size())) {
        if (i == 0 || text[i - 1] == '\n') {
            diagnostics.add(message::ConflictMarker, position.origin(file, i),
                            fill(message::ConflictMarker, kMarker),
                            "keep one side and delete the marker lines");
            clean = false;
        }
    }
    return clean;
}

/// The rest of the line, short enough for a message, cut between characters.
std::string excerpt(std::string_view text, std::size_t at) {
    constexpr std::size_t kLongest = 40;
    std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    if (end - at > kLongest) {
        end = at + kLongest;
        while ((byte(text, end) & 0xC0u) == 0x80u) {
            --end;
        }
    }
    return std::string(text.substr(at, end - at));
}

bool check_template(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    if (text.find("{{") == text.npos && text.find("{%") == text.npos) {
        return true;
    }
    const std::optional<std::size_t> mark = outline(text).template_mark;
    if (!mark) {
        return true;
    }
    const bool jinja = text[*mark + 1] == '%';
    diagnostics.add(message::UnrenderedTemplate, TextPosition(text).origin(file, *mark),
                    fill(message::UnrenderedTemplate, jinja ? "Jinja" : "Helm or Go", excerpt(text, *mark)),
                    jinja ? "render it first, and read the output"
                          : "render it first: helm template CHART > rendered.yaml, and read rendered.yaml");
    return false;
}

} // namespace

bool check_source(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    if (text.size() > kMaxFileBytes) {
        diagnostics.add(message::FileTooLarge, {file}, fill(message::FileTooLarge, file, kMaxFileBytes >> 20),
                        "split the file");
        return false;
    }
    return check_encoding(text, file, diagnostics) && check_conflicts(text, file, diagnostics) &&
           check_template(text, file, diagnostics);
}

} // namespace meshcast::yaml
