"""The HTML report in a real browser: it opens, its charts draw, nothing is reported on the console, nothing is fetched, no
name becomes markup. Usage: browser_test.py RENDER_SAMPLE; 77 when Chromium is missing."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
    "--window-size=1280,2000", "--virtual-time-budget=5000",
]

# Runs after the page's own scripts and leaves its findings in the document.
PROBE = """
<script>
addEventListener("load", () => setTimeout(() => {
  const drawn = [...document.querySelectorAll("canvas")].filter((canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels.some((value) => value !== 0);
  }).length;
  const shown = [...document.querySelectorAll(".plane")].filter((plane) => !plane.hidden).length;
  document.documentElement.dataset.probe = JSON.stringify({
    canvases: document.querySelectorAll("canvas").length, drawn, shown, stolen: window.stolen === undefined ? 0 : 1,
    fetched: performance.getEntriesByType("resource").filter((entry) => !entry.name.startsWith("data:")).length,
    overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  });
}, 500));
</script></body>"""

EXPECTED = {
    "comparison": {"canvases": 6, "drawn": 6, "shown": 1},
    "run": {"canvases": 6, "drawn": 6, "shown": 1},
    "large": {"canvases": 6, "drawn": 6, "shown": 1},
    "hostile": {"canvases": 6, "drawn": 6, "shown": 1},
    "idle": {"canvases": 6, "shown": 1},
    "empty": {"canvases": 0, "drawn": 0, "shown": 0},
}


def open_page(chromium, page, folder):
    command = [chromium, *FLAGS, f"--user-data-dir={tempfile.mkdtemp(dir=folder)}", "--dump-dom", page.as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    console = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    return run.stdout, console


def problems_of(chromium, render, sample, folder):
    html = subprocess.run([render, "html", sample], check=True, capture_output=True).stdout.decode("utf-8")
    page = pathlib.Path(folder) / f"{sample}.html"
    page.write_text(html.replace("</body>", PROBE), encoding="utf-8")
    dom, console = open_page(chromium, page, folder)
    probe = re.search(r'data-probe="([^"]*)"', dom)
    if probe is None:
        return [f"the page did not finish: {console}"]
    found = {key: int(value) for key, value in re.findall(r"(\w+)&quot;:(\d+)", probe.group(1))}
    expected = {"stolen": 0, "fetched": 0, "overflow": 0, **EXPECTED[sample]}
    wrong = [f"{key} is {found.get(key)}, expected {value}" for key, value in expected.items() if found.get(key) != value]
    return wrong + [f"console: {line}" for line in console]


def main(render):
    chromium = shutil.which("chromium")
    if chromium is None:
        print("skipped: chromium is not installed")
        return 77
    failures = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for sample in EXPECTED:
            problems = problems_of(chromium, render, sample, folder)
            print(f"{sample}: {'; '.join(problems) or 'ok'}")
            failures += bool(problems)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
