#pragma once

#include "sim/model/scenario.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace meshcast {

struct ThresholdError {
    std::size_t position = 0; // in the text, from 0
    std::string text;
    std::string hint;
};

/// Reads k6's notation, `metric{service="name"}: aggregation operator limit`, with units on the limit:
///     http_req_duration{service="cart"}: p(99) < 250ms
///     http_req_failed: rate < 0.1%
///     http_reqs: rate > 150/s
/// `origin` of the result is left empty. https://grafana.com/docs/k6/latest/using-k6/thresholds/
tl::expected<Threshold, ThresholdError> parse_threshold(std::string_view text);

} // namespace meshcast
