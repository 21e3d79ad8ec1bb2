#include "tests/corpus/known_wrong.h"

namespace meshcast::corpus {

std::span<const KnownWrong> known_wrong() {
    return {};
}

std::string_view reason_for(std::string_view suite, std::string_view name, std::span<const KnownWrong> list) {
    for (const KnownWrong& known : list) {
        const bool matches = known.name.ends_with('*')
                                 ? name.starts_with(known.name.substr(0, known.name.size() - 1))
                                 : name == known.name;
        if (known.suite == suite && matches) {
            return known.reason;
        }
    }
    return "";
}

} // namespace meshcast::corpus
