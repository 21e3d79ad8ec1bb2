#pragma once

#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"

namespace meshcast::istio {

/// Whose requests or connections a condition of a VirtualService takes: `port`, `sourceLabels`,
/// `sourceNamespace`, `gateways`. Match is RequestMatch or ConnectionMatch.
template <class Match>
void read_senders(const yaml::Cursor& match, const Metadata& metadata, Match& result) {
    result.port = routes::read_port(match["port"]).value_or(0);
    result.source_labels = kubernetes::read_labels(match["sourceLabels"]);
    result.source_namespace = match["sourceNamespace"].string().value_or("");
    for (const std::string& gateway : routes::read_strings(match["gateways"])) {
        result.gateways.push_back(gateway_name(gateway, metadata));
    }
}

} // namespace meshcast::istio
