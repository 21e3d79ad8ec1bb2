#include "scenarios/schema/definitions.h"

namespace meshcast {

Json Definitions::refer(const std::string& name, const std::function<Json(Definitions&)>& make) {
    if (!definitions_.contains(name)) {
        definitions_[name] = nullptr; // holds the place while `make` refers back to it
        Json definition = make(*this);
        definitions_[name] = std::move(definition);
    }
    return {{"$ref", "#/$defs/" + name}};
}

Json json_schema(const std::string& title, const std::string& id, const Json& root,
                 const Definitions& definitions) {
    Json schema = {
        {"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", id}, {"title", title}};
    schema.update(root);
    schema["$defs"] = definitions.all();
    return schema;
}

} // namespace meshcast
