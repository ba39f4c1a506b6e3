"""The targets, and whether the results meet them."""

from results import number, ratio, times

# Released Java libraries that verify webhooks.
LIBRARIES = ("standardWebhooks", "svix", "stripe", "slack", "adyen")


def fastest(run, size):
    found = [run.best(f"PeersBenchmark.{name}", bodyLength=size) for name in LIBRARIES]
    return min((value for value in found if value), default=None)


def against_openssl(benchmark, size):
    return lambda run: ratio(run.best(benchmark, bodyLength=size), run.openssl(size))


def speed_up(size):
    return lambda run: ratio(fastest(run, size), run.best("VerifyBenchmark.prebuilt", bodyLength=size))


def most_bytes(benchmark):
    def value(run):
        found = [run.bytes(benchmark, bodyLength=size) for size in (256, 1024, 65536)]
        return max((each for each in found if each is not None), default=None)
    return value


def slowest(values):
    return max((value for value in values if value is not None), default=None)


def allowlist(run, rules):
    return slowest(run.best("AllowlistBenchmark.literal", rules=rules, version=version, answer=answer)
                   for version in (4, 6) for answer in ("hit", "miss"))


def allowlist_growth(run):
    return slowest(
        ratio(run.best("AllowlistBenchmark.literal", rules=100000, version=version, answer=answer),
              run.best("AllowlistBenchmark.literal", rules=100, version=version, answer=answer))
        for version in (4, 6) for answer in ("hit", "miss"))


def scaling(benchmark):
    """How much more two threads do than one, by the clock."""
    def value(run):
        one, two = (run.find(benchmark, threads=threads, bodyLength=1024) for threads in (1, 2))
        return 2 * min(one["clock"]) / min(two["clock"]) if one and two else None
    return value


def lookup_growth(run):
    return ratio(run.best("CredentialsBenchmark.known", merchants=1000000),
                 run.best("CredentialsBenchmark.known", merchants=1000))


def build_seconds(run):
    found = run.best("AllowlistBuildBenchmark.build", rules=100000)
    return found and found / 1e9


VERIFY, SIGN, MAC = "VerifyBenchmark.prebuilt", "SignBenchmark.sign", "MacBenchmark.lacre"

# What is asked; the result it is in; its value; the bound; whether the bound is the most or least.
TARGETS = [
    ("`verify`, 256 B, × openssl", "main", against_openssl(VERIFY, 256), 1.4, "most"),
    ("`verify`, 1 KB, × openssl", "main", against_openssl(VERIFY, 1024), 1.15, "most"),
    ("`verify`, 64 KB, × openssl", "main", against_openssl(VERIFY, 65536), 1.05, "most"),
    ("fastest released library, 256 B, × `verify`", "main", speed_up(256), 1.5, "least"),
    ("fastest released library, 1 KB, × `verify`", "main", speed_up(1024), 1.25, "least"),
    ("`verify`, 256 B, × Tink's bare `verifyMac`", "main", lambda run: ratio(
        run.best(VERIFY, bodyLength=256), run.best("PeersBenchmark.tink", bodyLength=256)), 1, "most"),
    ("`verify`, 1 KB, × Tink's bare `verifyMac`", "main", lambda run: ratio(
        run.best(VERIFY, bodyLength=1024), run.best("PeersBenchmark.tink", bodyLength=1024)), 1, "most"),
    ("`verify`, bytes allocated, at most", "main", most_bytes(VERIFY), 1024, "most"),
    ("`sign`, 256 B, × openssl", "main", against_openssl(SIGN, 256), 1.4, "most"),
    ("`sign`, 1 KB, × openssl", "main", against_openssl(SIGN, 1024), 1.15, "most"),
    ("`sign`, 64 KB, × openssl", "main", against_openssl(SIGN, 65536), 1.05, "most"),
    ("`sign`, bytes allocated, at most", "main", most_bytes(SIGN), 1024, "most"),
    ("MAC, 256 B, × openssl", "main", against_openssl(MAC, 256), 1, "most"),
    ("MAC, 1 KB, × openssl", "main", against_openssl(MAC, 1024), 1, "most"),
    ("MAC, 64 KB, × openssl", "main", against_openssl(MAC, 65536), 1, "most"),
    ("allowlist, literal to answer, 100 000 rules, ns", "curves",
     lambda run: allowlist(run, 100000), 100, "most"),
    ("allowlist, 100 000 rules, × 100 rules", "curves", allowlist_growth, 2, "most"),
    ("allowlist of 100 000 rules built, s", "curves", build_seconds, 1, "most"),
    ("allowlist, bytes a rule", "curves",
     lambda run: slowest((run.memory.get("ruleV4"), run.memory.get("ruleV6"))), 40, "most"),
    ("lookup among 1 000 000 merchants, × 1 000", "curves", lookup_growth, 2, "most"),
    ("bytes a merchant of 1 000 000, never used", "curves",
     lambda run: run.memory.get("merchant"), 300, "most"),
    ("bytes a merchant of 1 000 000, all in use", "curves",
     lambda run: run.memory.get("merchantInUse"), None, "most"),
    ("`verify`, two threads, × one", "curves", scaling(VERIFY), 1.9, "least"),
    ("`sign`, two threads, × one", "curves", scaling(SIGN), 1.9, "least"),
    ("ledger, claim and complete, 1 000 000 entries, ns", "curves",
     lambda run: run.best("LedgerBenchmark.claimAndComplete", entries=1000000), 1000, "most"),
    ("ledger, bytes an entry", "curves", lambda run: run.memory.get("ledgerEntry"), None, "most"),
]


def met(value, bound, kind):
    if value is None or bound is None:
        return ""
    # As precise as the figure is shown.
    good = round(value, 2) <= bound if kind == "most" else round(value, 2) >= bound
    return "" if good else " ✗"


def cell(value, bound, kind):
    if value is None:
        return "–"
    shown = times(value) if value < 10 else number(value)
    return shown + met(value, bound, kind)


def table(main, curves):
    """One line for each target, one column for each JDK; a cross where it is missed."""
    runs = {"main": {run.major: run for run in main}, "curves": {run.major: run for run in curves}}
    majors = sorted({*runs["main"], *runs["curves"]})
    lines = ["| | target | " + " | ".join(f"JDK {major}" for major in majors) + " |",
             "|---|---:" + "|---:" * len(majors) + "|"]
    for text, plan, value, bound, kind in TARGETS:
        cells = [cell(value(runs[plan][major]), bound, kind) if major in runs[plan] else "–"
                 for major in majors]
        sign = {"most": "≤", "least": "≥"}[kind]
        asked = f"{sign} {number(bound) if bound >= 100 else bound}" if bound is not None else "–"
        lines.append(f"| {text} | {asked} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
