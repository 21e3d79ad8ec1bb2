#include "scenarios/schema/prices.h"

#include "scenarios/schema/document_header.h"

namespace meshcast {

namespace {

/// The fields that a price file and prices inside a scenario share.
template <class T>
Object<T> with_prices(Object<T> object) {
    return std::move(object)
        .required("vcpuHour", &Prices::vcpu_hour, "One vCPU for an hour, in `currency`.",
                  {.min = 0.0, .max = 1e6, .example = "0.0316"})
        .required("gibibyteHour", &Prices::gibibyte_hour, "One GiB of memory for an hour, in `currency`.",
                  {.min = 0.0, .max = 1e6, .example = "0.0042"})
        .field("hoursAMonth", &Prices::hours_a_month, "Hours billed a month.", {.min = 1.0, .max = 8784.0})
        .field("currency", &Prices::currency, "Currency code.")
        .field("source", &Prices::source, "Where the figures come from.")
        .field("assumed", &Prices::assumed, "true: not a published price; reports say so.");
}

} // namespace

const Object<Prices>& Declaration<Prices>::object() {
    static const auto object = with_prices(
        Object<Prices>("Prices", "What CPU and memory cost, at the larger of what is reserved and used.")
            .field("name", &Prices::name, "Name in reports."));
    return object;
}

const Object<PricesDocument>& Declaration<PricesDocument>::object() {
    static const auto object = with_prices(
        with_header(
            Object<PricesDocument>("Prices file",
                                   "What CPU and memory cost, at the larger of what is reserved and used."),
            "Prices")
            .group("metadata", Object<PricesDocument>("Metadata", "What the price list is called.")
                                   .required("name", &PricesDocument::name, "Name that scenarios use.")
                                   .field("description", &PricesDocument::description, "For people.")));
    return object;
}

} // namespace meshcast
