"""Tests of the tables and plots, on results that are made up."""

import re
import unittest
import xml.etree.ElementTree

import plot
import report
import results
import targets


def row(benchmark, cpu, clock=None, threads=1, size=100, **params):
    return {"benchmark": benchmark, "params": {key: str(value) for key, value in params.items()},
            "threads": threads, "clock": clock or cpu, "cpu": cpu, "bytes": size}


def verify(cpu, size, **more):
    return row("VerifyBenchmark.prebuilt", cpu, bodyLength=size, **{**results.USUAL, **more})


def result(*rows, jdk="17.0.1", memory=None):
    return results.Result({"jdk": jdk, "openssl": {"256": [110.0, 100.0], "1024": [400.0, 500.0]},
                           "rows": list(rows), "memory": memory})


class ResultTest(unittest.TestCase):

    def test_best_isTheLowestProcessorTime(self):
        made = result(verify([300.0, 120.0, 130.0], 256))
        self.assertEqual(120.0, made.best("VerifyBenchmark.prebuilt", bodyLength=256))

    def test_find_takesTheUsualParametersUnlessAsked(self):
        made = result(verify([99.0], 256, senders=1), verify([120.0], 256))
        self.assertEqual(120.0, made.best("VerifyBenchmark.prebuilt", bodyLength=256))
        self.assertEqual(99.0, made.best("VerifyBenchmark.prebuilt", bodyLength=256, senders=1))

    def test_compact_isReadBackAndHasARowOnALine(self):
        data = result(verify([1.0], 256), verify([2.0], 1024)).data
        text = results.compact(data)
        self.assertEqual(data, results.json.loads(text))
        self.assertEqual(2, text.count('\n    {"benchmark"'))


class TableTest(unittest.TestCase):

    def test_bySize_setsTimesBesideOpenssl(self):
        made = result(verify([120.0, 125.0], 256, ), verify([500.0], 1024),
                      row("PeersBenchmark.svix", [240.0], bodyLength=256))
        lines = report.by_size(made, report.VERIFY, (256, 1024)).splitlines()
        self.assertEqual("| `openssl speed -hmac sha256` | 100 | 1 | 400 | 1 | |", lines[2])
        self.assertEqual("| **Lacre** `verify` | 120 | 1.20 | 500 | 1.25 | 100 |", lines[3])
        self.assertEqual("| Svix ¹ | 240 | 2.40 | – | – | – |", lines[4])

    def test_table_comparesWithOursOfTheSameKind(self):
        made = result(verify([100.0], 256), row("PeersBenchmark.svix", [250.0], bodyLength=256))
        self.assertIn("| 256 | Svix ¹ | 250 | 250 | 100 | 2.50 | 2.50 |", report.table(made.data))

    def test_table_namesWhatIsNotUsual(self):
        made = result(verify([100.0], 256, senders=1))
        self.assertIn("| Lacre `verify`, 1 sender |", report.table(made.data))

    def test_filled_replacesWhatIsBetweenItsMarkersOnly(self):
        page = "a\n<!-- figures: x -->\nold\n<!-- end -->\nb\n<!-- figures: y -->\n<!-- end -->\n"
        self.assertEqual(
            "a\n<!-- figures: x -->\nnew\n<!-- end -->\nb\n<!-- figures: y -->\n<!-- end -->\n",
            report.filled(page, {"x": "new"}))

    def test_filled_noSuchSection_fails(self):
        with self.assertRaises(SystemExit):
            report.filled("nothing", {"x": "new"})


class TargetsTest(unittest.TestCase):

    def line(self, text, main=(), curves=()):
        return next(line for line in targets.table(list(main), list(curves)).splitlines()
                    if line.startswith("| " + text))

    def test_table_marksWhatIsMissed(self):
        self.assertTrue(self.line("`verify`, 256 B, × openssl",
                                  [result(verify([140.0], 256))]).endswith("| 1.40 |"))
        self.assertTrue(self.line("`verify`, 256 B, × openssl",
                                  [result(verify([142.0], 256))]).endswith("| 1.42 ✗ |"))

    def test_fastestLibrary_isTheOneComparedWith(self):
        made = result(verify([100.0], 256), row("PeersBenchmark.svix", [300.0], bodyLength=256),
                      row("PeersBenchmark.stripe", [140.0], bodyLength=256),
                      row("PeersBenchmark.tink", [90.0], bodyLength=256))
        self.assertTrue(self.line("fastest released library, 256 B", [made]).endswith("| 1.40 ✗ |"))

    def test_scaling_isTakenFromTheClock(self):
        rows = [row("SignBenchmark.sign", [50.0], clock=[100.0, 90.0], bodyLength=1024),
                row("SignBenchmark.sign", [50.0], clock=[100.0, 120.0], threads=2, bodyLength=1024)]
        self.assertTrue(self.line("`sign`, two threads", curves=[result(*rows)]).endswith("| 1.80 ✗ |"))

    def test_memory_isTheLargerOfBothVersions(self):
        made = result(memory={"ruleV4": 8.0, "ruleV6": 41.0})
        self.assertTrue(self.line("allowlist, bytes a rule", curves=[made]).endswith("| 41.0 ✗ |"))

    def test_notMeasured_isADash(self):
        self.assertTrue(self.line("MAC, 1 KB", [result()]).endswith("| – |"))


class PlotTest(unittest.TestCase):

    def test_allPlots_areWellFormedAndNameTheirLines(self):
        runs = [result(verify([120.0], 256), verify([480.0], 1024), jdk=jdk)
                for jdk in ("17.0.1", "25.0.1")]
        plots = plot.all_plots(runs)
        self.assertEqual({"body.svg", "merchants.svg"}, set(plots))
        svg = plots["body.svg"]
        xml.etree.ElementTree.fromstring(svg)
        self.assertIn(">Lacre verify</text>", svg)
        self.assertIn(">openssl speed</text>", svg)
        # Two JDKs of ours, one of them dashed, and one openssl.
        self.assertEqual(3, svg.count("<polyline"))
        self.assertEqual(1, svg.count("stroke-dasharray"))

    def test_svg_fourTimesTheCost_isHigherByAsMuchEverywhere(self):
        svg = plot.svg("t", "x", str, [("a", 0, [(1, 100.0), (10, 400.0), (100, 1600.0)])])
        y = [float(each) for each in re.findall(r'cy="([\d.]+)"', svg)]
        self.assertGreater(y[0], y[1])
        self.assertAlmostEqual(y[0] - y[1], y[1] - y[2], delta=0.2)

    def test_spread_noLabelCoversAnother(self):
        places = [y for _, y in plot.spread({"a": 380.0, "b": 381.0, "c": 383.0})]
        self.assertTrue(all(later - before >= 19 for before, later in zip(places, places[1:])))
        self.assertLessEqual(places[-1], plot.HEIGHT - plot.BOTTOM)


if __name__ == "__main__":
    unittest.main()
