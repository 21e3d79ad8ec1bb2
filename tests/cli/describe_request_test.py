"""Which rule routes a request: describe request."""

import json
import unittest

from harness import CommandTest

ROUTES = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec:
  hosts: [cart]
  http:
    - match: [{uri: {prefix: /v2}, headers: {group: {exact: testers}}}]
      timeout: 2s
      route: [{destination: {host: web}}]
    - route: [{destination: {host: cart}}]
"""


class DescribeRequest(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "routes.yaml").write_text(ROUTES)

    def ask(self, *arguments):
        return self.meshcast("describe", "request", "app.yaml", "routes.yaml", "--to", "cart", *arguments)

    def test_names_the_rule_by_file_and_line(self):
        process = self.ask("--from", "web", "--path", "/v2/items", "--header", "group: testers")
        self.assert_exit(process, "ok")
        self.assertIn("routes.yaml:7", process.stdout)
        self.assertIn("web.default.svc.cluster.local", process.stdout)
        self.assertIn("timeout", process.stdout)

    def test_writes_json(self):
        process = self.ask("--path", "/", "-o", "json")
        self.assert_exit(process, "ok")
        answer = json.loads(process.stdout)
        self.assertEqual(answer["outcome"], "forward")
        self.assertEqual(answer["rule"]["origin"]["line"], 10)
        self.assertEqual(answer["backends"][0]["host"], "cart.default.svc.cluster.local")
        self.assertEqual(answer["backends"][0]["share"], 1)

    def test_says_what_a_plane_leaves_without_effect(self):
        process = self.ask("--path", "/v2", "--header", "group: testers", "--plane", "linkerd", "-o", "json")
        self.assert_exit(process, "ok")
        answer = json.loads(process.stdout)
        self.assertIsNone(answer["rule"])
        self.assertIn("does not read objects of istio", answer["unenforced"][0])

    def test_says_how_the_request_is_treated(self):
        (self.folder / "routes.yaml").write_text("""\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec:
  hosts: [cart]
  http:
    - timeout: 2s
      retries: {attempts: 3, retryOn: "5xx,429", perTryTimeout: 500ms}
      mirror: {host: web}
      mirrorPercentage: {value: 10}
      route: [{destination: {host: cart}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart}
spec:
  host: cart
  trafficPolicy:
    connectionPool: {http: {http2MaxRequests: 50}}
    retryBudget: {percent: 12.5}
""")
        (self.folder / "shop.yaml").write_text("""\
apiVersion: meshcast/v1
kind: Scenario
include: [app.yaml, routes.yaml]
traffic: [{to: web}]
planes: [none]
hedging: [{to: cart, after: 20ms}]
rateLimits: [{service: cart, scope: global, rate: 100/s, burst: 20}]
""")
        process = self.meshcast("describe", "request", "shop.yaml", "--to", "cart", "-o", "json")
        self.assert_exit(process, "ok")
        answer = json.loads(process.stdout)
        self.assertEqual(answer["effects"]["timeout"], "2s")
        self.assertEqual(
            answer["effects"]["retries"],
            "3 on 5xx, retriable-status-codes (429), each within 500ms, after 25ms at first, on hosts not tried before",
        )
        self.assertIn("10", answer["effects"]["mirror"])
        effects = answer["backends"][0]["effects"]
        self.assertEqual(effects["at most"], "50 active requests")
        self.assertEqual(effects["budget"], "retries at once: 12.5 % of active and pending requests, but at least 3")
        self.assertEqual(effects["hedging"], "asked again whenever 20ms have passed, 1 more at most")
        self.assertEqual(effects["rate limit"], "100/s and bursts of 20, all proxies together")
        page = self.meshcast("describe", "request", "shop.yaml", "--to", "cart").stdout
        self.assertIn("all proxies together", page)
        self.assertIn("hosts not tried before", page)

    def test_refuses_what_it_does_not_know(self):
        for arguments, saying in (
            (("--from", "webb"), 'did you mean "web"?'),
            (("--plane", "linkered"), 'did you mean "linkerd"?'),
            (("--header", "nonsense"), "name: value"),
            (("-o", "jsn"), 'did you mean "json"?'),
        ):
            process = self.ask(*arguments)
            self.assert_exit(process, "usage")
            self.assertIn(saying, process.stderr)


if __name__ == "__main__":
    unittest.main()
