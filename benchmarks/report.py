#!/usr/bin/env python3
"""Makes tables of the results that run.py wrote.

The figure of a benchmark is the lowest processor time of all its iterations in all rounds, and so
is openssl's: whatever else runs on a machine can only add to it. The median stands beside it.
"""

import json
import statistics

# Rows in this order, and under these names.
LABELS = {
    "VerifyBenchmark.prebuilt": "Lacre verify",
    "VerifyBenchmark.fromHeaders": "Lacre verify, from header lines",
    "VerifyBenchmark.stream": "Lacre verify, from a stream",
    "VerifyBenchmark.buffer": "Lacre verify, from a buffer",
    "PeersBenchmark.standardWebhooks": "Standard Webhooks verify ¹",
    "PeersBenchmark.svix": "Svix verify ¹",
    "PeersBenchmark.stripe": "Stripe verify ¹",
    "PeersBenchmark.slack": "Slack verify ¹",
    "PeersBenchmark.adyen": "Adyen verify ¹",
    "PeersBenchmark.tink": "Tink `verifyMac`",
    "PeersBenchmark.commonsCodec": "Commons Codec, hex compared",
    "PeersBenchmark.bouncyCastle": "Bouncy Castle, hex compared",
    "PeersBenchmark.plainMac": "`Mac.getInstance`, hex compared",
    "SignBenchmark.sign": "Lacre sign",
    "PeersBenchmark.standardWebhooksSign": "Standard Webhooks sign ¹",
    "PeersBenchmark.svixSign": "Svix sign ¹",
    "PeersBenchmark.stripeSign": "Stripe sign ¹",
    "PeersBenchmark.slackSign": "Slack sign ¹",
    "PeersBenchmark.adyenSign": "Adyen sign ¹",
    "PeersBenchmark.tinkSign": "Tink `computeMac`",
    "PeersBenchmark.commonsCodecSign": "Commons Codec, hex",
    "PeersBenchmark.plainMacSign": "`Mac.getInstance`, hex",
    "MacBenchmark.lacre": "MAC: Lacre",
    "MacBenchmark.clonedDigests": "MAC: two cloned digests",
    "MacBenchmark.clonedMac": "MAC: cloned `Mac`",
    "MacBenchmark.macPerCall": "MAC: `Mac.getInstance` each time",
    "MacBenchmark.commonsCodec": "MAC: Commons Codec",
    "MacBenchmark.bouncyCastle": "MAC: Bouncy Castle",
}
# What a row is compared with, by the beginning of its name.
OURS = [
    ("MacBenchmark", "MacBenchmark.lacre"),
    ("SignBenchmark", "SignBenchmark.sign"),
    ("VerifyBenchmark", "VerifyBenchmark.prebuilt"),
]
# The parameters of VerifyBenchmark unless a row says otherwise.
USUAL = {"merchants": "100000", "senders": "64", "storeRule": "none", "addressRules": "1000"}


def best(row):
    return min(row["cpu"] or row["clock"])


def median(row):
    return statistics.median(row["cpu"] or row["clock"])


def size(row):
    return int(row["params"].get("bodyLength", 0))


def label(row):
    name = LABELS.get(row["benchmark"], row["benchmark"])
    special = {key: value for key, value in row["params"].items()
               if key in USUAL and value != USUAL[key]}
    words = {"senders": "{} sender", "storeRule": "store named in a {}",
             "merchants": "{} merchants", "addressRules": "{} address rules"}
    return ", ".join([name] + [words[key].format(value) for key, value in special.items()])


def usual(row):
    return all(row["params"].get(key, value) == value for key, value in USUAL.items())


def ours(result, row):
    """The row of ours that a row is compared with: the same size and kind."""
    name = row["benchmark"]
    against = "SignBenchmark.sign" if name.endswith("Sign") else next(
        (other for start, other in OURS if name.startswith(start)), "VerifyBenchmark.prebuilt")
    for each in result["rows"]:
        if (each["benchmark"] == against and size(each) == size(row) and usual(each)
                and each["threads"] == row["threads"]):
            return each
    return None


def number(value):
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.1f}"


def table(result):
    """One table, in Markdown: for each size the openssl line, then ours and the peers."""
    lines = ["| body | what | ns/op | median | bytes/op | × openssl | × Lacre |",
             "|---:|---|---:|---:|---:|---:|---:|"]
    order = {name: place for place, name in enumerate(LABELS)}
    for length in sorted({size(row) for row in result["rows"]}):
        native = result["openssl"].get(str(length)) or []
        if native:
            lines.append(f"| {length} | `openssl speed -hmac sha256` | {number(min(native))}"
                         f" | {number(statistics.median(native))} | – | 1.00 | – |")
        rows = [row for row in result["rows"] if size(row) == length]
        for row in sorted(rows, key=lambda r: (order.get(r["benchmark"], 99), label(r))):
            against = ours(result, row)
            lines.append(
                f"| {length} | {label(row)} | {number(best(row))} | {number(median(row))}"
                f" | {number(row['bytes']) if row['bytes'] >= 1 else 0}"
                f" | {best(row) / min(native):.2f}" if native else " | –")
            lines[-1] += f" | {best(row) / best(against):.2f} |" if against else " | – |"
    return "\n".join(lines)


def compact(result):
    """The result as JSON, one row on a line, so that versions of it can be compared."""
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in result["rows"])
    rest = json.dumps({**result, "rows": []}, ensure_ascii=False, indent=2)
    return rest.replace('"rows": []', '"rows": [\n' + rows + "\n  ]") + "\n"
