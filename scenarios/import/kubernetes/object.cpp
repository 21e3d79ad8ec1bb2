#include "scenarios/import/kubernetes/object.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/foreign_document.h"

namespace meshcast::kubernetes {

namespace {

constexpr std::string_view kListSuffix = "List";

std::string scalar(const yaml::Node& mapping, std::string_view key) {
    const yaml::Node* value = mapping.find(key);
    return value != nullptr && value->is_scalar() ? value->text : "";
}

class Finder {
  public:
    Finder(std::vector<Object>& objects, Diagnostics& diagnostics)
        : objects_(objects), diagnostics_(diagnostics) {}

    /// `list`: the kind and version of a typed list, which its elements may leave out.
    void look_at(const yaml::Document& document, const yaml::Node& node, const Object* list = nullptr) {
        if (node.is_null()) {
            return;
        }
        Object object{&document, &node, scalar(node, "apiVersion"), scalar(node, "kind"), "", "default"};
        if (list != nullptr && object.kind.empty()) {
            object.kind = list->kind;
            object.api_version = object.api_version.empty() ? list->api_version : object.api_version;
        }
        if (is_foreign(object)) {
            report_foreign(object, diagnostics_);
        } else if (const yaml::Node* items = node.find("items");
                   items != nullptr && object.kind.ends_with(kListSuffix)) {
            look_into(object, *items);
        } else {
            take(std::move(object));
        }
    }

  private:
    void look_into(const Object& list, const yaml::Node& items) {
        if (!items.is_null() && !items.is_sequence()) {
            list.cursor(diagnostics_)["items"].report_type("a list");
        }
        Object element = list;
        element.kind.resize(element.kind.size() - kListSuffix.size());
        for (const yaml::Node& item : items.items) {
            look_at(*list.document, item, element.kind.empty() ? nullptr : &element);
        }
    }

    void take(Object&& object) {
        if (const yaml::Node* metadata = object.node->find("metadata")) {
            object.name = scalar(*metadata, "name");
            const std::string name_space = scalar(*metadata, "namespace");
            object.name_space = name_space.empty() ? object.name_space : name_space;
        }
        objects_.push_back(std::move(object));
    }

    std::vector<Object>& objects_;
    Diagnostics& diagnostics_;
};

} // namespace

std::string_view Object::group() const {
    const std::size_t slash = api_version.find('/');
    return slash == api_version.npos ? std::string_view{} : std::string_view(api_version).substr(0, slash);
}

std::string_view Object::version() const {
    const std::size_t slash = api_version.find('/');
    return slash == api_version.npos ? std::string_view(api_version)
                                     : std::string_view(api_version).substr(slash + 1);
}

std::vector<Object> find_objects(std::span<const yaml::Document> documents, Diagnostics& diagnostics) {
    std::vector<Object> objects;
    Finder finder(objects, diagnostics);
    for (const yaml::Document& document : documents) {
        finder.look_at(document, document.root);
    }
    return objects;
}

} // namespace meshcast::kubernetes
