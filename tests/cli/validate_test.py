"""`meshcast validate`: the same verdict in every format, thresholds, suppression, and forms that machines read."""

import json
import unittest

from harness import CommandTest

FORMATS = ("log", "json", "sarif", "github")

ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec: {hosts: [web.example.com], http: [{route: [{destination: {host: gone}}]}]}
"""

WARNING = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: db}
spec: {host: cart, trafficPolicy: {tls: {mode: SIMPLE}}}
"""


class Validate(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "route.yaml").write_text(ROUTE)
        (self.folder / "warning.yaml").write_text(WARNING)

    def each_format(self, *arguments, meaning):
        for form in FORMATS:
            with self.subTest(form):
                self.assert_exit(self.meshcast("validate", *arguments, "-o", form), meaning)

    def test_verdict_is_that_of_the_findings_in_every_format(self):
        self.each_format("app.yaml", meaning="ok")
        self.each_format("app.yaml", "route.yaml", meaning="findings")
        self.each_format("app.yaml", "warning.yaml", meaning="ok")
        self.each_format("app.yaml", "warning.yaml", "--failure-threshold", "warning", meaning="findings")
        self.each_format("tiny.yaml", meaning="ok")
        self.each_format("gone.yaml", meaning="file")
        (self.folder / "broken.yaml").write_text("a: [1\n")
        self.each_format("broken.yaml", meaning="findings")

    def test_output_threshold_hides_but_does_not_acquit(self):
        process = self.meshcast("validate", "app.yaml", "route.yaml", "--output-threshold", "error")
        self.assert_exit(process, "findings")
        self.assertIn("MS0701 [IST0101] (VirtualService default/web)", process.stdout)
        process = self.meshcast(
            "validate", "app.yaml", "warning.yaml", "--output-threshold", "error", "--failure-threshold", "warning"
        )
        self.assert_exit(process, "findings")
        self.assertNotIn("MS0717", process.stdout)

    def test_suppression_is_by_code_and_resource(self):
        for given in ("IST0101=VirtualService default/*", "MS0701=*", "MS0701=VirtualService ?efault/web"):
            with self.subTest(given):
                self.assert_exit(self.meshcast("validate", "app.yaml", "route.yaml", "--suppress", given), "ok")
        process = self.meshcast("validate", "app.yaml", "route.yaml", "--suppress", "IST0101=Gateway *")
        self.assert_exit(process, "findings")

    def test_refuses_what_it_does_not_know(self):
        for words in (
            (),
            ("a", "-o", "xml"),
            ("a", "--failure-threshold", "fatal"),
            ("a", "--suppress", "MS0701"),
            ("a", "--suppress", "MS9999=*"),
            ("a", "--analyzer", "tea-leaves"),
        ):
            with self.subTest(words):
                self.assert_exit(self.meshcast("validate", *words), "usage")

    def test_json_has_a_version_and_every_finding(self):
        document = json.loads(self.meshcast("validate", "app.yaml", "route.yaml", "-o", "json").stdout)
        self.assertEqual(document["schemaVersion"], 1)
        self.assertEqual(document["summary"]["errors"], 1)
        (finding,) = [each for each in document["findings"] if each["severity"] == "error"]
        self.assertEqual((finding["code"], finding["istio"]), ("MS0701", "IST0101"))
        self.assertEqual((finding["file"], finding["line"]), ("route.yaml", 4))
        self.assertEqual(finding["resource"], "VirtualService default/web")

    def test_sarif_is_what_code_scanning_takes(self):
        document = json.loads(self.meshcast("validate", "app.yaml", "route.yaml", "-o", "sarif").stdout)
        self.assertEqual(document["version"], "2.1.0")
        (run,) = document["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(len(rules), len({rule["id"] for rule in rules}))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertIn(result["level"], ("error", "warning", "note"))
            self.assertTrue(result["message"]["text"])
            for location in result["locations"]:
                physical = location["physicalLocation"]
                self.assertTrue(physical["artifactLocation"]["uri"])
                self.assertGreaterEqual(physical["region"]["startLine"], 1)

    def test_github_annotations_are_escaped(self):
        (self.folder / "a,b:c%.yaml").write_text(ROUTE)
        process = self.meshcast("validate", "app.yaml", "a,b:c%.yaml", "-o", "github")
        (line,) = [each for each in process.stdout.splitlines() if each.startswith("::error")]
        self.assertRegex(line, r"^::error file=a%2Cb%3Ac%25\.yaml,line=4,col=\d+,title=MS0701 VirtualService default/web::")

    def test_says_when_nothing_was_found(self):
        process = self.meshcast("validate", "app.yaml", "--output-threshold", "error")
        self.assertEqual(process.stdout, "4 objects in 1 file: nothing found\n")


if __name__ == "__main__":
    unittest.main()
