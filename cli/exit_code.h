#pragma once

namespace meshcast {

/// What the command tells its caller, the same whatever it prints. 64, 70 and 74 are BSD's sysexits, 79
/// istioctl's, 99 to 105 k6's.
enum class ExitCode {
    Ok = 0,
    Usage = 64,     // the command line makes no sense
    Internal = 70,  // a bug of ours
    File = 74,      // something could not be read or written
    Findings = 79,  // validate found something
    Threshold = 99, // simulated completely; a threshold was crossed
    Invalid = 104,  // the input has errors; nothing was simulated
    Stopped = 105,  // by a signal; what was done is marked partial
};

} // namespace meshcast
