#pragma once

#include "engine/distribution.h"
#include "engine/time.h"
#include "scenarios/schema/definitions.h"
#include "scenarios/schema/read_context.h"
#include "sim/model/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace meshcast {

/// How a value of type T is written in our files. Each specialisation has
///   static bool read(ReadContext&, const yaml::Node&, T&)   false: reported; the value is then meaningless
///   static Json schema(Definitions&)                        what may be written, as JSON Schema
///   static Json write(const T&)                             as a user would write it; null where nobody
///   would
template <class T>
struct Codec;

template <>
struct Codec<bool> {
    static bool read(ReadContext&, const yaml::Node&, bool&);
    static Json schema(Definitions&);
    static Json write(bool);
};

template <>
struct Codec<int> {
    static bool read(ReadContext&, const yaml::Node&, int&);
    static Json schema(Definitions&);
    static Json write(int);
};

template <>
struct Codec<std::uint64_t> {
    static bool read(ReadContext&, const yaml::Node&, std::uint64_t&);
    static Json schema(Definitions&);
    static Json write(std::uint64_t);
};

template <>
struct Codec<double> {
    static bool read(ReadContext&, const yaml::Node&, double&);
    static Json schema(Definitions&);
    static Json write(double);
};

/// A share of one: "50%" or 0.5.
struct Percent {
    static bool read(ReadContext&, const yaml::Node&, double&);
    static Json schema(Definitions&);
    static Json write(double);
};

/// Bytes per second, written in bits as networks are: "10Gbps".
struct Bandwidth {
    static bool read(ReadContext&, const yaml::Node&, double&);
    static Json schema(Definitions&);
    static Json write(double);
};

template <>
struct Codec<std::string> {
    static bool read(ReadContext&, const yaml::Node&, std::string&);
    static Json schema(Definitions&);
    static Json write(const std::string&);
};

template <>
struct Codec<Duration> {
    static bool read(ReadContext&, const yaml::Node&, Duration&);
    static Json schema(Definitions&);
    static Json write(Duration);
};

template <>
struct Codec<Bytes> {
    static bool read(ReadContext&, const yaml::Node&, Bytes&);
    static Json schema(Definitions&);
    static Json write(Bytes);
};

template <>
struct Codec<MilliCpu> {
    static bool read(ReadContext&, const yaml::Node&, MilliCpu&);
    static Json schema(Definitions&);
    static Json write(MilliCpu);
};

template <>
struct Codec<Rate> {
    static bool read(ReadContext&, const yaml::Node&, Rate&);
    static Json schema(Definitions&);
    static Json write(Rate);
};

template <>
struct Codec<Distribution> {
    static bool read(ReadContext&, const yaml::Node&, Distribution&);
    static Json schema(Definitions&);
    static Json write(const Distribution&);
};

/// The words an enumeration is written with: a specialisation has `static constexpr EnumName<E> names[]`.
template <class E>
struct EnumName {
    std::string_view text;
    E value;
};

template <class E>
struct EnumNames;

/// Reports an unknown word with the nearest known one.
bool unknown_word(ReadContext&, const yaml::Node&, const std::vector<std::string>& known);

template <class E>
    requires std::is_enum_v<E>
struct Codec<E> {
    static std::vector<std::string> words() {
        std::vector<std::string> all;
        for (const auto& name : EnumNames<E>::names) {
            all.emplace_back(name.text);
        }
        return all;
    }

    static bool read(ReadContext& context, const yaml::Node& node, E& value) {
        for (const auto& name : EnumNames<E>::names) {
            if (node.is_scalar() && name.text == node.text) {
                value = name.value;
                return true;
            }
        }
        return unknown_word(context, node, words());
    }

    static Json schema(Definitions&) { return {{"enum", words()}}; }

    static Json write(E value) {
        for (const auto& name : EnumNames<E>::names) {
            if (name.value == value) {
                return name.text;
            }
        }
        return nullptr;
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static bool read(ReadContext& context, const yaml::Node& node, std::optional<T>& value) {
        return Codec<T>::read(context, node, value.emplace());
    }

    static Json schema(Definitions& definitions) { return Codec<T>::schema(definitions); }

    static Json write(const std::optional<T>& value) { return value ? Codec<T>::write(*value) : Json(); }
};

template <class T>
struct Codec<std::vector<T>> {
    static bool read(ReadContext& context, const yaml::Node& node, std::vector<T>& values) {
        if (!node.is_sequence()) {
            return context.wrong_type(node, "a list");
        }
        bool good = true;
        values.clear();
        values.reserve(node.items.size());
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const ReadContext::Field item(context, i);
            good &= Codec<T>::read(context, node.items[i], values.emplace_back());
        }
        return good;
    }

    static Json schema(Definitions& definitions) {
        return {{"type", "array"}, {"items", Codec<T>::schema(definitions)}};
    }

    static Json write(const std::vector<T>& values) {
        Json list = Json::array();
        for (const T& value : values) {
            list.push_back(Codec<T>::write(value));
        }
        return list.empty() ? Json() : list;
    }
};

} // namespace meshcast
