"""Our JSON Schemas are valid (draft 2020-12), and every shipped file agrees with the schema of its kind; a file with a
misspelt field does not. Usage: schema_validate.py MESHCAST SOURCE_DIR"""

import copy
import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """YAML 1.2's booleans, as meshcast reads them: `on` is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema_of(meshcast, kind):
    schema = json.loads(subprocess.run([meshcast, "schema", kind], check=True, capture_output=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def documents_of(folder):
    for path in sorted(folder.glob("*.yaml")):
        for document in yaml.load_all(path.read_text(), Loader):
            yield path, document


def main(meshcast, source):
    failures = 0
    shipped = {"scenario": "library", "plane": "planes", "prices": "prices"}
    for kind, folder in shipped.items():
        validator = schema_of(meshcast, kind)
        count = 0
        for path, document in documents_of(source / "scenarios" / folder):
            count += 1
            for error in validator.iter_errors(document):
                print(f"{path}: {error.json_path}: {error.message}")
                failures += 1
            broken = copy.deepcopy(document)
            broken["misspelt"] = 1
            if validator.is_valid(broken):
                print(f"{path}: an unknown field passes the schema")
                failures += 1
        print(f"{kind}: {count} files")
        failures += count == 0
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
