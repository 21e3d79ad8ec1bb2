#!/usr/bin/env python3
"""The table of compare.py."""

import unittest

from compare import YARDSTICK, table


class Table(unittest.TestCase):
    def test_ratios_are_to_the_yardstick_of_the_same_round(self):
        # The machine halves its speed from round to round; the peer always takes four times as long as the yardstick.
        costs = ((YARDSTICK, 1), ("peer", 4))
        rounds = [
            {(program, model): speed / cost for program, cost in costs for model in ("mm1", "chain")}
            for speed in (8_000_000, 4_000_000, 2_000_000)
        ]
        rows = table(rounds).splitlines()[2:]
        self.assertEqual(rows[0], f"| {YARDSTICK} | 4,000,000 | 1.000 | 4,000,000 | 1.000 |")
        self.assertEqual(rows[1], "| peer | 1,000,000 | 0.250 | 1,000,000 | 0.250 |")


if __name__ == "__main__":
    unittest.main()
