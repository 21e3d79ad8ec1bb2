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
