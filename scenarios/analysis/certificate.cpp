#include "scenarios/analysis/certificate.h"

#include <array>
#include <charconv>
#include <chrono>

namespace meshcast::analysis {

namespace {

// Tags of DER: https://www.itu.int/rec/T-REC-X.690
constexpr unsigned kInteger = 0x02;
constexpr unsigned kUtcTime = 0x17;
constexpr unsigned kGeneralizedTime = 0x18;
constexpr unsigned kSequence = 0x30;
constexpr unsigned kVersion = 0xA0;

struct Element {
    unsigned tag = 0;
    std::string_view content;
};

/// Takes the first element off `der`; nothing where there is no whole one.
std::optional<Element> take_element(std::string_view& der) {
    constexpr unsigned kLongForm = 0x80;
    constexpr std::size_t kMostLengthBytes = 4;
    if (der.size() < 2) {
        return std::nullopt;
    }
    Element element;
    element.tag = static_cast<unsigned char>(der[0]);
    std::size_t length = static_cast<unsigned char>(der[1]);
    std::size_t header = 2;
    if (length >= kLongForm) {
        const std::size_t count = length - kLongForm;
        if (count == 0 || count > kMostLengthBytes || der.size() < header + count) {
            return std::nullopt;
        }
        length = 0;
        for (std::size_t i = 0; i < count; ++i) {
            length = length * 256 + static_cast<unsigned char>(der[header + i]);
        }
        header += count;
    }
    if (der.size() - header < length) {
        return std::nullopt;
    }
    element.content = der.substr(header, length);
    der.remove_prefix(header + length);
    return element;
}

std::optional<std::string_view> take_content(std::string_view& der, unsigned tag) {
    const std::optional<Element> element = take_element(der);
    return element && element->tag == tag ? std::optional(element->content) : std::nullopt;
}

int two_digits(std::string_view text, std::size_t at) {
    int value = -1;
    if (at + 2 <= text.size()) {
        std::from_chars(text.data() + at, text.data() + at + 2, value);
    }
    return value;
}

/// "230102030405Z" or "20230102030405Z".
std::optional<std::int64_t> read_time(const Element& element) {
    if (element.tag != kUtcTime && element.tag != kGeneralizedTime) {
        return std::nullopt;
    }
    std::string_view text = element.content;
    int year = two_digits(text, 0);
    if (element.tag == kGeneralizedTime) {
        year = year * 100 + two_digits(text, 2);
        text.remove_prefix(text.size() < 2 ? text.size() : 2);
    } else {
        year += year < 50 ? 2000 : 1900; // RFC 5280, 4.1.2.5.1
    }
    constexpr std::size_t kFields = 5;
    std::array<int, kFields> fields{}; // month, day, hour, minute, second
    for (std::size_t i = 0; i < kFields; ++i) {
        fields[i] = two_digits(text, 2 + 2 * i);
        if (fields[i] < 0) {
            return std::nullopt;
        }
    }
    const std::chrono::year_month_day day{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(fields[0])),
                                          std::chrono::day(static_cast<unsigned>(fields[1]))};
    if (!day.ok()) {
        return std::nullopt;
    }
    const auto midnight = std::chrono::sys_days(day).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(midnight).count() + fields[2] * 3600 +
           fields[3] * 60 + fields[4];
}

/// Certificate -> TBSCertificate -> [version] serialNumber signature issuer validity ...
std::optional<Validity> read_certificate(std::string_view der) {
    auto certificate = take_content(der, kSequence);
    auto body = certificate ? take_content(*certificate, kSequence) : std::nullopt;
    if (!body) {
        return std::nullopt;
    }
    if (!body->empty() && static_cast<unsigned char>(body->front()) == kVersion) {
        take_element(*body);
    }
    const bool serial = take_content(*body, kInteger).has_value();
    const bool signature = serial && take_content(*body, kSequence).has_value();
    const bool issuer = signature && take_content(*body, kSequence).has_value();
    auto validity = issuer ? take_content(*body, kSequence) : std::nullopt;
    if (!validity) {
        return std::nullopt;
    }
    const std::optional<Element> first = take_element(*validity);
    const std::optional<Element> last = take_element(*validity);
    const auto not_before = first ? read_time(*first) : std::nullopt;
    const auto not_after = last ? read_time(*last) : std::nullopt;
    return not_before && not_after ? std::optional(Validity{*not_before, *not_after}) : std::nullopt;
}

} // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == ' ') {
            continue;
        }
        if (c == '=') {
            break;
        }
        const std::size_t value = kLetters.find(c);
        if (value == kLetters.npos) {
            return std::nullopt;
        }
        bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFFU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
        }
    }
    return result;
}

std::optional<Validity> certificate_validity(std::string_view pem) {
    constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
    constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
    const std::size_t begin = pem.find(kBegin);
    const std::size_t end = pem.find(kEnd);
    if (begin == pem.npos || end == pem.npos || end < begin + kBegin.size()) {
        return std::nullopt;
    }
    const auto der = decode_base64(pem.substr(begin + kBegin.size(), end - begin - kBegin.size()));
    return der ? read_certificate(*der) : std::nullopt;
}

} // namespace meshcast::analysis
