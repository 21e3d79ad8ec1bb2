#pragma once

#include "scenarios/analysis/object.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meshcast::analysis {

/// What a value of an object must be, as the CRDs of Istio say it to the API server: types, limits, and rules
/// over several fields.
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
class Schema {
  public:
    enum class Type { Any, Object, List, Map, Text, Integer, Number, Boolean };

    struct Field;

    /// A condition over the whole value.
    struct Rule {
        std::string_view message;
        bool (*holds)(const Peek& value);
    };

    explicit Schema(Type type);

    Schema at_least(std::int64_t least) &&;             // a number's value, a text's length, a list's size
    Schema at_most(std::int64_t most) &&;               // the same
    Schema matching(std::string_view pattern) &&;       // Text
    Schema one_of(std::vector<std::string> words) &&;   // Text
    Schema unique_by(std::vector<std::string> keys) &&; // List: the fields that make an element
    Schema where(std::string_view message, bool (*holds)(const Peek& value)) &&;
    Schema only_one(std::vector<std::string> fields) &&; // Object: at most one of these

    Type type() const { return type_; }

    /// Reports everything wrong with `value`, found at `path`, in the API server's words.
    void check(const Object& object, const Peek& value, const std::string& path,
               Diagnostics& diagnostics) const;

    static Schema object(std::vector<Field> fields);
    static Schema list(Schema element);
    static Schema map(Schema element);

  private:
    void check_text(const Object&, const Peek&, const std::string& path, Diagnostics&) const;
    void check_number(const Object&, const Peek&, const std::string& path, Diagnostics&) const;
    void check_list(const Object&, const Peek&, const std::string& path, Diagnostics&) const;
    void check_fields(const Object&, const Peek&, const std::string& path, Diagnostics&) const;
    void check_rules(const Object&, const Peek&, const std::string& path, Diagnostics&) const;

    Type type_;
    std::vector<Field> fields_;
    std::shared_ptr<const Schema> element_;
    std::optional<std::int64_t> least_;
    std::optional<std::int64_t> most_;
    std::string_view pattern_;
    std::vector<std::string> words_;
    std::vector<std::string> keys_;
    std::vector<Rule> rules_;
    std::vector<std::vector<std::string>> exclusive_;
};

struct Schema::Field {
    std::string_view name;
    Schema schema;
    bool required = false;
};

inline Schema::Schema(Type type) : type_(type) {} // here, where Field is known

/// Adds one finding of MS0704: "spec.hosts: Required value".
void report_invalid(Diagnostics& diagnostics, const Object& object, const Peek& where, std::string_view text,
                    std::string_view hint = {});

// Short names for tables of fields.
inline Schema any() {
    return Schema(Schema::Type::Any);
}

inline Schema text() {
    return Schema(Schema::Type::Text);
}

inline Schema integer() {
    return Schema(Schema::Type::Integer);
}

inline Schema number() {
    return Schema(Schema::Type::Number);
}

inline Schema boolean() {
    return Schema(Schema::Type::Boolean);
}

inline Schema list(Schema element) {
    return Schema::list(std::move(element));
}

inline Schema map(Schema element) {
    return Schema::map(std::move(element));
}

inline Schema fields(std::vector<Schema::Field> fields) {
    return Schema::object(std::move(fields));
}

} // namespace meshcast::analysis
