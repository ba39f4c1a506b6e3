#!/usr/bin/env python3
"""Puts the results that run.py wrote into docs/performance.md, as tables between markers.

    python3 benchmarks/report.py --write    rewrites the tables and the plots
    python3 benchmarks/report.py --check    fails if they are not what the results say
"""

import argparse
import pathlib
import re
import sys

import plot
import results
import targets
from results import best, median, number, ratio, size, times, usual

DOCS = results.HERE.parent / "docs"
PAGE = "performance.md"
SIZES = (256, 1024, 65536)
UNMEASURED = "Not measured yet."

# Rows in this order, and under these names.
VERIFY = {
    "VerifyBenchmark.prebuilt": "**Lacre** `verify`",
    "VerifyBenchmark.fromHeaders": "Lacre, request made from header lines",
    "VerifyBenchmark.stream": "Lacre, body read from a stream",
    "VerifyBenchmark.buffer": "Lacre, body in a buffer",
    "PeersBenchmark.standardWebhooks": "Standard Webhooks ¹",
    "PeersBenchmark.svix": "Svix ¹",
    "PeersBenchmark.stripe": "Stripe, header only ¹",
    "PeersBenchmark.slack": "Slack ¹",
    "PeersBenchmark.adyen": "Adyen ¹",
    "PeersBenchmark.tink": "Tink `verifyMac` ²",
    "PeersBenchmark.commonsCodec": "Commons Codec, hex compared ²",
    "PeersBenchmark.bouncyCastle": "Bouncy Castle, hex compared ²",
    "PeersBenchmark.plainMac": "`Mac.getInstance`, hex compared ²",
}
SIGN = {
    "SignBenchmark.sign": "**Lacre** `sign`",
    "PeersBenchmark.standardWebhooksSign": "Standard Webhooks ¹",
    "PeersBenchmark.svixSign": "Svix ¹",
    "PeersBenchmark.stripeSign": "Stripe ¹",
    "PeersBenchmark.slackSign": "Slack ¹",
    "PeersBenchmark.adyenSign": "Adyen ¹",
    "PeersBenchmark.tinkSign": "Tink `computeMac` ²",
    "PeersBenchmark.commonsCodecSign": "Commons Codec, hex ²",
    "PeersBenchmark.plainMacSign": "`Mac.getInstance`, hex ²",
}
MAC = {
    "MacBenchmark.lacre": "**Lacre**",
    "MacBenchmark.clonedDigests": "two cloned digests",
    "MacBenchmark.clonedMac": "a cloned `Mac`",
    "MacBenchmark.macPerCall": "`Mac.getInstance` each time",
    "MacBenchmark.commonsCodec": "Commons Codec",
    "MacBenchmark.bouncyCastle": "Bouncy Castle",
}
LABELS = {**VERIFY, **SIGN, **MAC}
SPECIAL = {
    "senders": "{} sender", "storeRule": "store also named in a {}",
    "merchants": "{} merchants", "addressRules": "{} address rules",
}


def label(row):
    name = LABELS.get(row["benchmark"], row["benchmark"])
    special = [SPECIAL[key].format(value) for key, value in row["params"].items()
               if key in SPECIAL and value != results.USUAL[key]
               and row["benchmark"].startswith("VerifyBenchmark")]
    return ", ".join([name.replace("*", "") if special else name, *special])


def ours(name):
    """What a row is compared with: our own of its kind."""
    if name.startswith("MacBenchmark"):
        return "MacBenchmark.lacre"
    return "SignBenchmark.sign" if name.lower().endswith("sign") else "VerifyBenchmark.prebuilt"


def table(data):
    """All rows of a result with every figure: what run.py prints."""
    result = results.Result(data)
    lines = ["| body | what | ns/op | median | bytes/op | × openssl | × Lacre |",
             "|---:|---|---:|---:|---:|---:|---:|"]
    order = list(LABELS)
    for length in sorted({size(row) for row in result.rows}):
        native = result.openssl(length)
        if native:
            lines.append(f"| {length} | `openssl speed -hmac sha256` | {number(native)} | | | 1.00 | |")
        for row in sorted((row for row in result.rows if size(row) == length), key=lambda r: (
                order.index(r["benchmark"]) if r["benchmark"] in order else 99, r["benchmark"])):
            against = result.best(ours(row["benchmark"]), bodyLength=length) if length else None
            name = label(row)
            if not length:
                name += " " + " ".join(row["params"].values())
            if row["threads"] > 1:
                name += f", {row['threads']} threads"
            lines.append(
                f"| {length or ''} | {name} | {number(best(row))} | {number(median(row))}"
                f" | {number(row['bytes'])} | {times(ratio(best(row), native))}"
                f" | {times(ratio(best(row), against))} |")
    return "\n".join(lines)


