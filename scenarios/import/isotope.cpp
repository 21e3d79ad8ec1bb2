#include "scenarios/import/isotope.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/isotope_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/import/isotope_units.h"
#include "scenarios/units.h"
#include "scenarios/yaml/cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <span>

namespace meshcast {

namespace {

using isotope::Command;
using isotope::Concurrent;
using isotope::Request;
using isotope::ServiceType;
using isotope::Sleep;
using yaml::Cursor;

constexpr std::string_view kDefaultNamespace = "service-graph";
constexpr int kPort = 8080;

/// `script` stands for a service without one; requests without a size take `request_size`.
struct Defaults {
    isotope::Service service;
    Bytes request_size;
};

/// isotope's converter drops fields it does not know without a word; we do the same with one.
void check_fields(const Cursor& object, const std::vector<std::string>& known) {
    for (const auto& [name, value] : object.entries()) {
        if (std::ranges::find(known, name) == known.end()) {
            value.report(message::IsotopeUnknownField, fill(message::IsotopeUnknownField, name),
                         did_you_mean(name, known));
        }
    }
}

std::optional<double> percentage(const Cursor& field) {
    const std::optional<std::string> text = field.string();
    if (!text) {
        return std::nullopt;
    }
    const auto ratio = isotope::parse_percentage(*text, field.node()->quoted);
    if (!ratio) {
        field.report(message::BadValue, fill(message::BadValue, field.path(), ratio.error()),
                     "write a share such as 0.05, or a percentage such as 5%");
        return std::nullopt;
    }
    return *ratio;
}

std::optional<Bytes> byte_size(const Cursor& field) {
    const std::optional<std::string> text = field.string();
    if (!text) {
        return std::nullopt;
    }
    const auto size = isotope::parse_byte_size(*text);
    if (!size) {
        field.report(message::BadValue, fill(message::BadValue, field.path(), size.error()),
                     "write bytes such as 128, or a size such as \"10 KB\", which is 10240 bytes");
        return std::nullopt;
    }
    return *size;
}

std::optional<ServiceType> service_type(const Cursor& field) {
    const std::optional<std::string> text = field.string();
    if (!text) {
        return std::nullopt;
    }
    if (*text == "http" || *text == "grpc") {
        return *text == "grpc" ? ServiceType::Grpc : ServiceType::Http;
    }
    const std::vector<std::string> known{"http", "grpc"};
    const std::string suggestion = did_you_mean(*text, known);
    field.report(message::BadValue,
                 fill(message::BadValue, field.path(), fmt::format("\"{}\" is not a service type", *text)),
                 suggestion.empty() ? "write http or grpc" : suggestion);
    return std::nullopt;
}

std::optional<Request> read_request(const Cursor& call, Bytes default_size) {
    Request request;
    request.size = default_size;
    request.origin = call.origin();
    if (call.node() != nullptr && call.node()->is_mapping()) {
        check_fields(call, {"service", "size", "hostname", "probability", "extraHeader"});
        const Cursor service = call["service"];
        if (!service.present()) {
            call.report(message::MissingField, fill(message::MissingField, service.path()));
            return std::nullopt;
        }
        const auto name = service.string();
        if (!name) {
            return std::nullopt;
        }
        request.service = *name;
        request.size = byte_size(call["size"]).value_or(default_size);
        request.hostname = call["hostname"].string().value_or("");
        request.probability = static_cast<int>(call["probability"].integer(0, 100).value_or(0));
    } else if (const auto name = call.string()) {
        request.service = *name;
    } else {
        return std::nullopt;
    }
    if (request.hostname.empty()) {
        request.hostname = fmt::format("{}:{}", request.service, kPort);
    }
    return request;
}

enum class Nesting { Sequential, Concurrent };

std::vector<Command> read_commands(const Cursor& script, Nesting nesting, Bytes default_size);

/// One step of a script: a mapping with one key, or a list of those to run at once.
std::optional<Command> read_command(const Cursor& step, Nesting nesting, Bytes default_size) {
    if (step.node() != nullptr && step.node()->is_sequence()) {
        if (nesting == Nesting::Concurrent) {
            step.report(
                message::IsotopeNestedConcurrent, fill(message::IsotopeNestedConcurrent),
                "move the inner list's commands one level up, or into the script of a service of their own");
            return std::nullopt;
        }
        return Concurrent{read_commands(step, Nesting::Concurrent, default_size)};
    }
    if (step.node() == nullptr || !step.node()->is_mapping()) {
        step.report_type("a command such as `call: name` or `sleep: 10ms`, or a list of those");
        return std::nullopt;
    }
    const auto entries = step.entries();
    if (entries.size() != 1) {
        step.report(message::IsotopeCommand,
                    fill(message::IsotopeCommand,
                         fmt::format("a command has one key, this one has {}", entries.size())),
                    "begin each command with a dash of its own");
        return std::nullopt;
    }
    const auto& [key, value] = entries.front();
    if (!value.present()) {
        value.report(message::MissingField,
                     fill(message::MissingField, fmt::format("the value of {}", value.path())));
        return std::nullopt;
    }
    if (key == "sleep") {
        const auto time = value.parsed(units::parse_duration);
        return time ? std::optional<Command>(Sleep{*time}) : std::nullopt;
    }
    if (key == "call") {
        const auto request = read_request(value, default_size);
        return request ? std::optional<Command>(*request) : std::nullopt;
    }
    const std::vector<std::string> known{"call", "sleep"};
    const std::string suggestion = did_you_mean(key, known);
    value.report(message::IsotopeCommand,
                 fill(message::IsotopeCommand, fmt::format("unknown command \"{}\"", key)),
                 suggestion.empty() ? "write call or sleep" : suggestion);
    return std::nullopt;
}

std::vector<Command> read_commands(const Cursor& script, Nesting nesting, Bytes default_size) {
    std::vector<Command> commands;
    for (const Cursor& step : script.items()) {
        if (auto command = read_command(step, nesting, default_size)) {
            commands.push_back(*std::move(command));
        }
    }
    return commands;
}

/// The fields that `defaults` and a service share, over those already there.
void read_shared_fields(const Cursor& object, isotope::Service& service, Bytes request_size) {
    service.type = service_type(object["type"]).value_or(service.type);
    service.replicas = static_cast<int>(object["numReplicas"]
                                            .integer(0, std::numeric_limits<std::int32_t>::max())
                                            .value_or(service.replicas));
    service.error_rate = percentage(object["errorRate"]).value_or(service.error_rate);
    service.response_size = byte_size(object["responseSize"]).value_or(service.response_size);
    object["numRbacPolicies"].integer(
        0, std::numeric_limits<std::int32_t>::max()); // checked, but costs nothing here
    if (const Cursor script = object["script"]; script.present()) {
        service.script = read_commands(script, Nesting::Sequential, request_size);
    }
}

Defaults read_defaults(const Cursor& defaults) {
    Defaults result;
    result.service.name_space = kDefaultNamespace;
    if (defaults.present()) {
        check_fields(defaults, {"type", "numReplicas", "errorRate", "responseSize", "requestSize", "script",
                                "numRbacPolicies"});
        result.request_size = byte_size(defaults["requestSize"]).value_or(Bytes{});
        // As in isotope, where requests of the default script are read before there is a default size.
        read_shared_fields(defaults, result.service, Bytes{});
    }
    return result;
}

std::optional<isotope::Service> read_service(const Cursor& object, const Defaults& defaults) {
    check_fields(object, {"name", "type", "numReplicas", "isEntrypoint", "errorRate", "responseSize",
                          "script", "numRbacPolicies", "namespace", "cluster"});
    isotope::Service service = defaults.service;
    service.origin = object.origin();
    read_shared_fields(object, service, defaults.request_size);
    service.entrypoint = object["isEntrypoint"].boolean().value_or(false);
    service.name_space = object["namespace"].string().value_or(service.name_space);
    const Cursor name = object["name"];
    service.name = name.string().value_or("");
    if (service.name.empty()) {
        if (!name.present() || name.node()->is_scalar()) {
            object.report(message::MissingField, fill(message::MissingField, name.path()));
        }
        return std::nullopt;
    }
    return service;
}

/// Where each service of the graph was first defined.
using Definitions = std::map<std::string, Origin, std::less<>>;

std::vector<std::string> names_of(const Definitions& definitions) {
    std::vector<std::string> names;
    for (const auto& [name, where] : definitions) {
        names.push_back(name);
    }
    return names;
}

void check_requests(std::span<const Command> commands, const Definitions& definitions,
                    Diagnostics& diagnostics) {
    for (const Command& command : commands) {
        if (const auto* concurrent = std::get_if<Concurrent>(&command)) {
            check_requests(concurrent->commands, definitions, diagnostics);
        }
        const auto* request = std::get_if<Request>(&command);
        if (request != nullptr && !definitions.contains(request->service)) {
            diagnostics.add(message::IsotopeUndefinedService, request->origin,
                            fill(message::IsotopeUndefinedService, request->service),
                            did_you_mean(request->service, names_of(definitions)));
        }
    }
}

} // namespace

bool is_isotope(const yaml::Node& root) {
    if (!root.is_mapping()) {
        return false;
    }
    const yaml::Node* kind = root.find("kind");
    if (kind != nullptr && kind->text == "MockServiceGraph") {
        return true;
    }
    const yaml::Node* services = root.find("services");
    return services != nullptr && services->is_sequence() && kind == nullptr &&
           root.find("apiVersion") == nullptr;
}

IsotopeGraph read_isotope(const yaml::Document& document, Diagnostics& diagnostics) {
    const Cursor root(document, diagnostics);
    check_fields(root, {"apiVersion", "kind", "defaults", "services"});
    const Defaults defaults = read_defaults(root["defaults"]);
    if (!root["services"].present()) {
        root.report(message::MissingField, fill(message::MissingField, "services"));
        return {};
    }

    IsotopeGraph graph;
    Definitions definitions;
    for (const Cursor& object : root["services"].items()) {
        if (object.node() == nullptr || !object.node()->is_mapping()) {
            object.report_type("a service, a mapping with a name");
            continue;
        }
        auto service = read_service(object, defaults);
        if (!service) {
            continue;
        }
        const auto [first, is_new] = definitions.emplace(service->name, service->origin);
        if (!is_new) {
            object.report(message::IsotopeRepeatedService,
                          fill(message::IsotopeRepeatedService, service->name, first->second.line));
            continue;
        }
        graph.services.push_back(*std::move(service));
    }
    for (const isotope::Service& service : graph.services) {
        check_requests(service.script, definitions, diagnostics);
    }
    return graph;
}

} // namespace meshcast
