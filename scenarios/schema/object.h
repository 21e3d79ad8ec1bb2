#pragma once

#include "scenarios/schema/codec.h"

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace meshcast {

/// What a field's value is bounded by, both ends included, and how one may look.
template <class V>
struct FieldNotes {
    std::optional<V> min = std::nullopt;
    std::optional<V> max = std::nullopt;
    std::string example;
};

namespace detail {

template <class V>
struct Bounded {
    using type = V;
};

template <class V>
struct Bounded<std::optional<V>> {
    using type = V;
};

/// Untemplated halves of Object, in object.cpp.
void report_unknown_field(ReadContext&, const yaml::Node& key, const std::string& object,
                          const std::vector<std::string>& known);
void report_missing_field(ReadContext&, const yaml::Node& object, const std::string& key,
                          const std::string& example);
bool report_out_of_range(ReadContext&, const yaml::Node&, const Json& min, const Json& max);
Json describe_field(Json schema, const std::string& help, const Json& fallback, const std::string& example,
                    const Json& min, const Json& max);

} // namespace detail

/// Says that T has an Object: a specialisation has `static const Object<T>& object()` and, where a
/// default-constructed T is not what an absent field means, `static T initial()`.
template <class T>
struct Declaration;

/// The T that reading starts from.
template <class T>
T initial_value() {
    if constexpr (requires { Declaration<T>::initial(); }) {
        return Declaration<T>::initial();
    } else {
        return T{};
    }
}

/// The one declaration of a mapping that becomes a T: it reads T with every error reported, describes itself
/// to editors as JSON Schema, and so gives the reference page. Defaults are those of `initial_value<T>()`.
///
///     Object<Traffic>("Traffic", "One source of requests.")
///         .required("to", &Traffic::to, "Service that receives the requests.")
///         .field("rate", &Traffic::rate, "Requests per second, all connections together.", {.max =
///         Rate{1e6}})
template <class T>
class Object {
  public:
    Object(std::string name, std::string help) : name_(std::move(name)), help_(std::move(help)) {}

    /// `C` replaces the member type's own codec: `.field<Percent>("probability", ...)`.
    template <class C = void, class V, class B>
    Object& field(std::string key, V B::* member, std::string help,
                  FieldNotes<typename detail::Bounded<V>::type> notes = {}) {
        using Use = std::conditional_t<std::is_void_v<C>, Codec<V>, C>;
        using Bound = typename detail::Bounded<V>::type;
        using UseBound = std::conditional_t<std::is_void_v<C>, Codec<Bound>, C>;
        const Json min = notes.min ? UseBound::write(*notes.min) : Json();
        const Json max = notes.max ? UseBound::write(*notes.max) : Json();
        fields_.push_back(
            {std::move(key), false, notes.example,
             [member, notes, min, max](ReadContext& context, const yaml::Node& node, T& object) {
                 V& value = object.*member;
                 if (!Use::read(context, node, value)) {
                     return false;
                 }
                 if constexpr (std::totally_ordered<Bound>) {
                     if (!within(value, notes)) {
                         return detail::report_out_of_range(context, node, min, max);
                     }
                 }
                 return true;
             },
             [member, help = std::move(help), min, max, example = notes.example](Definitions& definitions) {
                 return detail::describe_field(Use::schema(definitions), help,
                                               Use::write(initial_value<T>().*member), example, min, max);
             }});
        return *this;
    }

    template <class C = void, class V, class B>
    Object& required(std::string key, V B::* member, std::string help,
                     FieldNotes<typename detail::Bounded<V>::type> notes = {}) {
        field<C>(std::move(key), member, std::move(help), std::move(notes));
        fields_.back().required = true;
        return *this;
    }

    /// A field that sets more than one member: C reads onto the T itself.
    template <class C>
    Object& spread(std::string key, std::string help, std::string example = {}) {
        fields_.push_back({std::move(key), false, example, &C::read,
                           [help = std::move(help), example](Definitions& definitions) {
                               return detail::describe_field(C::schema(definitions), help,
                                                             C::write(initial_value<T>()), example, {}, {});
                           }});
        return *this;
    }

    /// A nested mapping whose fields belong to the same T.
    Object& group(std::string key, Object<T> inner) {
        bool required = false;
        for (const Entry& entry : inner.fields_) {
            required |= entry.required;
        }
        auto shared = std::make_shared<const Object<T>>(std::move(inner));
        fields_.push_back({std::move(key), required, "",
                           [shared](ReadContext& context, const yaml::Node& node, T& object) {
                               return shared->read_fields(context, node, object);
                           },
                           [shared](Definitions& definitions) { return shared->schema(definitions); }});
        return *this;
    }

    /// A mapping from names to values, kept as a list in file order; `name` is the member that takes the key.
    template <class V, class B, class N>
    Object& map(std::string key, std::vector<V> B::* member, N V::* name, std::string key_word,
                std::string help) {
        fields_.push_back(
            {std::move(key), false, "",
             [member, name](ReadContext& context, const yaml::Node& node, T& object) {
                 if (!node.is_mapping()) {
                     return context.wrong_type(node, "a mapping from names to values");
                 }
                 bool good = true;
                 for (const auto& [entry_key, entry] : node.entries) {
                     const ReadContext::Field inside(context, entry_key.text);
                     V& value = (object.*member).emplace_back();
                     value.*name = entry_key.text;
                     good &= Codec<V>::read(context, entry, value);
                 }
                 return good;
             },
             [help = std::move(help), key_word = std::move(key_word)](Definitions& definitions) {
                 return Json{{"description", help},
                             {"type", "object"},
                             {"x-key", key_word},
                             {"additionalProperties", Codec<V>::schema(definitions)}};
             }});
        return *this;
    }

    /// A list whose items have a name: an item named like one that T already holds changes that one.
    template <class V, class B>
    Object& named_list(std::string key, std::vector<V> B::* member, std::string V::* name, std::string help) {
        fields_.push_back({std::move(key), false, "",
                           [member, name](ReadContext& context, const yaml::Node& node, T& object) {
                               return read_named(context, node, object.*member, name);
                           },
                           [help = std::move(help)](Definitions& definitions) {
                               return detail::describe_field(Codec<std::vector<V>>::schema(definitions), help,
                                                             {}, "", {}, {});
                           }});
        return *this;
    }

    /// A required field with one possible value, checked by whoever chose this declaration.
    Object& constant(std::string key, std::string_view value, std::string help) {
        fields_.push_back({std::move(key), true, std::string(value),
                           [](ReadContext&, const yaml::Node&, T&) { return true; },
                           [value = std::string(value), help = std::move(help)](Definitions&) {
                               return Json{{"const", value}, {"description", help}};
                           }});
        return *this;
    }

    /// A field that is known but refused, with the reason; editors do not offer it.
    Object& refused(std::string key, std::string reason) {
        refused_.emplace_back(std::move(key), std::move(reason));
        return *this;
    }

    /// What may be written instead of the mapping: the value of this one member.
    template <class C = void, class V, class B>
    Object& shorthand(V B::* member) {
        using Use = std::conditional_t<std::is_void_v<C>, Codec<V>, C>;
        shorthand_read_ = [member](ReadContext& context, const yaml::Node& node, T& object) {
            return Use::read(context, node, object.*member);
        };
        shorthand_schema_ = [](Definitions& definitions) { return Use::schema(definitions); };
        return *this;
    }

    /// Rules over several fields, run when each field is good by itself. False: reported.
    Object& check(std::function<bool(ReadContext&, const yaml::Node&, const T&)> rule) {
        checks_.push_back(std::move(rule));
        return *this;
    }

    const std::string& name() const { return name_; }

    /// Reads onto `object`: fields that are absent keep their value.
    bool read(ReadContext& context, const yaml::Node& node, T& object) const {
        if constexpr (requires { object.origin; }) {
            object.origin = context.origin(node);
        }
        if (shorthand_read_ && !node.is_mapping()) {
            return shorthand_read_(context, node, object);
        }
        return read_fields(context, node, object);
    }

    Json schema(Definitions& definitions) const {
        Json properties = Json::object();
        Json required = Json::array();
        for (const Entry& entry : fields_) {
            properties[entry.key] = entry.schema(definitions);
            if (entry.required) {
                required.push_back(entry.key);
            }
        }
        Json object = {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
        if (!required.empty()) {
            object["required"] = required;
        }
        if (!shorthand_schema_) {
            object["description"] = help_;
            return object;
        }
        return {{"description", help_}, {"anyOf", {shorthand_schema_(definitions), object}}};
    }

  private:
    struct Entry {
        std::string key;
        bool required;
        std::string example;
        std::function<bool(ReadContext&, const yaml::Node&, T&)> read;
        std::function<Json(Definitions&)> schema;
    };

    template <class V, class Bound>
    static bool within(const V& value, const FieldNotes<Bound>& notes) {
        if constexpr (std::is_same_v<V, Bound>) {
            return !(notes.min && value < *notes.min) && !(notes.max && value > *notes.max);
        } else {
            return !value || within(*value, notes); // an optional may have been read to nothing
        }
    }

    template <class V>
    static bool read_named(ReadContext& context, const yaml::Node& node, std::vector<V>& values,
                           std::string V::* name) {
        if (!node.is_sequence()) {
            return context.wrong_type(node, "a list");
        }
        bool good = true;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const ReadContext::Field inside(context, i);
            const yaml::Node* named = node.items[i].find("name");
            V* value = nullptr;
            for (V& known : values) {
                value = named != nullptr && known.*name == named->text ? &known : value;
            }
            good &= Codec<V>::read(context, node.items[i], value != nullptr ? *value : values.emplace_back());
        }
        return good;
    }

    bool read_fields(ReadContext& context, const yaml::Node& node, T& object) const {
        if (!node.is_mapping()) {
            return context.wrong_type(node, "a mapping");
        }
        bool good = true;
        for (const auto& [key, value] : node.entries) {
            good &= read_field(context, key, value, object);
        }
        for (const Entry& entry : fields_) {
            if (entry.required && node.find(entry.key) == nullptr) {
                detail::report_missing_field(context, node, entry.key, entry.example);
                good = false;
            }
        }
        for (const auto& rule : checks_) {
            good = good && rule(context, node, object);
        }
        return good;
    }

    bool read_field(ReadContext& context, const yaml::Node& key, const yaml::Node& value, T& object) const {
        for (const Entry& entry : fields_) {
            if (entry.key == key.text) {
                const ReadContext::Field inside(context, key.text);
                return entry.read(context, value, object);
            }
        }
        for (const auto& [name, reason] : refused_) {
            if (name == key.text) {
                return context.error(message::NotSimulated, key, fill(message::NotSimulated, key.text),
                                     reason);
            }
        }
        std::vector<std::string> known;
        for (const Entry& entry : fields_) {
            known.push_back(entry.key);
        }
        detail::report_unknown_field(context, key, name_, known);
        return false;
    }

    std::string name_;
    std::string help_;
    std::vector<Entry> fields_;
    std::vector<std::pair<std::string, std::string>> refused_;
    std::vector<std::function<bool(ReadContext&, const yaml::Node&, const T&)>> checks_;
    std::function<bool(ReadContext&, const yaml::Node&, T&)> shorthand_read_;
    std::function<Json(Definitions&)> shorthand_schema_;
};

template <class T>
concept Declared = requires {
    { Declaration<T>::object() } -> std::same_as<const Object<T>&>;
};

template <Declared T>
struct Codec<T> {
    static bool read(ReadContext& context, const yaml::Node& node, T& object) {
        return Declaration<T>::object().read(context, node, object);
    }

    static Json schema(Definitions& definitions) {
        const Object<T>& object = Declaration<T>::object();
        return definitions.refer(object.name(), [&object](Definitions& all) { return object.schema(all); });
    }

    static Json write(const T&) { return nullptr; }
};

} // namespace meshcast
