"""The JSON report against its own schema. Usage: schema_test.py RENDER_SAMPLE SCHEMA; 77 when jsonschema is missing."""

import json
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

SAMPLES = ["comparison", "run", "empty", "idle", "hostile", "medium"]


def broken(document):
    """Changes that the schema must notice; otherwise it says nothing."""
    for change in (
        lambda d: d.pop("verdict"),
        lambda d: d.update(schemaVersion=2),
        lambda d: d["planes"][0].update(surprise=1),
        lambda d: d["planes"][0]["latency_ms"]["p99"].update(value="4.21 ms"),
        lambda d: d["planes"][0]["total"].update(failure_ratio=1.5),
    ):
        copy = json.loads(json.dumps(document))
        change(copy)
        yield copy


def main(render, schema_file):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    for sample in SAMPLES:
        output = subprocess.run([render, "json", sample], check=True, capture_output=True).stdout
        for error in validator.iter_errors(json.loads(output)):
            failures += 1
            print(f"{sample}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    good = json.loads(subprocess.run([render, "json", "run"], check=True, capture_output=True).stdout)
    for number, bad in enumerate(broken(good)):
        if validator.is_valid(bad):
            failures += 1
            print(f"the schema accepts broken document {number}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
