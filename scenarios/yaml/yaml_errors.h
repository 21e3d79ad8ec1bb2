#pragma once

#include "scenarios/yaml/node_builder.h"

#include <yaml-cpp/exceptions.h>

namespace meshcast::yaml {

/// Says in our words, and where the cause is rather than where yaml-cpp noticed, what is wrong with a
/// document.
void report_syntax_error(NodeBuilder& builder, const Source& source, const YAML::Exception& error);

void report_open_quote(NodeBuilder& builder, std::size_t offset);

} // namespace meshcast::yaml
