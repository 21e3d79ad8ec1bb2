"""Which folder may include what: the house of docs/architecture.md as a table. A new library or direction is a line here."""

from typing import NamedTuple


class Rule(NamedTuple):
    ours: tuple[str, ...]  # project files, by prefix
    libraries: tuple[str, ...] = ()  # third-party headers, by prefix; the C++ standard library is free to all


# Plain values of the engine: what a result may hold and a report may read.
ENGINE_VALUES = ("engine/distribution.h", "engine/histogram.h", "engine/statistics.h", "engine/time.h")

POSIX = ("fcntl.h", "glob.h", "pthread.h", "signal.h", "sys/", "unistd.h")

# The longest matching folder counts.
RULES = {
    "engine": Rule(ours=("engine/",), libraries=("boost/math/", "boost/smart_ptr/")),
    "sim": Rule(
        ours=("engine/", "sim/"),
        libraries=("boost/container/", "boost/graph/", "boost/math/", "boost/smart_ptr/", "fmt/", "tl/"),
    ),
    "sim/balance": Rule(ours=("engine/", "sim/balance/"), libraries=("xxhash.h",)),
    "sim/arrivals": Rule(ours=("engine/", "sim/arrivals/", "sim/model/rate_curve.h")),
    # Regular expressions as Envoy has them.
    "sim/policy": Rule(ours=("engine/", "sim/"), libraries=("boost/graph/", "boost/math/", "fmt/", "re2/", "tl/")),
    # Requests know nothing of who starts pods, breaks things or compares runs.
    "sim/request": Rule(
        ours=(
            "engine/", "sim/arrivals/", "sim/balance/", "sim/cluster/", "sim/model/", "sim/policy/", "sim/proxy/", "sim/request/",
            "sim/telemetry/",
        ),
        libraries=("boost/container/", "boost/smart_ptr/", "fmt/"),
    ),
    "sim/model": Rule(ours=(*ENGINE_VALUES, "sim/model/"), libraries=("fmt/", "tl/")),
    "scenarios": Rule(
        ours=(*ENGINE_VALUES, "sim/model/", "sim/policy/", "sim/balance/balancer.h", "scenarios/"),
        libraries=("boost/graph/", "fmt/", "nlohmann/", "tl/", *POSIX),
    ),
    # The one strict reader that yaml-cpp sits behind.
    "scenarios/yaml": Rule(
        ours=(*ENGINE_VALUES, "sim/model/", "scenarios/yaml/", "scenarios/diagnostics/", "scenarios/units.h"),
        libraries=("fmt/", "nlohmann/", "tl/", "yaml-cpp/"),
    ),
    "reports": Rule(
        ours=(*ENGINE_VALUES, "sim/model/", "sim/telemetry/result.h", "sim/telemetry/change.h", "reports/"),
        libraries=("boost/graph/", "fmt/", "kainjow/", "nlohmann/", "tl/", *POSIX),
    ),
    "cli": Rule(
        ours=("engine/", "sim/", "scenarios/", "reports/", "cli/"),
        libraries=("CLI/", "fmt/", "nlohmann/", "tl/", *POSIX),
    ),
}

# Folders of C++ that must each have a README.md naming every folder inside.
HOUSE = ("engine", "sim", "scenarios", "reports", "cli", "tests")

MAX_LINES = 800
