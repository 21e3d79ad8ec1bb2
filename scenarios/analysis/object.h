#pragma once

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/peek.h"
#include "sim/model/metadata.h"

#include <string>
#include <string_view>

namespace meshcast::analysis {

using yaml::Peek;

/// What an object is: names repeat between groups.
struct ObjectKind {
    std::string_view group; // empty: the core group
    std::string_view name;

    friend bool operator==(const ObjectKind&, const ObjectKind&) = default;
};

/// One object of the input as written, with what every analyzer asks for at hand.
struct Object {
    const yaml::Document* document = nullptr;
    const yaml::Node* node = nullptr;
    std::string group;
    std::string version;
    std::string kind;
    std::string name;
    std::string name_space; // empty: outside namespaces, or not said (InputOptions)
    Labels labels;
    Labels annotations;
    bool assumed = false; // not of the input: what every installation brings along

    Peek root() const { return Peek(node); }

    Peek spec() const { return root()["spec"]; }

    Origin origin() const { return document->origin(*node); }

    bool is(const ObjectKind& wanted) const { return kind == wanted.name && group == wanted.group; }

    /// "default/reviews"; the name alone where there is no namespace.
    std::string full_name() const;

    /// "VirtualService default/reviews", as findings name it.
    std::string resource() const;
};

/// Adds a finding about `object`. `where` inside it; absent: the object itself.
void report(Diagnostics& diagnostics, const Object& object, const Peek& where, const Message& message,
            std::string_view text, std::string_view hint = {});

/// The value of `labels`, or nothing.
std::string_view label(const Labels& labels, std::string_view key);

} // namespace meshcast::analysis
