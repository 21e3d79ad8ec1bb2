#pragma once

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/yaml/node.h"

#include <string>
#include <string_view>
#include <utility>

namespace meshcast {

/// What a codec knows while it reads one document: which file, which field, and where findings go. A codec
/// reports what is wrong with a node and returns false; its caller goes on with the next, so one reading
/// finds everything.
class ReadContext {
  public:
    ReadContext(std::string file, Diagnostics& diagnostics)
        : file_(std::move(file)), diagnostics_(diagnostics) {}

    /// While it lives, findings speak of a field further in: "traffic[0]", then "traffic[0].rate".
    class Field {
      public:
        Field(ReadContext& context, std::string_view key);
        Field(ReadContext& context, std::size_t index);

        ~Field() { context_.path_.resize(length_); }

        Field(const Field&) = delete;
        Field& operator=(const Field&) = delete;

      private:
        ReadContext& context_;
        std::size_t length_; // of the path outside
    };

    Origin origin(const yaml::Node& node) const;

    /// Always false, for `return context.error(...)`. `text` is the message with its blanks filled in.
    bool error(const Message& message, const yaml::Node& at, std::string text, std::string hint = {});

    /// "rate: expected a rate such as 200/s, found a list".
    bool wrong_type(const yaml::Node& at, std::string_view wanted, std::string hint = {});

    /// "rate: `why`".
    bool bad_value(const yaml::Node& at, std::string_view why, std::string hint = {});

    /// "traffic[0].rate"; "the document" at the top.
    std::string path() const;

    Diagnostics& diagnostics() { return diagnostics_; }

  private:
    std::string file_;
    Diagnostics& diagnostics_;
    std::string path_;
};

} // namespace meshcast
