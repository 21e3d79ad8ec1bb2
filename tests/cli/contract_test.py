"""Exit codes, help, complaints and streams: what scripts rely on."""

import json
import os
import pty
import subprocess
import unittest

from harness import MESHCAST, CommandTest

VERBS = ("compare", "run", "diff", "validate", "describe", "list", "schema", "version")
LISTS = ("planes", "library", "reports", "diagnostics", "balancers", "analyzers", "units")
FORMATS = ("table", "json")


class Help(CommandTest):
    def test_lists_every_verb(self):
        for words in ((), ("--help",), ("-h",), ("help",)):
            process = self.meshcast(*words)
            self.assert_exit(process, "ok" if words else "usage")
            text = process.stdout or process.stderr
            for verb in VERBS:
                self.assertIn(f"\n  {verb} ", text)

    def test_of_each_verb_fits_a_screen_and_ends_with_two_examples(self):
        for verb in VERBS:
            with self.subTest(verb):
                process = self.meshcast(verb, "--help")
                self.assert_exit(process, "ok")
                self.assertEqual(process.stdout, self.meshcast("help", verb).stdout)
                lines = process.stdout.rstrip().splitlines()
                self.assertLessEqual(len(lines), 40)
                self.assertLessEqual(max(map(len, lines)), 100)
                self.assertEqual(lines[-3], "Examples:")
                for example in lines[-2:]:
                    self.assertIn(f"meshcast {verb}", example)


class Usage(CommandTest):
    def assert_refused(self, *arguments, saying, env=None):
        process = self.meshcast(*arguments, env=env)
        self.assert_exit(process, "usage")
        self.assertEqual(process.stdout, "")
        self.assertIn(saying, process.stderr)

    def test_unknown_words_bring_the_nearest_known_one(self):
        self.assert_refused("compar", "app.yaml", saying='did you mean "compare"?')
        self.assert_refused("compare", "app.yaml", "--rat", "5/s", saying='did you mean "--rate"?')
        self.assert_refused("compare", "app.yaml", "--planes", "none,linkered", saying='did you mean "linkerd"?')
        self.assert_refused("run", "app.yaml", "--plane", "linkered", saying='did you mean "linkerd"?')
        self.assert_refused("list", "plane", saying='did you mean "planes"?')
        self.assert_refused("describe", "plan", "none", saying='did you mean "plane"?')
        self.assert_refused("schema", "scenarios", saying='did you mean "scenario"?')
        self.assert_refused("compare", "app.yaml", "--arrival", "unifrom", saying='did you mean "uniform"?')
        self.assert_refused("compare", "app.yaml", "--out", "htm=x", saying='did you mean "html"?')
        self.assert_refused("version", "-o", "jsn", saying='did you mean "json"?')
        self.assert_refused("version", "--color", "alway", saying='did you mean "always"?')

    def test_complaints_name_the_option_and_the_help(self):
        self.assert_refused("compare", saying="PATH")
        self.assert_refused("compare", saying="meshcast compare --help")
        self.assert_refused("compare", "app.yaml", "--rate", saying="--rate")
        self.assert_refused("compare", "app.yaml", "--rate", "200", saying="--rate")
        self.assert_refused("compare", "app.yaml", "--jobs", "0", saying="--jobs")
        self.assert_refused("compare", "app.yaml", "-j", "many", saying="--jobs")
        self.assert_refused("version", "now", saying='"now"')
        self.assert_refused("version", "-x", saying='"-x"')
        self.assert_refused("version", "-q", "-v", saying="exclude")
        self.assert_refused("--frobnicate", saying="--frobnicate")

    def test_standard_output_takes_one_report(self):
        self.assert_refused("compare", "app.yaml", "--out", "json", "--out", "csv=-", saying="standard output")
        self.assert_refused("compare", "app.yaml", "--out", "json", "-o", "table", saying="standard output")

    def test_the_environment_stands_for_options_and_the_command_line_wins(self):
        process = self.meshcast("version", env={"MESHCAST_OUTPUT": "json"})
        self.assertEqual(json.loads(process.stdout)["version"].count("."), 2)
        process = self.meshcast("version", "-o", "text", env={"MESHCAST_OUTPUT": "json"})
        self.assertTrue(process.stdout.startswith("meshcast "))
        self.assert_refused("run", "tiny.yaml", env={"MESHCAST_RATE": "fast"}, saying="--rate")


