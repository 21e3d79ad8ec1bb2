#include "scenarios/import/kubernetes/spelling.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"

#include <algorithm>

namespace meshcast::kubernetes {

void check_spelling(const yaml::Cursor& mapping, const Fields& fields) {
    if (!mapping.present()) {
        return;
    }
    const auto known = [](const std::vector<std::string>& names, const std::string& key) {
        return std::ranges::find(names, key) != names.end();
    };
    for (const auto& [key, value] : mapping.node()->entries) {
        if (known(fields.modelled, key.text) || known(fields.others, key.text)) {
            continue;
        }
        const std::string suggestion = did_you_mean(key.text, fields.modelled);
        if (!suggestion.empty()) {
            const std::string path = mapping.path();
            mapping.diagnostics().add(
                message::MisspelledField, mapping.origin_of(key),
                fill(message::MisspelledField, path + (path.empty() ? "" : ".") + key.text), suggestion);
        }
    }
}

} // namespace meshcast::kubernetes
