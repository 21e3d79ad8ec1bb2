#include "scenarios/schema/schemas.h"

#include "scenarios/planes/profile_schema.h"
#include "scenarios/schema/prices.h"
#include "scenarios/schema/reference.h"
#include "scenarios/schema/scenario_document.h"

namespace meshcast {

namespace {

template <class Document>
Json schema_of(const std::string& name) {
    Definitions definitions;
    const Json root = Declaration<Document>::object().schema(definitions);
    return json_schema("meshcast " + name, "https://meshcast.dev/schema/v1/" + name + ".json", root,
                       definitions);
}

} // namespace

std::string scenario_json_schema() {
    return schema_of<ScenarioDocument>("scenario").dump(2) + "\n";
}

std::string plane_json_schema() {
    return schema_of<PlaneDocument>("plane").dump(2) + "\n";
}

std::string prices_json_schema() {
    return schema_of<PricesDocument>("prices").dump(2) + "\n";
}

std::string scenario_reference_markdown() {
    return reference_page({{"Scenario", schema_of<ScenarioDocument>("scenario")},
                           {"DataPlane", schema_of<PlaneDocument>("plane")},
                           {"Prices", schema_of<PricesDocument>("prices")}});
}

} // namespace meshcast
