#pragma once

#include "sim/model/units.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace meshcast::isotope {

/// isotope's own unit grammars. The error is a sentence saying what is wrong with `text`.

/// Docker's RAM sizes: a non-negative number and one of b k m g t p, in either case, optionally with "b" or
/// "ib" and one space before it. Every prefix is binary: "1 KB", "1k" and "1KiB" are 1024 bytes. Fractions of
/// a byte are cut off.
tl::expected<Bytes, std::string> parse_byte_size(std::string_view text);

/// "12.5%", or a plain number 0..1. A quoted number without "%" is an error, as in isotope: "10" could mean
/// either.
tl::expected<double, std::string> parse_percentage(std::string_view text, bool quoted);

} // namespace meshcast::isotope
