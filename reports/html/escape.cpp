#include "reports/html/escape.h"

#include "reports/text/width.h"

namespace meshcast {

std::string html_escaped(std::string_view untrusted) {
    std::string text;
    for (const char c : text::printable(untrusted)) {
        switch (c) {
        case '&':
            text += "&amp;";
            break;
        case '<':
            text += "&lt;";
            break;
        case '>':
            text += "&gt;";
            break;
        case '"':
            text += "&quot;";
            break;
        case '\'':
            text += "&#39;";
            break;
        default:
            text += c;
        }
    }
    return text;
}

} // namespace meshcast
