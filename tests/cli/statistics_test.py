"""Verdicts, differences and single replications as users meet them."""

import json
import math
import shlex
import unittest

from harness import CommandTest


class Verdicts(CommandTest):
    def thresholds(self, *arguments, meaning):
        process = self.meshcast("run", "tiny.yaml", "-o", "json", *arguments)
        self.assert_exit(process, meaning)
        return json.loads(process.stdout)

    def mean(self):
        plane = json.loads(self.meshcast("run", "tiny.yaml", "-o", "json").stdout)["planes"][0]
        return plane["latency_ms"]["mean"]["value"]

    def test_take_more_replications_while_undecided_and_then_follow_the_point_estimate(self):
        limit = f"http_req_duration: avg < {1.0001 * self.mean():.6f}ms"
        result = self.thresholds("--threshold", limit, "--replications", "2", "--max-replications", "2", meaning="ok")
        (verdict,) = result["thresholds"]
        self.assertEqual((verdict["state"], verdict["held"], verdict["replications"]), ("undecided", True, 2))
        self.assertGreater(verdict["observed"] + verdict["half_width_95"], verdict["limit"])
        self.assertTrue(any("undecided after 2" in doubt for doubt in result["planes"][0]["doubts"]))
        more = self.meshcast("run", "tiny.yaml", "-o", "json", "--threshold", limit, "--max-replications", "6")
        self.assertGreater(len(json.loads(more.stdout)["planes"][0]["replications"]), 2)

    def test_of_a_clear_case_take_no_more_than_asked_for(self):
        result = self.thresholds("--threshold", "http_req_duration: avg < 1s", meaning="ok")
        self.assertEqual(result["thresholds"][0]["state"], "pass")
        self.assertEqual(len(result["planes"][0]["replications"]), 2)
        self.assertEqual(result["scenario"]["max_replications"], 16)

    def test_the_cap_is_a_field_too_and_not_below_the_number_asked_for(self):
        result = self.thresholds("--set", "maxReplications=7", "--threshold", "http_reqs: rate > 1/s", meaning="ok")
        self.assertEqual(result["scenario"]["max_replications"], 7)
        process = self.meshcast("run", "tiny.yaml", "--max-replications", "1")
        self.assert_exit(process, "invalid")
        self.assertIn("maxReplications", process.stderr)


class Threads(CommandTest):
    """A shipped scenario whose threshold takes several rounds of replications."""

    CASE = ("compare", "chain", "--planes", "none,linkerd,istio-ambient", "--duration", "6s", "--replications", "3")

    def reports(self, jobs, limit):
        process = self.meshcast(
            *self.CASE, "--max-replications", "9", "--threshold", f"http_req_duration: avg < {limit:.6f}ms", "--out", "json=r.json",
            "--out", "html=r.html", "--out", "csv=r.csv", "--out", "markdown=r.md", "-j", jobs,
        )
        self.assertIn(process.returncode, (0, 99))
        return process.stdout, [(self.folder / f"r.{kind}").read_bytes() for kind in ("json", "html", "csv", "md")]

    def test_do_not_change_a_byte(self):
        process = self.meshcast(*self.CASE, "--no-report", "-o", "json")
        limit = json.loads(process.stdout)["planes"][0]["latency_ms"]["mean"]["value"]
        once = self.reports("1", limit)
        self.assertEqual(once, self.reports("2", limit))
        self.assertEqual(once, self.reports("4", limit))
        counts = {len(plane["replications"]) for plane in json.loads(once[1][0])["planes"]}
        self.assertGreater(max(counts), 3, "the case is to need more than one round")


class SingleReplication(CommandTest):
    def blocks(self, *arguments):
        process = self.meshcast(*arguments, "-o", "json")
        self.assert_exit(process, "ok")
        return {plane["name"]: plane["replications"] for plane in json.loads(process.stdout)["planes"]}

    def test_is_that_of_the_batch(self):
        command = ("compare", "bookinfo", "--planes", "none,linkerd", "--duration", "20s", "--no-report")
        batch = self.blocks(*command)
        alone = self.blocks(*command, "--replication", "3")
        for plane, (replication,) in alone.items():
            self.assertEqual(replication, batch[plane][3])

    def test_is_reproduced_by_the_command_that_the_report_names(self):
        batch = self.blocks("compare", "bookinfo", "--planes", "none,linkerd", "--duration", "20s", "--no-report")
        for plane, replications in batch.items():
            words = shlex.split(replications[3]["reproduce"])
            self.assertEqual(words[0], "meshcast")
            self.assertEqual(self.blocks(*words[1:]), {plane: [replications[3]]})


class PairedDifferences(CommandTest):
    def test_are_known_much_better_than_their_planes(self):
        """On the fan-out scenario; unpaired, the half-widths would add up as squares do."""
        process = self.meshcast("compare", "fan-out", "--planes", "none,linkerd", "--no-report", "-o", "json")
        self.assert_exit(process, "ok")
        none, linkerd = json.loads(process.stdout)["planes"]
        self.assertIsNone(none["added"])
        for percentile, times in (("mean", 2), ("p99", 2)):
            unpaired = math.hypot(*(plane["latency_ms"][percentile]["half_width_95"] for plane in (none, linkerd)))
            added = linkerd["added"]["latency_ms"][percentile]
            self.assertTrue(added["measurable"])
            self.assertLess(times * added["half_width_95"], unpaired, percentile)
        self.assertEqual(linkerd["added"]["replications"], 5)


if __name__ == "__main__":
    unittest.main()
