#pragma once

#include "sim/model/origin.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace meshcast::yaml {

/// Line and column, from 1, of byte offsets into a text. Columns count characters, as editors do, not bytes.
/// Each question costs the distance to the last one, so asking in nearly ascending order is linear in all,
/// even for one endless line.
class TextPosition {
  public:
    struct Place {
        std::uint32_t line = 1;
        std::uint32_t column = 1;
    };

    explicit TextPosition(std::string_view text) : text_(text) {}

    Place at(std::size_t offset) {
        offset = std::min(offset, text_.size());
        for (; offset_ < offset; ++offset_) {
            if (text_[offset_] == '\n') {
                ++place_.line;
                place_.column = 1;
            } else if (begins_character(text_[offset_])) {
                ++place_.column;
            }
        }
        while (offset_ > offset) {
            step_back();
        }
        return place_;
    }

    Origin origin(const std::string& file, std::size_t offset) {
        const Place place = at(offset);
        return {file, static_cast<int>(place.line), static_cast<int>(place.column)};
    }

  private:
    static bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

    void step_back() {
        --offset_;
        if (text_[offset_] == '\n') {
            --place_.line;
            const std::size_t start = offset_ == 0 ? 0 : text_.rfind('\n', offset_ - 1) + 1; // npos + 1 == 0
            place_.column = 1 + static_cast<std::uint32_t>(std::ranges::count_if(
                                    text_.substr(start, offset_ - start), begins_character));
        } else if (begins_character(text_[offset_])) {
            --place_.column;
        }
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    Place place_;
};

} // namespace meshcast::yaml
