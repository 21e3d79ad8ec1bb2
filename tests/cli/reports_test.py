"""What run and compare write, where, and when it is the same again."""

import json
import os
import pathlib
import shlex
import unittest

from harness import CommandTest

GOLDEN = pathlib.Path(__file__).with_name("golden") / "tiny.txt"
CROSSED = "http_req_duration: p(99) < 1us"
HELD = "http_req_failed: rate < 50%"


class Verdict(CommandTest):
    """The exit code says the same in every format."""

    def kinds(self):
        return [line.split()[0] for line in self.meshcast("list", "reports").stdout.splitlines() if line[:1].strip()]

    def test_is_0_when_thresholds_hold_and_99_when_one_is_crossed(self):
        for threshold, meaning in ((HELD, "ok"), (CROSSED, "threshold")):
            for kind in self.kinds():
                with self.subTest(kind=kind, meaning=meaning):
                    process = self.meshcast("run", "tiny.yaml", "--threshold", threshold, "--out", kind)
                    self.assert_exit(process, meaning)
                    self.assertNotEqual(process.stdout, "")

    def test_is_that_of_compare_too(self):
        for output in ("table", "json"):
            process = self.meshcast("compare", "tiny.yaml", "--no-report", "--threshold", CROSSED, "-o", output)
            self.assert_exit(process, "threshold")
            process = self.meshcast("compare", "tiny.yaml", "--no-report", "--threshold", HELD, "-o", output)
            self.assert_exit(process, "ok")


class Outputs(CommandTest):
    def test_compare_writes_a_page_and_tells_its_path_last(self):
        process = self.meshcast("compare", "tiny.yaml")
        self.assert_exit(process, "ok")
        page = self.folder / "meshcast-report.html"
        self.assertTrue(page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>"))
        self.assertEqual(process.stdout.rstrip().splitlines()[-1], "Report: meshcast-report.html")
        self.assertIn("istio-sidecar", process.stdout)

    def test_compare_writes_no_page_when_told_not_to_or_elsewhere(self):
        self.assert_exit(self.meshcast("compare", "tiny.yaml", "--no-report"), "ok")
        process = self.meshcast("compare", "tiny.yaml", "--out", "html=new/folder/r.html")
        self.assert_exit(process, "ok")
        self.assertEqual(process.stdout.rstrip().splitlines()[-1], "Report: new/folder/r.html")
        self.assertTrue((self.folder / "new/folder/r.html").exists())
        self.assertFalse((self.folder / "meshcast-report.html").exists())

    def test_json_has_standard_output_for_itself(self):
        process = self.meshcast("compare", "tiny.yaml", "-o", "json")
        self.assert_exit(process, "ok")
        self.assertIn("schemaVersion", json.loads(process.stdout))
        self.assertIn("meshcast-report.html", process.stderr)

    def test_several_reports_at_once(self):
        process = self.meshcast("run", "tiny.yaml", "--out", "json=r.json", "--out", "markdown=r.md", "--out", "csv=r.csv")
        self.assert_exit(process, "ok")
        json.loads((self.folder / "r.json").read_text(encoding="utf-8"))
        self.assertTrue((self.folder / "r.md").stat().st_size > 0)
        self.assertTrue((self.folder / "r.csv").stat().st_size > 0)

    def test_quiet_in_a_pipe_says_nothing_on_standard_error(self):
        process = self.meshcast("run", "tiny.yaml", "-q")
        self.assert_exit(process, "ok")
        self.assertEqual(process.stderr, "")

    def test_run_takes_the_first_plane_or_the_one_named(self):
        first = json.loads(self.meshcast("run", "tiny.yaml", "-o", "json").stdout)
        named = json.loads(self.meshcast("run", "tiny.yaml", "--plane", "istio-sidecar", "-o", "json").stdout)
        self.assertEqual([plane["name"] for plane in first["planes"]], ["none"])
        self.assertEqual([plane["name"] for plane in named["planes"]], ["istio-sidecar"])

    def test_manifests_come_through_standard_input(self):
        manifests = (self.folder / "app.yaml").read_text(encoding="utf-8")
        process = self.meshcast(
            "run", "-", "--to", "web", "--rate", "50/s", "--duration", "2s", "--warmup", "0", "-o", "json", stdin=manifests
        )
        self.assert_exit(process, "ok")
        json.loads(process.stdout)

    def test_isotope_graphs_are_scenarios(self):
        (self.folder / "graph.yaml").write_text(
            "defaults: {requestSize: 1 KB, responseSize: 1 KB}\n"
            "services: [{name: a, isEntrypoint: true, script: [{call: b}, {sleep: 2ms}]}, {name: b}]\n"
        )
        process = self.meshcast(
            "compare", "graph.yaml", "--rate", "100/s", "--planes", "none", "--duration", "2s", "--warmup", "0",
            "--no-report", "-o", "json",
        )
        self.assert_exit(process, "ok")
        self.assertIn("a.service-graph", process.stdout)


class Reproduction(CommandTest):
    def reports(self, *arguments):
        process = self.meshcast("compare", "tiny.yaml", "--out", "json=r.json", "--out", "html=r.html", *arguments)
        self.assert_exit(process, "ok")
        return [(self.folder / name).read_bytes() for name in ("r.json", "r.html")] + [process.stdout]

    def test_same_seed_same_bytes_whatever_the_threads(self):
        once = self.reports("--seed", "7", "-j", "1")
        self.assertEqual(once, self.reports("--seed", "7", "-j", "4"))
        self.assertEqual(once, self.reports("--seed", "7"))
        self.assertNotEqual(once[0], self.reports("--seed", "8")[0])

    def test_the_command_it_names_gives_the_same_bytes(self):
        process = self.meshcast("compare", "tiny.yaml", "--threshold", HELD, "--no-report", "-o", "json")
        words = shlex.split(json.loads(process.stdout)["reproduce"])
        self.assertEqual(words[0], "meshcast")
        again = self.meshcast(*words[1:], "--no-report", "-o", "json")
        self.assertEqual(process.stdout, again.stdout)


class Transcript(CommandTest):
    maxDiff = None

    def test_is_as_it_was(self):
        """MESHCAST_UPDATE_GOLDEN=1 accepts a change; look at the difference before committing it."""
        process = self.meshcast("run", "tiny.yaml", "--seed", "1", "--threshold", CROSSED)
        self.assert_exit(process, "threshold")
        transcript = f"$ meshcast run tiny.yaml --seed 1 --threshold '{CROSSED}'\n{process.stdout}"
        if os.environ.get("MESHCAST_UPDATE_GOLDEN"):
            GOLDEN.parent.mkdir(exist_ok=True)
            GOLDEN.write_text(transcript, encoding="utf-8")
        self.assertEqual(transcript, GOLDEN.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
