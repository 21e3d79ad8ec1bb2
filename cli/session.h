#pragma once

#include "cli/console.h"

namespace meshcast {

enum class Verbosity { Quiet, Normal, Verbose };

/// What every verb is given: where to write, and how much to say.
class Session {
  public:
    Session(Console console, Verbosity verbosity) : console_(console), verbosity_(verbosity) {}

    const Console& console() const { return console_; }

    bool quiet() const { return verbosity_ == Verbosity::Quiet; }

    bool verbose() const { return verbosity_ == Verbosity::Verbose; }

  private:
    Console console_;
    Verbosity verbosity_;
};

} // namespace meshcast
