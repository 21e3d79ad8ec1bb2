#include "scenarios/diagnostics/catalogue.h"

#include "scenarios/diagnostics/isotope_messages.h"

namespace meshcast {

namespace {

constexpr const Message* kCatalogue[] = {
    &message::FileUnreadable,
    &message::NothingFound,
    &message::FileTooLarge,
    &message::NotUtf8,
    &message::ControlCharacter,
    &message::YamlSyntax,
    &message::JsonSyntax,
    &message::TabIndentation,
    &message::DuplicateKey,
    &message::NotAKey,
    &message::NestingTooDeep,
    &message::AliasLimit,
    &message::AliasInItself,
    &message::BadMergeKey,
    &message::UnrenderedTemplate,
    &message::ConflictMarker,
    &message::NotAManifest,
    &message::OtherFile,
    &message::MissingField,
    &message::WrongType,
    &message::MisspelledField,
    &message::ObjectRepeated,
    &message::IsotopeUndefinedService,
    &message::IsotopeRepeatedService,
    &message::IsotopeNestedConcurrent,
    &message::IsotopeCommand,
    &message::IsotopeUnknownField,
    &message::BadValue,
    &message::DoubtfulQuantity,
    &message::UnquotedString,
    &message::UnmodelledObject,
};

} // namespace

std::span<const Message* const> catalogue() {
    return kCatalogue;
}

} // namespace meshcast
