#include "scenarios/load/changes.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/import/identity.h"
#include "scenarios/import/kubernetes.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/routing_kinds.h"
#include "scenarios/yaml/reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>
#include <set>
#include <tuple>

namespace meshcast {

namespace {

using kubernetes::Object;

std::string shown(const Object& object) {
    return fmt::format("{} {}/{}", object.kind, object.name_space, object.name);
}

/// The same content, wherever it is written.
bool same(const yaml::Node& a, const yaml::Node& b) {
    return a.kind == b.kind && a.text == b.text &&
           std::ranges::equal(a.items, b.items, [](const auto& x, const auto& y) { return same(x, y); }) &&
           std::ranges::equal(a.entries, b.entries, [](const auto& x, const auto& y) {
               return x.key.text == y.key.text && same(x.value, y.value);
           });
}

/// Kinds whose objects the simulated proxies learn of while they run. An EnvoyFilter's limits stay where they
/// are put at first.
bool can_change(const Object& object) {
    return find_routing_kind(object.group(), object.kind) != nullptr && object.kind != "EnvoyFilter";
}

bool is_read(const Object& object) {
    return is_known_by_group(object) || kubernetes::find_kind(object.kind) != nullptr;
}

class Stages {
  public:
    Stages(std::span<const yaml::Document> manifests, std::string scenario_path, Sources& sources,
           Diagnostics& diagnostics)
        : folder_(std::filesystem::path(scenario_path).parent_path()),
          sources_(sources),
          diagnostics_(diagnostics) {
        for (const Diagnostic& diagnostic : diagnostics.items()) {
            said_.insert(key_of(diagnostic));
        }
        Diagnostics said_already;
        for (const Object& object : kubernetes::find_objects(manifests, said_already)) {
            Object* known = find(object);
            if (known != nullptr && !object.name.empty()) {
                *known = object;
            } else {
                objects_.push_back(object);
            }
        }
    }

    ConfigurationChange next(const DeclaredChange& declared) {
        ConfigurationChange change;
        change.at = declared.at;
        change.origin = declared.origin;
        reported_ = false;
        std::vector<std::string> done;
        for (const Reference& path : declared.apply) {
            apply(path, change);
            done.push_back(path.text + " was applied");
        }
        for (const Reference& name : declared.remove) {
            remove(name, change);
            done.push_back(name.text + " was deleted");
        }
        change.text = fmt::format("{}", fmt::join(done, ", "));
        if (change.objects.empty() && !reported_ && !done.empty()) {
            diagnostics_.add(message::ChangesNothing, declared.origin, fill(message::ChangesNothing));
        }
        change.routing = declare(change.files);
        return change;
    }

  private:
    using Said = std::tuple<const Message*, std::string, int, int, std::string>;

    static Said key_of(const Diagnostic& diagnostic) {
        const Origin& where = diagnostic.where;
        return {diagnostic.message, where.file, where.line, where.column, diagnostic.text};
    }

    Object* find(const Object& wanted) {
        const auto found = std::ranges::find_if(objects_, [&](const Object& object) {
            return object.name == wanted.name && identity_of(object) == identity_of(wanted);
        });
        return found == objects_.end() ? nullptr : &*found;
    }

    void apply(const Reference& path, ConfigurationChange& change) {
        Diagnostics found;
        std::vector<yaml::Document>& documents = documents_.emplace_back();
        for (const SourceFile& file : sources_.all(std::vector{(folder_ / path.text).string()}, found)) {
            change.files.push_back(file.name);
            std::ranges::move(yaml::read_documents(file.text, file.name, found),
                              std::back_inserter(documents));
        }
        const std::vector<Object> objects = kubernetes::find_objects(documents, found);
        for (const Diagnostic& diagnostic : found.items()) {
            const bool has_place = diagnostic.where.line > 0;
            say({diagnostic.message, has_place ? diagnostic.where : path.origin, diagnostic.text,
                 diagnostic.hint});
        }
        reported_ = reported_ || found.has_errors();
        for (const Object& object : objects) {
            apply(object, change);
        }
    }

