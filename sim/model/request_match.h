#pragma once

#include "sim/model/origin.h"
#include "sim/model/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// How a text of a request is compared.
struct TextMatch {
    enum class Kind {
        Present,    // there, whatever it says
        Exact,      // all of it
        Prefix,     // how it begins
        PathPrefix, // how it begins, in whole path segments: /foo is in /foo/bar, not in /foobar
        Regex,      // all of it, RE2 (https://github.com/google/re2/wiki/Syntax)
    };

    Kind kind = Kind::Present;
    std::string text;
    bool ignore_case = false;

    friend bool operator==(const TextMatch&, const TextMatch&) = default;
};

/// A header or query parameter by name.
struct NamedMatch {
    std::string name; // headers: case does not matter
    TextMatch value;
    bool inverted = false; // must not match; an absent header counts as an empty one
    Origin origin;
};

/// Conditions that must all hold. What is absent holds for every request.
struct RequestMatch {
    std::string name;
    std::optional<TextMatch> path; // without the query string
    std::optional<TextMatch> scheme;
    std::optional<TextMatch> method;
    std::optional<TextMatch> authority;
    std::vector<NamedMatch> headers; // "@request.auth.claims..." means a claim of a verified token
    std::vector<NamedMatch> query;
    int port = 0;                      // the client asks for; 0: any
    Labels source_labels;              // of the client's pod
    std::string source_namespace;      // empty: any
    std::vector<std::string> gateways; // "mesh", or namespace/name; empty: those of the whole route
    Origin origin;
};

/// The same for a connection that is not looked into.
struct ConnectionMatch {
    std::vector<std::string> sni_hosts;    // TLS only; "*.example.com" allowed
    std::vector<std::string> destinations; // addresses or CIDR blocks; empty: any
    int port = 0;
    Labels source_labels;
    std::string source_namespace;
    std::vector<std::string> gateways;
    Origin origin;
};

} // namespace meshcast
