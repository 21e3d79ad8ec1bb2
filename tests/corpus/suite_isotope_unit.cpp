#include "tests/corpus/suite_isotope_unit.h"

#include "scenarios/import/isotope.h"
#include "scenarios/import/isotope_units.h"
#include "scenarios/yaml/reader.h"
#include "tests/corpus/files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace meshcast::corpus {

namespace {

using Json = nlohmann::json; // keys sorted: two objects are equal when their texts are

constexpr std::string_view kRefused = "refused";

std::string of_size(const Json& input) {
    const auto size = isotope::parse_byte_size(input.is_string() ? input.get<std::string>() : input.dump());
    return size ? std::to_string(size->count) : std::string(kRefused);
}

std::string of_percentage(const Json& input) {
    const bool quoted = input.is_string();
    const auto share = isotope::parse_percentage(quoted ? input.get<std::string>() : input.dump(), quoted);
    return share ? Json(*share).dump() : std::string(kRefused);
}

Json write(const std::vector<isotope::Command>& commands);

Json write(const isotope::Sleep& sleep) {
    return {{"sleepMs", to_milliseconds(sleep.time)}};
}

Json write(const isotope::Request& request) {
    return {{"call", request.service}, {"size", request.size.count}, {"hostname", request.hostname}};
}

Json write(const isotope::Concurrent& concurrent) {
    return {{"concurrent", write(concurrent.commands)}};
}

Json write(const std::vector<isotope::Command>& commands) {
    Json list = Json::array();
    for (const isotope::Command& command : commands) {
        list.push_back(std::visit([](const auto& action) { return write(action); }, command));
    }
    return list;
}

Json write(const isotope::Service& service) {
    Json object = {{"name", service.name},
                   {"type", service.type == isotope::ServiceType::Grpc ? "grpc" : "http"},
                   {"numReplicas", service.replicas}};
    // The expectations leave out what is zero.
    if (service.error_rate > 0) {
        object["errorRate"] = service.error_rate;
    }
    if (service.response_size.count > 0) {
        object["responseSize"] = service.response_size.count;
    }
    if (!service.script.empty()) {
        object["script"] = write(service.script);
    }
    return object;
}

/// 1000 and 1000.0 are one number to JSON, two to its text.
Json plain_numbers(Json value) {
    if (value.is_number_float() && value.get<double>() == std::floor(value.get<double>())) {
        return static_cast<std::int64_t>(value.get<double>());
    }
    if (value.is_structured()) {
        for (Json& item : value) {
            item = plain_numbers(item);
        }
    }
    return value;
}

std::optional<IsotopeGraph> read_graph(const Json& graph) {
    Diagnostics diagnostics;
    const auto documents = yaml::read_documents(graph.dump(), "case.json", diagnostics);
    if (documents.size() != 1) {
        return std::nullopt;
    }
    IsotopeGraph result = read_isotope(documents.front(), diagnostics);
    return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(result));
}

std::string of_graph(const Json& input) {
    const auto graph = read_graph(input);
    if (!graph) {
        return std::string(kRefused);
    }
    Json services = Json::array();
    for (const isotope::Service& service : graph->services) {
        services.push_back(write(service));
    }
    return plain_numbers({{"services", services}}).dump();
}

void names_called(const Json& script, std::set<std::string>& names) {
    for (const Json& step : script) {
        if (step.is_array()) {
            names_called(step, names);
        } else if (step.is_object() && step.contains("call")) {
            const Json& call = step["call"];
            names.insert(call.is_string() ? call.get<std::string>() : call.value("service", ""));
        }
    }
}

/// A script stands alone in its unit test: here in a graph that has every service it calls.
std::string of_script(const Json& input) {
    std::set<std::string> names;
    names_called(input, names);
    Json services = Json::array({{{"name", "script under test"}, {"script", input}}});
    for (const std::string& name : names) {
        services.push_back({{"name", name}});
    }
    const auto graph = read_graph({{"services", services}});
    return graph ? plain_numbers(write(graph->services.front().script)).dump() : std::string(kRefused);
}

/// What a case's expectation may leave out or write otherwise is brought into one form.
std::string expectation(const Json& test) {
    if (test.contains("error")) {
        return std::string(kRefused);
    }
    Json expected = test.at("expected");
    if (test.at("kind") == "graph") {
        for (Json& service : expected["services"]) {
            for (const char* key : {"errorRate", "responseSize"}) {
                if (service.contains(key) && service[key] == 0) {
                    service.erase(key);
                }
            }
            if (service.contains("script") && service["script"].empty()) {
                service.erase("script");
            }
        }
    }
    return test.at("kind") == "percentage" ? Json(expected.get<double>()).dump()
                                           : plain_numbers(expected).dump();
}

std::string answer(const Json& test) {
    const std::string kind = test.at("kind");
    const Json& input = test.at("input");
    if (kind == "graph") {
        return of_graph(input);
    }
    if (kind == "script") {
        return of_script(input);
    }
    if (kind == "byteSize") {
        return of_size(input);
    }
    if (kind == "percentage") {
        return of_percentage(input);
    }
    return fmt::format("a kind of case this suite does not know: {}", kind);
}

} // namespace

std::vector<Case> isotope_unit_cases(const std::filesystem::path& root) {
    const std::filesystem::path file = root / "isotope-unit" / "cases.json";
    std::vector<Case> cases;
    const Json document = Json::parse(read_text(file));
    for (const Json& test : document.at("cases")) {
        cases.push_back({fmt::format("{}: {}", name_below(root, file), test.at("id").get<std::string>()),
                         expectation(test), [test] { return answer(test); }});
    }
    return cases;
}

} // namespace meshcast::corpus