class Input(CommandTest):
    """Errors in the input: the same code and an empty standard output in every format."""

    def assert_all_formats(self, meaning, *arguments, saying):
        for verb in ("compare", "run"):
            for output in FORMATS:
                with self.subTest(verb=verb, output=output):
                    process = self.meshcast(verb, *arguments, "-o", output)
                    self.assert_exit(process, meaning)
                    self.assertEqual(process.stdout, "")
                    self.assertIn(saying, process.stderr)
        self.assertEqual(sorted(file.name for file in self.folder.glob("*.html")), [])

    def test_that_cannot_be_read_is_74(self):
        self.assert_all_formats("file", "missing.yaml", "--to", "web", saying="missing.yaml")

    def test_that_is_wrong_is_104_with_every_error_and_a_sum(self):
        (self.folder / "bad.yaml").write_text(
            "apiVersion: v1\nkind: Service\nmetadata: {name: [x]}\n---\n"
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: many}\n"
        )
        self.assert_all_formats("invalid", "bad.yaml", "--to", "web", saying="bad.yaml:3:")
        process = self.meshcast("compare", "bad.yaml", "--to", "web")
        self.assertIn("bad.yaml:8:", process.stderr)
        self.assertRegex(process.stderr.rstrip().splitlines()[-1], r"^\d+ errors?(, \d+ warnings?)?$")

    def test_that_is_wrong_outweighs_what_cannot_be_read(self):
        (self.folder / "bad.yaml").write_text("a: [1\n")
        self.assert_all_formats("invalid", "missing.yaml", "bad.yaml", saying="missing.yaml")

    def test_without_traffic_is_104_and_names_an_entry(self):
        self.assert_all_formats("invalid", "app.yaml", saying="--to web")

    def test_is_described_without_simulating(self):
        process = self.meshcast("describe", "scenario", "tiny.yaml")
        self.assert_exit(process, "ok")
        for word in ("tiny", "100/s over 4 connections from outside to web", "web x2", "call cart", "istio-sidecar"):
            self.assertIn(word, process.stdout)
        self.assert_exit(self.meshcast("describe", "scenario", "missing.yaml"), "file")


class Reference(CommandTest):
    def test_lists_say_something(self):
        for name in LISTS:
            with self.subTest(name):
                process = self.meshcast("list", name)
                self.assert_exit(process, "ok")
                self.assertGreater(len(process.stdout.splitlines()), 3)
                self.assertEqual(process.stderr, "")

    def test_every_plane_can_be_described_with_its_sources(self):
        planes = [line.split()[0] for line in self.meshcast("list", "planes").stdout.splitlines()[1:] if line.strip()]
        for name in ("none", "istio-sidecar"):
            self.assertIn(name, planes)
        process = self.meshcast("describe", "plane", "istio-sidecar")
        self.assert_exit(process, "ok")
        for word in ("Where the numbers come from", "CPU a request", "source:"):
            self.assertIn(word, process.stdout)

    def test_schemas_are_json(self):
        for kind in ("scenario", "plane", "prices", "result"):
            with self.subTest(kind):
                process = self.meshcast("schema", kind)
                self.assert_exit(process, "ok")
                self.assertIn("$schema", json.loads(process.stdout))

    def test_reference_is_markdown(self):
        process = self.meshcast("schema", "scenario", "--reference")
        self.assert_exit(process, "ok")
        self.assertTrue(process.stdout.startswith("# "))


class Streams(CommandTest):
    def test_a_full_disk_is_74(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = self.meshcast("list", "units", stdout=full)
        self.assertEqual(process.returncode, 74)
        self.assertIn("standard output", process.stderr)

    def test_closed_standard_output_is_74(self):
        command = '"$0" list units >&-'
        process = subprocess.run(
            ["sh", "-c", command, MESHCAST], stderr=subprocess.PIPE, text=True, check=False, env=self.environment()
        )
        self.assertEqual(process.returncode, 74)
        self.assertIn("standard output", process.stderr)

    def test_a_reader_that_went_away_is_74_and_no_death_by_signal(self):
        reading, writing = os.pipe()
        os.close(reading)
        process = self.meshcast("list", "units", stdout=writing)
        os.close(writing)
        self.assertEqual(process.returncode, 74)

    def test_a_report_that_cannot_be_written_is_74_before_anything_is_simulated(self):
        process = self.meshcast("run", "tiny.yaml", "--out", "json=app.yaml/x.json")
        self.assert_exit(process, "file")
        self.assertEqual(process.stdout, "")

    def test_colour_stays_on_terminals(self):
        coloured = lambda *words, **env: "\033[" in self.meshcast(*words, env=env).stdout  # noqa: E731
        self.assertFalse(coloured("list", "units"))
        self.assertTrue(coloured("list", "units", "--color", "always"))
        self.assertTrue(coloured("list", "units", "--color", "always", NO_COLOR="1"))
        self.assertNotIn("\033[", self.meshcast("compare", "missing.yaml", "--to", "x").stderr)

    def test_colour_is_there_on_a_terminal_unless_refused(self):
        for env, expected in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            ours, theirs = pty.openpty()
            process = self.meshcast("list", "units", env=env, stdout=theirs)
            os.close(theirs)
            self.assertEqual(process.returncode, 0)
            self.assertEqual(b"\033[" in os.read(ours, 65536), expected, env)
            os.close(ours)


if __name__ == "__main__":
    unittest.main()
