"""What a change of manifests does to requests: diff."""

import json
import unittest

from harness import CommandTest

ALLOW = """\
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {{name: cart}}
spec:
  selector: {{matchLabels: {{app: cart}}}}
  rules:
    - from: [{{source: {{principals: [{principals}]}}}}]
"""

SPLIT = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: cart}}
spec:
  hosts: [cart]
  http:
    - timeout: {timeout}
      route:
        - {{destination: {{host: cart}}, weight: {to_cart}}}
        - {{destination: {{host: web}}, weight: {to_web}}}
"""

MUTUAL_TLS = """\
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {{name: cart}}
spec: {{selector: {{matchLabels: {{app: cart}}}}, mtls: {{mode: {mode}}}}}
"""

WEB = "cluster.local/ns/default/sa/default"


class Diff(CommandTest):
    def change(self, before, after):
        for name, text in (("old.yaml", before), ("new.yaml", after)):
            (self.folder / name).write_text(text)

    def diff(self, *arguments):
        return self.meshcast(
            "diff", "--before", "old.yaml", "--after", "new.yaml", "tiny.yaml", "--plane", "istio-sidecar", "-q", *arguments
        )

    def answer(self, *arguments, code="ok"):
        process = self.diff("-o", "json", *arguments)
        self.assert_exit(process, code)
        return json.loads(process.stdout)

    def only_change(self, answer):
        self.assertEqual(len(answer["requests"]), 1, answer["requests"])
        return answer["requests"][0]

    def test_a_forgotten_caller_is_denied_and_its_requests_fail(self):
        self.change(ALLOW.format(principals=WEB), ALLOW.format(principals="cluster.local/ns/default/sa/other"))
        answer = self.answer("--fail-on", "outcome", code="threshold")
        change = self.only_change(answer)
        self.assertEqual((change["kind"], change["from"], change["to"]), ("newly-denied", "default/web", "default/cart"))
        self.assertEqual(change["before"]["what"], "allowed")
        self.assertEqual(change["after"]["what"], "denied 403")
        self.assertEqual(change["after"]["file"], "new.yaml")
        self.assertGreater(change["after"]["line"], 0)
        source = answer["simulated"]["traffic"][0]
        self.assertEqual(source["failures"]["before"], 0)
        self.assertEqual(source["failures"]["after"], source["requests"]["after"])
        self.assertTrue(source["failureRatio"]["measurable"])
        self.assertEqual({one["concern"] for one in answer["worse"]}, {"outcome"})
        self.assertEqual(self.answer("--fail-on", "encryption,latency")["worse"], answer["worse"])

    def test_the_other_way_round_nothing_gets_worse(self):
        self.change(ALLOW.format(principals="cluster.local/ns/default/sa/other"), ALLOW.format(principals=WEB))
        answer = self.answer("--fail-on", "outcome")
        self.assertEqual(self.only_change(answer)["kind"], "newly-allowed")
        self.assertEqual(answer["worse"], [])

    def test_weights_and_timeouts_that_move(self):
        self.change(
            SPLIT.format(timeout="2s", to_cart=90, to_web=10), SPLIT.format(timeout="1s", to_cart=60, to_web=40)
        )
        changes = {change["kind"]: change for change in self.answer("--duration", "2s")["requests"]}
        self.assertEqual(set(changes), {"other-shares", "other-timeout"})
        self.assertIn("cart 90", changes["other-shares"]["before"]["what"])
        self.assertIn("cart 60", changes["other-shares"]["after"]["what"])
        self.assertEqual(changes["other-shares"]["after"]["object"], "VirtualService default/cart")
        self.assertEqual(changes["other-shares"]["after"]["line"], 7)
        self.assertEqual(
            (changes["other-timeout"]["before"]["what"], changes["other-timeout"]["after"]["what"]), ("2s", "1s")
        )

    def test_encryption_that_ends(self):
        self.change(MUTUAL_TLS.format(mode="STRICT"), MUTUAL_TLS.format(mode="DISABLE"))
        answer = self.answer("--fail-on", "encryption", code="threshold")
        change = self.only_change(answer)
        self.assertEqual(change["kind"], "no-longer-encrypted")
        self.assertEqual((change["before"]["what"], change["after"]["what"]), ("mTLS", "plaintext"))
        self.assertEqual((change["after"]["file"], change["after"]["line"] > 0), ("new.yaml", True))
        self.assertEqual([one["concern"] for one in answer["worse"]], ["encryption"])

    def test_slower_by_more_than_is_tolerated(self):
        slow = (self.folder / "app.yaml").read_text().replace(
            "image: example/cart}", "image: example/cart, resources: {limits: {cpu: 40m}}}"
        )
        self.change((self.folder / "app.yaml").read_text(), slow)
        answer = self.answer(
            "--replications", "10", "--fail-on", "latency", "--tolerance", "latency=5%", code="threshold"
        )
        self.assertIn("latency", {one["concern"] for one in answer["worse"]})
        self.assertEqual(answer["requests"], [])
        self.answer("--fail-on", "encryption")

    def test_an_object_takes_the_place_of_the_scenarios_own_without_a_warning(self):
        app = (self.folder / "app.yaml").read_text()
        self.change(app, app.replace("replicas: 2", "replicas: 3"))
        process = self.meshcast("diff", "--before", "old.yaml", "--after", "new.yaml", "tiny.yaml", "--duration", "2s")
        self.assert_exit(process, "ok")
        self.assertNotIn("MS", process.stderr)
        self.assertIn("decided as before", process.stdout)

    def test_no_change_is_exactly_no_difference(self):
        self.change(ALLOW.format(principals=WEB), ALLOW.format(principals=WEB))
        answer = self.answer("--fail-on", "outcome,encryption,latency")
        self.assertEqual((answer["requests"], answer["elsewhere"], answer["worse"]), ([], [], []))
        for requests in answer["simulated"]["traffic"] + answer["simulated"]["calls"]:
            self.assertEqual(requests["p99Seconds"]["difference"], 0)
            self.assertFalse(requests["p99Seconds"]["measurable"])

    def test_two_folders_alone_are_not_simulated(self):
        app = (self.folder / "app.yaml").read_text()
        self.change(
            app + "---\n" + ALLOW.format(principals=WEB),
            app + "---\n" + ALLOW.format(principals="cluster.local/ns/default/sa/other"),
        )
        process = self.meshcast("diff", "--before", "old.yaml", "--after", "new.yaml", "-o", "json", "-q")
        self.assert_exit(process, "ok")
        answer = json.loads(process.stdout)
        self.assertIsNone(answer["simulated"])
        self.assertEqual(self.only_change(answer)["kind"], "newly-denied")
        process = self.meshcast(
            "diff", "--before", "old.yaml", "--after", "new.yaml", "--to", "web", "--rate", "50/s", "--duration", "2s", "-q"
        )
        self.assert_exit(process, "ok")
        self.assertIn("Newly denied", process.stdout)
        self.assertIn("Simulated", process.stdout)

    def test_refuses_what_makes_no_sense(self):
        self.change("", "")
        for arguments, saying in (
            (("--fail-on", "latencies"), 'did you mean "latency"?'),
            (("--tolerance", "5%"), "latency=5%"),
            (("--tolerance", "latency=much"), "--tolerance"),
            (("-o", "tabel"), 'did you mean "table"?'),
        ):
            process = self.diff(*arguments)
            self.assert_exit(process, "usage")
            self.assertIn(saying, process.stderr)
        self.assert_exit(self.meshcast("diff", "tiny.yaml"), "usage")
        self.assert_exit(self.meshcast("diff", "--before", "missing/", "--after", "new.yaml", "tiny.yaml"), "file")


if __name__ == "__main__":
    unittest.main()
