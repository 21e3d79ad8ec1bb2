"""Progress on a terminal, and Ctrl-C."""

import json
import signal
import unittest

from harness import EXIT, CommandTest, read_until

# More than anybody would wait for.
LONG = ("--duration", "168h", "--warmup", "1s", "--replications", "100", "-j", "2")


class Interrupted(CommandTest):
    def start(self, *arguments):
        process, terminal = self.start_on_terminal("compare", "tiny.yaml", *LONG, *arguments)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, terminal

    def test_progress_is_one_line_that_is_redrawn(self):
        process, terminal = self.start("--no-report")
        shown = read_until(terminal, b"events/s")
        self.assertIn(b"\r\033[K", shown)
        self.assertNotIn(b"\n", shown)
        process.kill()

    def test_the_first_signal_keeps_what_was_done_and_marks_it(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name):
                process, terminal = self.start("-o", "json", "--out", "csv=r.csv")
                read_until(terminal, b"events/s")
                process.send_signal(number)
                read_until(terminal, b"partial")
                result = json.loads(process.stdout.read())
                self.assertEqual(process.wait(), EXIT["stopped"])
                self.assertTrue(result["partial"])
                self.assertTrue((self.folder / "r.csv").exists())
                self.assertTrue((self.folder / "meshcast-report.html").exists())

    def test_a_signal_outweighs_a_crossed_threshold(self):
        process, terminal = self.start("--no-report", "-o", "json", "--threshold", "http_reqs: count < 0")
        read_until(terminal, b"events/s")
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        self.assertEqual(process.wait(), EXIT["stopped"])


if __name__ == "__main__":
    unittest.main()
