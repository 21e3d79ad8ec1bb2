"""Compiles the engine and the simulator in several ways and expects the same output from all of them:

    compilers_test.py SOURCE_ROOT WORK_FOLDER SOURCES...

SOURCES are the files of the libraries and the program, relative to SOURCE_ROOT; those of a folder are compiled
as one unit, which is several times faster. Compilers that are not installed are left out; with fewer than two ways the test says so and skips."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SKIPPED = 77

WAYS = [
    ("g++", ["-O0"]),
    ("g++", ["-O3", "-march=native", "-DNDEBUG"]),
    ("clang++-19", ["-O2"]),
    ("clang++-19", ["-O1", "-fsanitize=address,undefined"]),
]

# As cmake/meshcast_target.cmake has it.
FLAGS = ["-std=c++20", "-ffp-contract=off", "-w"]


def write_units(work: Path, sources: list[str]) -> list[Path]:
    """One file a folder, which includes the sources there."""
    folders: dict[str, list[str]] = {}
    for source in sources:
        folders.setdefault(str(Path(source).parent), []).append(source)
    units = []
    for folder, files in folders.items():
        units.append(work / (folder.replace("/", "-") + ".cpp"))
        units[-1].write_text("".join(f'#include "{file}"\n' for file in files))
    return units


def output_of(compiler: str, flags: list[str], root: Path, units: list[Path], folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    command = [compiler, *FLAGS, *flags, f"-I{root}"]

    def compile_unit(unit: Path) -> Path:
        made = folder / (unit.stem + ".o")
        subprocess.run([*command, "-c", str(unit), "-o", str(made)], check=True, timeout=600)
        return made

    with ThreadPoolExecutor(max_workers=2) as pool:
        objects = [str(made) for made in pool.map(compile_unit, units)]
    program = folder / "program"
    subprocess.run([*command, *objects, "-o", str(program), "-lfmt", "-lre2", "-pthread"], check=True, timeout=600)
    return subprocess.run([program], check=True, timeout=600, capture_output=True, text=True).stdout


def main() -> int:
    root, work, sources = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    work.mkdir(parents=True, exist_ok=True)
    units = write_units(work, sources)

    ways = [(compiler, flags) for compiler, flags in WAYS if shutil.which(compiler)]
    if len(ways) < 2:
        print("fewer than two ways to compile are installed")
        return SKIPPED
    outputs = {}
    for number, (compiler, flags) in enumerate(ways):
        name = " ".join([compiler, *flags])
        outputs[name] = output_of(compiler, flags, root, units, work / f"way-{number}")
        print(f"{name}: {len(outputs[name])} bytes")
    reference_name, reference = next(iter(outputs.items()))
    assert "fingerprint" in reference, "the program says nothing"
    different = False
    for name, output in outputs.items():
        lines = zip(reference.splitlines(), output.splitlines())
        for expected, line in (pair for pair in lines if pair[0] != pair[1]):
            print(f"{name}: {line.strip()}\n{reference_name}: {expected.strip()}")
            break
        different = different or output != reference
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
