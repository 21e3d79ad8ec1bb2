#include "scenarios/schema/mention.h"

namespace meshcast {

bool Codec<Reference>::read(ReadContext& context, const yaml::Node& node, Reference& value) {
    value.origin = context.origin(node);
    return Codec<std::string>::read(context, node, value.text);
}

Json Codec<Reference>::schema(Definitions& definitions) {
    return Codec<std::string>::schema(definitions);
}

} // namespace meshcast