def by_size(result, labels, lengths=SIZES):
    """One kind of benchmark with its sizes side by side."""
    heads = "".join(f" | {words(length)}, ns | × openssl" for length in lengths)
    lines = [f"| JDK {result.major}{heads} | bytes at 1 KB |",
             "|---" + "|---:|---:" * len(lengths) + "|---:|",
             "| `openssl speed -hmac sha256` | " + " | ".join(
                 f"{number(result.openssl(length))} | 1" for length in lengths) + " | |"]
    variants = {}
    for row in result.rows:
        if row["benchmark"] in labels and row["threads"] == 1:
            variants.setdefault(label(row), {})[size(row)] = row
    order = [labels[name] for name in labels]
    for name in sorted(variants, key=lambda n: (
            order.index(n) if n in order else 1.5, n)):
        cells = []
        for length in lengths:
            row = variants[name].get(length)
            value = best(row) if row else None
            cells += [number(value), times(ratio(value, result.openssl(length)))]
        kilobyte = variants[name].get(1024)
        cells.append(number(kilobyte["bytes"]) if kilobyte else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def words(length):
    if length >= 1 << 20:
        return f"{length >> 20} MB"
    return f"{length >> 10} KB" if length >= 1024 else f"{length} B"


def grid(title, columns, rows):
    """A table of rows, each a name and a value for each column."""
    lines = ["| " + " | ".join([title, *columns]) + " |",
             "|---" + "|---:" * len(columns) + "|"]
    lines += ["| " + " | ".join([name, *map(number, values)]) + " |" for name, values in rows
              if any(value is not None for value in values)]
    return "\n".join(lines)


def growth(runs):
    """The tables of the curves, JDKs one below the other."""
    merchants = (1000, 10000, 100000, 1000000)
    rules = (100, 1000, 10000, 100000)
    out = []

    def add(title, columns, rows):
        rows = list(rows)
        out.append(grid(title, [number(c) if isinstance(c, int) else c for c in columns], (
            (f"JDK {run.major}: {name}" if len(runs) > 1 else name,
             [run.best(benchmark, **{**fixed, key: value}) for value in values])
            for run in runs for name, benchmark, key, values, fixed in rows)))

    add("body, ns/op", [words(s) for s in plot.LENGTHS], [
        ("Lacre `verify`", "VerifyBenchmark.prebuilt", "bodyLength", plot.LENGTHS, {}),
        ("Standard Webhooks", "PeersBenchmark.standardWebhooks", "bodyLength", plot.LENGTHS, {})])
    add("merchants, ns/op", merchants, [
        ("one of many, in turn", "CredentialsBenchmark.known", "merchants", merchants, {}),
        ("always the same", "CredentialsBenchmark.hot", "merchants", merchants, {}),
        ("unknown", "CredentialsBenchmark.unknown", "merchants", merchants, {}),
        ("`verify`, 1 KB", "VerifyBenchmark.prebuilt", "merchants", merchants, {"bodyLength": 1024})])
    add("rules, ns/op", rules, [
        (f"IPv{version}, {name}", f"AllowlistBenchmark.{method}", "rules", rules,
         {"version": version, "answer": answer})
        for version in (4, 6)
        for name, method, answer in (
            ("literal, inside", "literal", "hit"), ("literal, outside", "literal", "miss"),
            ("address, inside", "address", "hit"), ("IPAddress library's trie", "trie", "hit"),
            ("list of matchers", "linear", "hit"))])
    add("entries, ns/op", merchants, [
        ("claim and complete", "LedgerBenchmark.claimAndComplete", "entries", merchants, {}),
        ("claim of a repeated one", "LedgerBenchmark.repeated", "entries", merchants, {}),
        ("making a claim, part of both", "LedgerBenchmark.claimAlone", "entries", merchants, {})])
    out.append(fields(runs))
    return "\n\n".join(out)


def fields(runs):
    names = ("v2-orderEvent-CONFIRMED.json", "v1-newEvent-CREATED.json",
             "newLogisticEvent-ARRIVED_AT_CUSTOMER.json", "large")
    rows = []
    for run in runs:
        without = [run.best("FieldsBenchmark.verifyWithout", payload=name) for name in names]
        read = [run.best("FieldsBenchmark.verifyWith", payload=name) for name in names]
        tree = [run.best("FieldsBenchmark.jacksonTree", payload=name) for name in names]
        start = f"JDK {run.major}: " if len(runs) > 1 else ""
        rows += [(start + "`verify`, no field read", without), (start + "`verify`, one field read", read),
                 (start + "the difference", [None if None in (w, r) else r - w
                                             for w, r in zip(without, read)]),
                 (start + "Jackson `readTree` alone", tree)]
    return grid("field of the body, ns/op",
                ["`v2/orderEvent`", "`v1/newEvent`", "`v1/newLogisticEvent`", "64 KB"], rows)


def machine(runs):
    if not runs:
        return UNMEASURED
    has = runs[0].data["machine"]
    jdks = ", ".join(f"JDK {run.jdk}" for run in runs)
    return (f"{has['processor']}, {has['processors']} processors, {has['system']}, {jdks},"
            f" {has['openssl']}; {runs[0].data['date']}, {runs[0].data['rounds']} rounds.")


def sections():
    """What stands between the markers of the page, by marker."""
    main, curves = results.load("main"), results.load("curves")

    def each(runs, labels, lengths=SIZES):
        return "\n\n".join(by_size(run, labels, lengths) for run in runs) or UNMEASURED

    return {
        "machine": machine(main),
        "targets": targets.table(main, curves) if main or curves else UNMEASURED,
        "verify": each(main, VERIFY),
        "sign": each(main, SIGN),
        "mac": each(main, MAC),
        "growth": growth(curves) if curves else UNMEASURED,
    }


def filled(text, parts):
    """The page with each marked section replaced."""
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"report.py: {PAGE} has no section '<!-- figures: {name} -->'")
        text = pattern.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="rewrite the tables and the plots")
    parser.add_argument("--check", action="store_true", help="fail if they are not up to date")
    options = parser.parse_args()
    page = DOCS / PAGE
    wanted = {page: filled(page.read_text(), sections())}
    for name, svg in plot.all_plots(results.load("curves")).items():
        wanted[DOCS / "performance" / name] = svg
    stale = [path for path, text in wanted.items()
             if not path.exists() or path.read_text() != text]
    if options.write:
        for path in stale:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path])
            print("written", path.relative_to(DOCS.parent))
    elif options.check and stale:
        sys.exit("report.py: not what the results say: "
                 + ", ".join(str(path.relative_to(DOCS.parent)) for path in stale)
                 + "; run report.py --write")
    elif not options.check:
        print(wanted[page])


if __name__ == "__main__":
    main()
