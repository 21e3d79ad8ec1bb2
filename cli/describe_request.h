#pragma once

#include "cli/exit_code.h"

#include <string>
#include <vector>

namespace meshcast {

class Session;

/// A request as written on the command line.
struct RequestQuestion {
    std::vector<std::string> paths; // manifests, or a scenario
    std::string from;               // workload, or namespace/workload
    std::string gateway;            // namespace/name, instead of `from`
    std::string to;                 // service or host
    std::string host;               // authority, where it is another
    std::string port;
    std::string method = "GET";
    std::string path = "/";
    std::vector<std::string> headers; // "name: value"
    std::string plane;
    std::string format;
};

/// Prints which rule of which file decides on the request and why, and where it goes. Throws UsageError.
ExitCode describe_request(const Session& session, const RequestQuestion& question);

} // namespace meshcast
