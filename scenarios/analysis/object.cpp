#include "scenarios/analysis/object.h"

namespace meshcast::analysis {

std::string Object::full_name() const {
    return name_space.empty() ? name : name_space + "/" + name;
}

std::string Object::resource() const {
    return kind + " " + full_name();
}

void report(Diagnostics& diagnostics, const Object& object, const Peek& where, const Message& message,
            std::string_view text, std::string_view hint) {
    const Origin place = where.node() == nullptr ? object.origin() : object.document->origin(*where.node());
    diagnostics.add(message, place, text, hint, object.resource());
}

std::string_view label(const Labels& labels, std::string_view key) {
    const auto found = labels.find(key);
    return found == labels.end() ? std::string_view{} : std::string_view(found->second);
}

} // namespace meshcast::analysis