    void apply(const Object& object, ConfigurationChange& change) {
        Object* known = find(object);
        if (known != nullptr && same(*known->node, *object.node)) {
            return;
        }
        if (is_read(object) && !can_change(object)) {
            diagnostics_.add(
                message::ChangeNotSimulated, object.origin(),
                fill(message::ChangeNotSimulated, shown(object), known == nullptr ? "be added" : "change"));
            reported_ = true;
            return;
        }
        change.objects.push_back(shown(object) + (known == nullptr ? " added" : " changed"));
        if (known != nullptr) {
            *known = object;
        } else {
            objects_.push_back(object);
        }
    }

    void remove(const Reference& reference, ConfigurationChange& change) {
        const std::size_t space = reference.text.find(' ');
        const std::string kind = reference.text.substr(0, space);
        const std::string name = space == std::string::npos ? "" : reference.text.substr(space + 1);
        const auto is_meant = [&](const Object& object) {
            return object.kind == kind &&
                   (object.name == name || fmt::format("{}/{}", object.name_space, object.name) == name);
        };
        const auto matches = std::ranges::count_if(objects_, is_meant);
        const auto found = std::ranges::find_if(objects_, is_meant);
        if (matches != 1) {
            refuse(reference, kind, matches > 1);
        } else if (!can_change(*found)) {
            diagnostics_.add(message::ChangeNotSimulated, reference.origin,
                             fill(message::ChangeNotSimulated, shown(*found), "be deleted"));
            reported_ = true;
        } else {
            change.objects.push_back(shown(*found) + " deleted");
            objects_.erase(found);
        }
    }

    void refuse(const Reference& reference, const std::string& kind, bool ambiguous) {
        std::vector<std::string> known;
        for (const Object& object : objects_) {
            if (object.kind == kind || !ambiguous) {
                known.push_back(shown(object));
            }
        }
        diagnostics_.add(message::NothingToDelete, reference.origin,
                         fill(message::NothingToDelete, reference.text),
                         ambiguous ? fmt::format("write one of {}", fmt::join(known, ", "))
                                   : did_you_mean(reference.text, known));
        reported_ = true;
    }

    /// All that is declared now. What is wrong with it is said once, and kinds that are left alone only of
    /// the files applied.
    Routing declare(const std::vector<std::string>& files) {
        Diagnostics found;
        Imported imported = import_objects(objects_, found);
        for (const Diagnostic& diagnostic : found.items()) {
            const bool applied = std::ranges::find(files, diagnostic.where.file) != files.end();
            if (applied || diagnostic.message != &message::UnmodelledObject) {
                say(diagnostic);
            }
        }
        return std::move(imported.routing);
    }

    void say(const Diagnostic& diagnostic) {
        if (said_.insert(key_of(diagnostic)).second) {
            diagnostics_.add(*diagnostic.message, diagnostic.where, diagnostic.text, diagnostic.hint);
        }
    }

    std::filesystem::path folder_;
    Sources& sources_;
    Diagnostics& diagnostics_;
    std::set<Said> said_;
    std::deque<std::vector<yaml::Document>> documents_; // that objects_ are in
    std::vector<Object> objects_;
    bool reported_ = false; // why the latest change changes nothing
};

} // namespace

std::vector<ConfigurationChange> stage_changes(std::span<const DeclaredChange> declared,
                                               std::span<const yaml::Document> manifests,
                                               const std::string& scenario_path, Duration run,
                                               Sources& sources, Diagnostics& diagnostics) {
    std::vector<ConfigurationChange> changes;
    if (declared.empty()) {
        return changes;
    }
    std::vector<DeclaredChange> in_order(declared.begin(), declared.end());
    std::ranges::stable_sort(in_order, {}, &DeclaredChange::at);
    Stages stages(manifests, scenario_path, sources, diagnostics);
    for (const DeclaredChange& change : in_order) {
        changes.push_back(stages.next(change));
        if (change.at >= run) {
            diagnostics.add(message::NeverHappens, change.origin, fill(message::NeverHappens, "this change"));
        }
    }
    return changes;
}

} // namespace meshcast
