#pragma once

#include <span>
#include <string>
#include <string_view>

namespace meshcast::analysis {

/// An annotation that Istio knows: https://istio.io/latest/docs/reference/config/annotations/
struct KnownAnnotation {
    enum class Status { Alpha, Beta, Stable };

    std::string_view name;
    std::string_view kinds; // "Pod", "Service, ServiceEntry"; "Any"
    Status status = Status::Alpha;
    bool deprecated = false;
};

std::span<const KnownAnnotation> known_annotations();

/// nullptr: Istio has none of that name.
const KnownAnnotation* find_annotation(std::string_view name);

/// Whether the name is in Istio's domain, so that Istio should know it.
bool is_istio_annotation(std::string_view name);

/// What is wrong with a value; empty: nothing, or nobody checks.
std::string annotation_problem(std::string_view name, std::string_view value);

} // namespace meshcast::analysis
