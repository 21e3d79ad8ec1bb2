#!/usr/bin/env python3
"""Every check of check.py finds what it is for, and leaves a tidy tree alone."""

import shutil
import tempfile
import unittest
from pathlib import Path

import check

TIDY = {
    "engine/time.h": "#pragma once\n\n#include <cstdint>\n",
    "engine/time.cpp": '#include "engine/time.h"\n\n#include <string>\n',
    "sim/model/units.h": '#pragma once\n\n#include "engine/time.h"\n',
    "sim/telemetry/result.h": '// What a run measured.\n#pragma once\n\n#include "sim/model/units.h"\n',
    "scenarios/yaml/reader.cpp": "#include <yaml-cpp/yaml.h>\n",
    "sim/request/walk.cpp": """// if (co_await f()) is what we do not write
if (const bool ok = co_await f(); ok) {
  for (const Reply &reply : co_await all()) {
    co_return reply.ok() ? 1 : 2;
  }
}
""",
    "reports/table.h": '#pragma once\n\n#include "sim/telemetry/result.h"\n',
    "cli/main.cpp": '#include "reports/table.h"\n\n#include <CLI/CLI.hpp>\n',
    "tests/engine/time_test.cpp": '#include "engine/time.h"\n\n#include <gtest/gtest.h>\n',
    "engine/README.md": "[time](time.h)\n",
    "sim/README.md": "`model/`, `request/`, `telemetry/`; [far](https://example.com/x)\n",
    "scenarios/README.md": "`yaml/`\n",
    "reports/README.md": "\n",
    "cli/README.md": "\n",
    "tests/README.md": "`engine/`\n",
    "run": "#!/usr/bin/env bash\nset -e\n",
}

# check -> (planted file, its text, what the fault must say)
PLANTED = {
    "include_direction": [
        ("engine/bad.h", '#include "sim/model/units.h"\n', 'engine/bad.h:1: engine/ must not include "sim/model/units.h"'),
        ("engine/bad.h", "#include <fmt/format.h>\n", "must not include <fmt/format.h>"),
        ("sim/model/bad.h", "\n#include <yaml-cpp/yaml.h>\n", "sim/model/bad.h:2: "),
        ("sim/proxy/bad.cpp", '#include "reports/table.h"\n', 'must not include "reports/table.h"'),
        ("sim/proxy/bad.cpp", "#include <QWidget>\n#include <QtCharts/QChart>\n", "<QtCharts/QChart>"),
        ("scenarios/bad.cpp", "#include <yaml-cpp/yaml.h>\n", "must not include <yaml-cpp/yaml.h>"),
        ("scenarios/bad.cpp", '#include "reports/table.h"\n', 'must not include "reports/table.h"'),
        ("reports/bad.cpp", '#include "scenarios/yaml/reader.cpp"\n', "reports/ must not include"),
        ("reports/bad.cpp", '#include "sim/telemetry/observer.h"\n', "is no file"),
        ("cli/bad.cpp", "#include <gtest/gtest.h>\n", "must not include <gtest/gtest.h>"),
        ("sim/model/bad.h", '#include "units.h"\n', "is no file when read from the root"),
    ],
    "own_header_first": [
        ("engine/time.cpp", '#include <string>\n#include "engine/time.h"\n', "engine/time.cpp:1: includes string first"),
        ("engine/time.cpp", "int x;\n", "includes nothing first"),
    ],
    "pragma_once": [("engine/bad.h", "#include <string>\n", "engine/bad.h:1: does not start with")],
    "awaited_conditions": [
        ("engine/bad.cpp", "\nif (f() && co_await g()) {}\n", "engine/bad.cpp:2: GCC 12"),
        ("engine/bad.cpp", "if (int x = 1; (co_await g(x))) {}\n", "engine/bad.cpp:1: GCC 12"),
        ("engine/bad.cpp", "while (co_await g()) {}\n", "engine/bad.cpp:1: GCC 12"),
        ("engine/bad.cpp", "for (int i = 0; co_await g(i); ++i) {}\n", "engine/bad.cpp:1: GCC 12"),
        ("engine/bad.cpp", "switch (co_await g()) {}\n", "engine/bad.cpp:1: GCC 12"),
        ("engine/bad.cpp", "co_return x ? co_await g()\n : 0;\n", "engine/bad.cpp:1: GCC 12"),
    ],
    "file_size": [("engine/bad.cpp", "// Many things.\n" + "int x;\n" * 800, "engine/bad.cpp:1: 801 lines")],
    "folder_readmes": [("sim/proxy/envoy.h", "", "`proxy/`")],
    "links": [("docs/guide.md", "\n[here](nowhere.md#top)\n", "docs/guide.md:2: broken link to nowhere.md")],
    "formatting": [("engine/bad.cpp", "int  x ;\n", "engine/bad.cpp:1:4")],
    "shell_scripts": [
        ("run", "#!/usr/bin/env bash\nif true; then\n", "run: line"),
        ("scripts/bad.sh", "#!/usr/bin/env bash\nrm $1\n", "SC2086"),
    ],
}


class Checks(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        for name, text in TIDY.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def faults(self, name: str) -> list[str]:
        try:
            return list(check.CHECKS[name](self.root))
        except check.ToolMissing as missing:
            self.skipTest(f"{missing} is not installed")

    def test_a_tidy_tree_has_no_fault(self) -> None:
        for name in check.CHECKS:
            with self.subTest(name):
                self.assertEqual(self.faults(name), [])

    def test_every_check_has_a_planted_fault(self) -> None:
        self.assertEqual(set(PLANTED), set(check.CHECKS))

    def test_each_planted_fault_is_found(self) -> None:
        for name, cases in PLANTED.items():
            for planted, text, message in cases:
                with self.subTest(name, planted=planted, text=text[:60]):
                    self.write(planted, text)
                    self.assertIn(message, "\n".join(self.faults(name)))
                    (self.root / planted).unlink()
                    if planted in TIDY:
                        self.write(planted, TIDY[planted])

    def test_a_missing_readme_is_found(self) -> None:
        (self.root / "cli/README.md").unlink()
        self.assertEqual(self.faults("folder_readmes"), ["cli/README.md:1: is missing"])

    def test_a_long_file_may_say_why(self) -> None:
        self.write("engine/long.cpp", "// Long because it is a table.\n" + "int x;\n" * 800)
        self.assertEqual(self.faults("file_size"), [])

    def test_build_trees_are_left_alone(self) -> None:
        self.write("build/check/engine/bad.h", "")
        self.write("build/check/docs/bad.md", "[x](y)")
        self.assertEqual(self.faults("pragma_once") + self.faults("links"), [])


if __name__ == "__main__":
    unittest.main()
