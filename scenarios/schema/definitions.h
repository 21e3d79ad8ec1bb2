#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace meshcast {

using Json = nlohmann::ordered_json;

/// Collects the `$defs` of a JSON Schema (draft 2020-12) while codecs describe themselves. The reference page
/// is made from the same schema.
class Definitions {
  public:
    /// A reference to definition `name`, which `make` describes the first time it is asked for. A definition
    /// may refer to itself.
    Json refer(const std::string& name, const std::function<Json(Definitions&)>& make);

    /// In order of first use.
    const Json& all() const { return definitions_; }

  private:
    Json definitions_ = Json::object();
};

/// A whole schema: `root` (which refers into `definitions`) with title and dialect.
Json json_schema(const std::string& title, const std::string& id, const Json& root,
                 const Definitions& definitions);

} // namespace meshcast
