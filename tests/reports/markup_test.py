"""The HTML report through xmllint's HTML parser: no broken markup. Usage: markup_test.py RENDER_SAMPLE; 77 without xmllint."""

import re
import shutil
import subprocess
import sys

# libxml2 knows HTML 4: elements of HTML 5 and SVG are "invalid" to it.
UNKNOWN_TAG = re.compile(r": Tag \w+ invalid$")
ERROR = re.compile(r"-:\d+: \w+ parser error ")


def main(render):
    if shutil.which("xmllint") is None:
        print("skipped: xmllint is not installed")
        return 77
    failures = 0
    for sample in ("comparison", "run", "empty", "idle", "hostile", "medium"):
        html = subprocess.run([render, "html", sample], check=True, capture_output=True).stdout
        lint = subprocess.run(["xmllint", "--html", "--noout", "-"], input=html, capture_output=True, check=False)
        errors = [line for line in lint.stderr.decode("utf-8", "replace").splitlines() if ERROR.match(line)]
        errors = [line for line in errors if not UNKNOWN_TAG.search(line)]
        print(f"{sample}: {'; '.join(errors) or 'ok'}")
        failures += bool(errors)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
