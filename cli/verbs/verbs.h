#pragma once

#include "cli/verb.h"

/// One verb a source file, named after it.
namespace meshcast {

extern const Verb kCompare;
extern const Verb kRun;
extern const Verb kDiff;
extern const Verb kDescribe;
extern const Verb kList;
extern const Verb kSchema;
extern const Verb kValidate;
extern const Verb kVersion;

} // namespace meshcast
