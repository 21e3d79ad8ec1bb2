#pragma once

#include <span>
#include <string_view>

namespace meshcast::corpus {

/// A case we answer differently and know it. It counts as a disagreement all the same; the reason is printed
/// beside it.
struct KnownWrong {
    std::string_view suite;
    std::string_view name; // Case::name, or its beginning up to a "*"
    std::string_view reason;
};

std::span<const KnownWrong> known_wrong();

/// Empty when there is none.
std::string_view reason_for(std::string_view suite, std::string_view name, std::span<const KnownWrong> list);

} // namespace meshcast::corpus
