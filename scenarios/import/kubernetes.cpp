#include "scenarios/import/kubernetes.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/import/delivery_kinds.h"
#include "scenarios/import/identity.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/object.h"
#include "scenarios/import/kubernetes/ownership.h"
#include "scenarios/import/linkerd/security.h"
#include "scenarios/import/routing_kinds.h"
#include "scenarios/import/security_kinds.h"
#include "scenarios/yaml/reader.h"

#include <algorithm>
#include <map>

namespace meshcast {

namespace {

using kubernetes::Kind;
using kubernetes::Object;

std::string shown_place(const Origin& origin) {
    return fmt::format("{}:{}", origin.file, origin.line);
}

/// Kinds of Kubernetes' own groups, where a name we do not know may be a slip.
bool is_builtin_group(std::string_view group) {
    return group.empty() || group == "apps" || group == "extensions";
}

class Importer {
  public:
    explicit Importer(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    Imported run(std::span<const yaml::Document> documents, std::size_t replaceable) {
        replaceable_ = documents.first(std::min(replaceable, documents.size()));
        const std::size_t before = diagnostics_.items().size();
        const std::vector<Object> objects = kubernetes::find_objects(documents, diagnostics_);
        if (objects.empty()) {
            refuse_unknown(diagnostics_.items().subspan(before));
        }
        return run(objects);
    }

    Imported run(std::span<const Object> objects) {
        const std::vector<bool> made_by_others = kubernetes::find_made_by_others(objects);
        const std::vector<bool> replaced = find_replaced(objects);
        for (std::size_t i = 0; i < objects.size(); ++i) {
            if (!made_by_others[i] && !replaced[i]) {
                read(objects[i]);
            }
        }
        result_.rollouts = delivery::arrange(declared_, result_.topology, result_.routing, diagnostics_);
        settle_routing(result_.routing, result_.security.mesh, result_.topology, diagnostics_);
        istio::check_peer_authentications(result_.security, diagnostics_);
        linkerd::check_references(result_.security.linkerd_policies, diagnostics_);
        list_unmodelled();
        return std::move(result_);
    }

  private:
    /// Files of nobody knows what beside manifests are a warning; alone they are a mistake.
    void refuse_unknown(std::span<const Diagnostic> findings) {
        const auto unknown = std::ranges::find(findings, &message::NotAManifest, &Diagnostic::message);
        if (unknown != findings.end()) {
            const Origin where = unknown->where; // adding may move the findings
            diagnostics_.add(message::NoObjects, where, fill(message::NoObjects),
                             "give the manifests of an application");
        }
    }

    /// The last of several objects with the same name counts.
    std::vector<bool> find_replaced(std::span<const Object> objects) {
        struct Seen {
            std::size_t first;
            std::size_t last;
        };

        std::vector<bool> replaced(objects.size());
        std::map<ObjectIdentity, Seen> seen;
        for (std::size_t i = 0; i < objects.size(); ++i) {
            const Object& object = objects[i];
            if (object.name.empty() ||
                (!is_known_by_group(object) && kubernetes::find_kind(object.kind) == nullptr)) {
                continue;
            }
            const auto [entry, is_new] = seen.try_emplace(identity_of(object), Seen{i, i});
            if (is_new) {
                continue;
            }
            const Object& last = objects[entry->second.last];
            replaced[entry->second.last] = true;
            entry->second.last = i;
            if (is_replaceable(last) && !is_replaceable(object)) {
                entry->second.first = i;
                continue;
            }
            diagnostics_.add(
                message::ObjectRepeated, object.origin(),
                fill(message::ObjectRepeated,
                     fmt::format("{} \"{}\" in namespace {}", object.kind, object.name, object.name_space),
                     shown_place(objects[entry->second.first].origin())),
                "rename or remove one of them");
        }
        return replaced;
    }

    bool is_replaceable(const Object& object) const {
        const auto* const end = replaceable_.data() + replaceable_.size();
        return object.document >= replaceable_.data() && object.document < end;
    }

    void read(const Object& object) {
        if (const RoutingKind* routing = find_routing_kind(object.group(), object.kind)) {
            Diagnostics unasked;
            if (routing->concerns == nullptr || routing->concerns(object.cursor(unasked))) {
                routing->read(object.cursor(diagnostics_), result_.routing);
                // An Ingress both routes and lets in.
                if (const SecurityKind* security = concerned_security(object)) {
                    security->read(object.cursor(diagnostics_), result_.security);
                }
            } else {
                count_unmodelled(object);
            }
            return;
        }
        if (const SecurityKind* security = concerned_security(object)) {
            security->read(object.cursor(diagnostics_), result_.security);
            if (!security->simulated) {
                count_unmodelled(object);
            }
            return;
        }
        const DeliveryKind* delivery = find_delivery_kind(object.group(), object.kind);
        if (delivery != nullptr) {
            delivery->read(object.cursor(diagnostics_), declared_);
        }
        const Kind* kind = kubernetes::find_kind(object.kind);
        const bool in_its_group =
            kind != nullptr && (object.group() == kind->group ||
                                (!kind->old_group.empty() && object.group() == kind->old_group));
        if (in_its_group) {
            check_version(object, *kind);
            kind->read(object.cursor(diagnostics_), result_.topology);
            if (!kind->simulated) {
                count_unmodelled(object);
            }
        } else if (kind != nullptr && is_builtin_group(object.group())) {
            diagnostics_.add(message::WrongApiVersion, object.origin(),
                             fill(message::WrongApiVersion, object.kind, object.api_version),
                             "write apiVersion: " + current_version(*kind));
        } else if (delivery == nullptr) {
            count_unmodelled(object);
        }
    }

    static std::string current_version(const Kind& kind) {
        return fmt::format("{}{}{}", kind.group, kind.group.empty() ? "" : "/", kind.version);
    }

    void check_version(const Object& object, const Kind& kind) {
        if (object.group() != kind.group ||
            (object.version() != kind.version && object.version() != kind.served)) {
            diagnostics_.add(message::OldApiVersion, object.origin(),
                             fill(message::OldApiVersion, object.kind + " in " + object.api_version),
                             "write apiVersion: " + current_version(kind));
        }
    }

    void count_unmodelled(const Object& object) {
        if (is_builtin_group(object.group())) {
            std::vector<std::string> names;
            for (const Kind& kind : kubernetes::kinds()) {
                names.emplace_back(kind.name);
            }
            const std::string suggestion = did_you_mean(object.kind, names);
            if (!suggestion.empty()) {
                diagnostics_.add(message::MisspelledKind, object.origin(),
                                 fill(message::MisspelledKind, object.kind, object.api_version), suggestion);
                return;
            }
        }
        const std::string name = fmt::format("{} ({})", object.kind, object.api_version);
        UnmodelledKind& entry =
            unmodelled_.try_emplace(name, UnmodelledKind{name, 0, object.origin()}).first->second;
        ++entry.count;
    }

    void list_unmodelled() {
        for (auto& [name, entry] : unmodelled_) {
            const std::string count =
                entry.count == 1 ? "1 object left out" : fmt::format("{} objects left out", entry.count);
            diagnostics_.add(message::UnmodelledObject, entry.first,
                             fill(message::UnmodelledObject, name, count));
            result_.unmodelled.push_back(std::move(entry));
        }
    }

    Diagnostics& diagnostics_;
    std::span<const yaml::Document> replaceable_;
    Imported result_;
    std::vector<delivery::DeclaredRollout> declared_;
    std::map<std::string, UnmodelledKind> unmodelled_;
};

} // namespace

Imported import_documents(std::span<const yaml::Document> documents, Diagnostics& diagnostics,
                          std::size_t replaceable) {
    return Importer(diagnostics).run(documents, replaceable);
}

Imported import_objects(std::span<const Object> objects, Diagnostics& diagnostics) {
    return Importer(diagnostics).run(objects);
}

Imported import_manifests(std::span<const SourceFile> files, Diagnostics& diagnostics) {
    std::vector<yaml::Document> documents;
    std::vector<std::string> names;
    for (const SourceFile& file : files) {
        std::vector<yaml::Document> read = yaml::read_documents(file.text, file.name, diagnostics);
        std::ranges::move(read, std::back_inserter(documents));
        names.push_back(file.name);
    }
    Imported result = import_documents(documents, diagnostics);
    result.files = std::move(names);
    result.digest = digest_of(files);
    return result;
}

} // namespace meshcast
