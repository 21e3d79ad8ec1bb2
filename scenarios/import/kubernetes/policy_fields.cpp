#include "scenarios/import/kubernetes/policy_fields.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::kubernetes {

namespace {

constexpr int kHighestPort = 65535;

const Fields kSelectorFields{{"matchLabels", "matchExpressions"}, {}};
const Fields kExpressionFields{{"key", "operator", "values"}, {}};
const Fields kRangeFields{{"cidr", "except"}, {"cidrGroupRef", "cidrGroupSelector"}};

/// https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/validation/validation.go
void check_expression(const yaml::Cursor& item) {
    check_spelling(item, kExpressionFields);
    const yaml::Cursor operation = item["operator"];
    const std::string word = operation.string().value_or("");
    const bool has_values = !item["values"].items().empty();
    if (word == "In" || word == "NotIn") {
        if (!has_values) {
            item.report_bad_value(word + " needs values; write values: [a, b]");
        }
    } else if (word == "Exists" || word == "DoesNotExist") {
        if (has_values) {
            item["values"].report_bad_value(word + " takes no values");
        }
    } else if (!operation.present()) {
        item.report(message::MissingField, fill(message::MissingField, operation.path()),
                    "write operator: In, NotIn, Exists or DoesNotExist");
    } else if (operation.node()->is_scalar()) {
        operation.report_bad_value(describe(*operation.node()) +
                                   " is not one of In, NotIn, Exists, DoesNotExist");
    }
    if (item["key"].missing()) {
        item.report(message::MissingField, fill(message::MissingField, item["key"].path()), "write key: app");
    }
}

} // namespace

LabelSelector read_policy_selector(const yaml::Cursor& selector) {
    if (!selector.present()) {
        return {};
    }
    check_spelling(selector, kSelectorFields);
    for (const yaml::Cursor& item : selector["matchExpressions"].items()) {
        check_expression(item);
    }
    return read_label_selector(selector);
}

std::optional<AddressBlock> read_address_block(const yaml::Cursor& field, BareAddress bare) {
    const std::optional<std::string> text = field.string();
    if (!text) {
        return std::nullopt;
    }
    const std::optional<AddressBlock> block = parse_address_block(*text);
    if (!block || (bare == BareAddress::Refused && text->find('/') == text->npos)) {
        field.report_bad_value("\"" + *text + "\" is not a block of addresses; write one such as 10.0.0.0/8");
        return std::nullopt;
    }
    return block;
}

std::optional<AddressRange> read_address_range(const yaml::Cursor& range) {
    check_spelling(range, kRangeFields);
    const yaml::Cursor cidr = range["cidr"];
    if (cidr.missing()) {
        range.report(message::MissingField, fill(message::MissingField, cidr.path()),
                     "write cidr: 10.0.0.0/8");
    }
    const std::optional<AddressBlock> block = read_address_block(cidr, BareAddress::Refused);
    AddressRange result;
    for (const yaml::Cursor& item : range["except"].items()) {
        const std::optional<AddressBlock> except = read_address_block(item, BareAddress::Refused);
        if (!except || !block) {
            continue;
        }
        if (!block->contains(except->base) || except->prefix < block->prefix) {
            item.report_bad_value("\"" + *item.string() + "\" is not inside \"" + *cidr.string() + "\"");
            continue;
        }
        result.except.push_back(*except);
    }
    if (!block) {
        return std::nullopt;
    }
    result.block = *block;
    return result;
}

int read_port_number(const yaml::Cursor& field, int least) {
    return static_cast<int>(field.integer(least, kHighestPort).value_or(0));
}

bool is_absent_or_empty(const yaml::Cursor& list) {
    return !list.present() || (list.node()->is_sequence() && list.node()->items.empty());
}

} // namespace meshcast::kubernetes
