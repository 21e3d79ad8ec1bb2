#!/usr/bin/env python3
"""Checks the house rules that a compiler cannot: check.py ROOT CHECK...

Prints each fault as file:line: message. Exits 0 without faults, 1 with faults, 77 when a tool a check needs is missing.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator

from rules import HOUSE, MAX_LINES, RULES, Rule

Faults = Iterator[str]

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
CONDITION = re.compile(r"\b(if|while|for|switch)\s*\(")
RETURNED_CHOICE = re.compile(r"\bco_return\b[^;?]*\?[^;]*;")
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
SKIPPED = 77


class ToolMissing(Exception):
    pass


def files(root: Path, *suffixes: str) -> list[Path]:
    """Our files with one of the suffixes, sorted; nothing below hidden folders or build trees."""
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith((".", "__")) and name != "build"]
        found += [Path(folder, name) for name in names if name.endswith(suffixes)]
    return sorted(found)


def house_sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Every C++ file of the house with its path from the root."""
    for path in files(root, ".h", ".cpp"):
        relative = path.relative_to(root).as_posix()
        if relative.split("/")[0] in HOUSE:
            yield path, relative


def includes(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line number, '"' or '<', what is included)."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1], match[2]


def rule_for(relative: str) -> Rule | None:
    folder = os.path.dirname(relative)
    while folder and folder not in RULES:
        folder = os.path.dirname(folder)
    return RULES.get(folder)


def is_standard(header: str) -> bool:
    return "." not in header and "/" not in header


def include_direction(root: Path) -> Faults:
    for path, relative in house_sources(root):
        rule = rule_for(relative)
        for number, kind, header in includes(path):
            where = f"{relative}:{number}"
            if kind == '"':
                if not (root / header).is_file():
                    yield f'{where}: "{header}" is no file when read from the root of the source tree'
                elif rule and not header.startswith(rule.ours):
                    yield f'{where}: {os.path.dirname(relative)}/ must not include "{header}"'
            elif rule and not is_standard(header) and not header.startswith(rule.libraries):
                yield f"{where}: {os.path.dirname(relative)}/ must not include <{header}>"


def own_header_first(root: Path) -> Faults:
    for path, relative in house_sources(root):
        own = relative.removesuffix(".cpp") + ".h"
        if path.suffix == ".cpp" and (root / own).is_file():
            number, _, first = next(includes(path), (1, "", "nothing"))
            if first != own:
                yield f'{relative}:{number}: includes {first} first; its own header "{own}" comes first'


def pragma_once(root: Path) -> Faults:
    for path, relative in house_sources(root):
        if path.suffix == ".h":
            code = (line for line in path.read_text().splitlines() if line and not line.startswith("//"))
            if next(code, "") != "#pragma once":
                yield f"{relative}:1: does not start with #pragma once"


def parenthesised(text: str, start: int) -> str:
    """What stands between the parenthesis that opens just before `start` and its partner."""
    depth = 1
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[start:end]
    return text[start:]


def awaited_conditions(root: Path) -> Faults:
    """co_await where GCC 12 silently loses the coroutine (engine/task.h)."""
    for path, relative in house_sources(root):
        text = re.sub(r"//.*", "", path.read_text())
        suspects = []
        for match in CONDITION.finditer(text):
            parts = parenthesised(text, match.end()).split(";")
            condition = parts[1] if match[1] == "for" and len(parts) == 3 else "" if match[1] == "for" else parts[-1]
            suspects.append((match.start(), condition))
        suspects += [(match.start(), match[0]) for match in RETURNED_CHOICE.finditer(text)]
        for start, code in suspects:
            if "co_await" in code:
                line = text.count("\n", 0, start) + 1
                yield f"{relative}:{line}: GCC 12 miscompiles co_await here; name its result first"


def first_comment(text: str) -> str:
    lines = []
    for line in text.splitlines():
        if not line.startswith(("//", "#", '"""')) and lines:
            break
        lines.append(line)
    return "\n".join(lines)


def file_size(root: Path) -> Faults:
    for path in files(root, ".h", ".cpp", ".py", ".js", ".sh", ".cmake"):
        text = path.read_text()
        lines = text.count("\n")
        if lines > MAX_LINES and "long because" not in first_comment(text).lower():
            yield f"{path.relative_to(root)}:1: {lines} lines; split it, or say 'Long because ...' in its first comment"


def folder_readmes(root: Path) -> Faults:
    for folder in HOUSE:
        readme = root / folder / "README.md"
        if not readme.is_file():
            yield f"{folder}/README.md:1: is missing"
            continue
        text = readme.read_text()
        for child in sorted({path.relative_to(root / folder).parts[0] for path in files(root / folder, "")}):
            if (root / folder / child).is_dir() and f"`{child}/`" not in text:
                yield f"{folder}/README.md:1: does not say who lives in `{child}/`"


def links(root: Path) -> Faults:
    for path in files(root, ".md"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for match in LINK.finditer(line):
                target = match[1]
                if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                    yield f"{path.relative_to(root)}:{number}: broken link to {target}"


def tool(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise ToolMissing(name)


def run(root: Path, *command: str) -> Faults:
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        yield (result.stdout + result.stderr).strip() or f"{command[0]} failed"


def formatting(root: Path) -> Faults:
    sources = [relative for _, relative in house_sources(root)]
    if sources:
        yield from run(root, tool("clang-format-19"), "--dry-run", "--Werror", *sources)


def shell_scripts(root: Path) -> Faults:
    candidates = [root / name for name in ("run", "test", ".ci/run")] + files(root, ".sh")
    scripts = [str(path.relative_to(root)) for path in candidates if path.is_file()]
    for script in scripts:
        yield from run(root, "bash", "-n", script)
    if scripts:
        yield from run(root, tool("shellcheck"), "-x", *scripts)


CHECKS: dict[str, Callable[[Path], Faults]] = {
    "include_direction": include_direction,
    "own_header_first": own_header_first,
    "pragma_once": pragma_once,
    "awaited_conditions": awaited_conditions,
    "file_size": file_size,
    "folder_readmes": folder_readmes,
    "links": links,
    "formatting": formatting,
    "shell_scripts": shell_scripts,
}


def main(root: Path, names: list[str]) -> int:
    try:
        faults = [fault for name in names for fault in CHECKS[name](root)]
    except ToolMissing as missing:
        print(f"skipped: {missing} is not installed")
        return SKIPPED
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
