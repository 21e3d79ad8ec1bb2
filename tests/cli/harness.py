"""The meshcast command as its users meet it: a process in a folder of its own, with a small application to simulate."""

import os
import pathlib
import pty
import subprocess
import tempfile
import unittest

MESHCAST = os.environ["MESHCAST"]

APPLICATION = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: example/web
          ports: [{containerPort: 8080}]
          env: [{name: CART_ADDR, value: "cart:7070"}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: example/cart}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 7070}]}
"""

SCENARIO = """\
apiVersion: meshcast/v1
kind: Scenario
metadata: {name: tiny}
include: [app.yaml]
behavior:
  web: {operations: {"GET /": [{compute: 1ms}, {call: cart}]}}
  cart: {operations: {"GET /": [{compute: 500us}]}}
traffic: [{to: web, rate: 100/s, connections: 4}]
planes: [none, istio-sidecar]
duration: 4s
warmup: 1s
replications: 2
"""

EXIT = {"ok": 0, "usage": 64, "internal": 70, "file": 74, "findings": 79, "threshold": 99, "invalid": 104, "stopped": 105}


class CommandTest(unittest.TestCase):
    """Every test has an empty folder with app.yaml and tiny.yaml in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "app.yaml").write_text(APPLICATION)
        (self.folder / "tiny.yaml").write_text(SCENARIO)

    def environment(self, **changes):
        plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "100"}
        keep = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "MESHCAST_DATA_DIR")
        plain.update({name: os.environ[name] for name in keep if name in os.environ})
        plain.update(changes)
        return plain

    def meshcast(self, *arguments, stdin="", env=None, **options):
        """Runs to the end; gives the finished process with text output."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.run(
            [MESHCAST, *arguments],
            input=stdin,
            encoding="utf-8",
            cwd=self.folder,
            env=self.environment(**(env or {})),
            timeout=120,
            check=False,
            **options,
        )

    def assert_exit(self, process, meaning):
        self.assertEqual(
            process.returncode, EXIT[meaning], f"expected {meaning}\nstdout: {process.stdout}\nstderr: {process.stderr}"
        )

    def start_on_terminal(self, *arguments, env=None):
        """Starts with standard error on a pseudo-terminal; gives the process and the terminal's other end."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        process = subprocess.Popen(
            [MESHCAST, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            cwd=self.folder,
            env=self.environment(**(env or {})),
        )
        self.addCleanup(process.stdout.close)
        os.close(theirs)
        return process, ours


def read_until(descriptor, wanted):
    """What a terminal shows up to `wanted`; AssertionError when it ends before."""
    seen = b""
    while wanted not in seen:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # how Linux reports the end of a pseudo-terminal
            part = b""
        if not part:
            raise AssertionError(f"{wanted!r} never came; all there was: {seen!r}")
        seen += part
    return seen
