#!/usr/bin/env python3
"""Runs the benchmarks beside `openssl speed`, on JDK 17 and on the newest JDK found.

    python3 benchmarks/run.py            the main table: verify, sign, MAC and the peers (about 12 minutes)
    python3 benchmarks/run.py --curves   cost by size, merchants, rules, entries, threads (18 minutes)
    python3 benchmarks/run.py --quick    a short look at the main table (about 3 minutes)

Everything is interleaved: a round is every benchmark once in a JVM of its own, with openssl before,
after and in between, and there are several rounds. What is kept of each iteration is the time on the
clock and the processor time of the measuring threads, for processors are often shared with others.
The results go to benchmarks/results, one file for each JDK; `report.py` makes the tables of them.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import report
import results

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE / "target" / "benchmarks.jar"
RESULTS = HERE / "results"
PACKAGE = "dev.lacre.benchmarks."
SIZES = (256, 1024, 65536)
HEAP = "-Xms1g -Xmx4g"
FAILED = []
ALL_SIZES = (64, 256, 1024, 4096, 16384, 65536, 1048576)


def group(pattern, **params):
    """A JMH run: which benchmarks, with which values of their parameters."""
    flags = {key: params.pop(key) for key in ("threads", "brief") if key in params}
    return {"pattern": pattern, "params": params, **flags}


def main_plan():
    return [
        group(r"VerifyBenchmark\.(prebuilt|fromHeaders)", bodyLength=SIZES),
        group(r"MacBenchmark\.(lacre|macPerCall|cloned.*)", bodyLength=SIZES),
        group(r"MacBenchmark\.(commonsCodec|bouncyCastle)", bodyLength=1024),
        group(r"PeersBenchmark\.[a-zA-Z]+(?<!Sign)", bodyLength=(256, 1024)),
        group(r"PeersBenchmark\.(standardWebhooks|tink|plainMac)", bodyLength=65536),
        group(r"VerifyBenchmark\.(stream|buffer)", bodyLength=(1024, 65536)),
        group(r"VerifyBenchmark\.prebuilt", bodyLength=1024, senders=1),
        group(r"VerifyBenchmark\.prebuilt", bodyLength=1024, storeRule="header"),
        group(r"SignBenchmark\.sign", bodyLength=SIZES),
        group(r"PeersBenchmark\.[a-zA-Z]+Sign", bodyLength=1024),
    ]


def quick_plan():
    return [
        group(r"VerifyBenchmark\.prebuilt", bodyLength=SIZES),
        group(r"MacBenchmark\.(lacre|macPerCall)", bodyLength=SIZES),
        group(r"PeersBenchmark\.(tink|standardWebhooks|svix|plainMac)", bodyLength=(256, 1024)),
        group(r"SignBenchmark\.sign", bodyLength=(256, 1024)),
    ]


def curves_plan():
    rules = (100, 1000, 10000, 100000)
    merchants = (1000, 10000, 100000, 1000000)
    verify, sign = r"VerifyBenchmark\.prebuilt", r"SignBenchmark\.sign"
    plan = [
        group(verify, bodyLength=ALL_SIZES),
        group(r"PeersBenchmark\.standardWebhooks", bodyLength=ALL_SIZES),
        group(r"CredentialsBenchmark\.known", merchants=merchants, brief=True),
        group(r"CredentialsBenchmark\.(unknown|hot)", merchants=(1000, 1000000), brief=True),
        group(verify, bodyLength=1024, merchants=(1000, 1000000)),
        group(r"AllowlistBenchmark\.literal", rules=rules, version=(4, 6), brief=True),
        group(r"AllowlistBenchmark\.(address|trie)", rules=rules, version=(4, 6), answer="hit",
              brief=True),
        group(r"AllowlistBenchmark\.linear", rules=rules, version=4, answer="hit", brief=True),
        group(r"AllowlistBuildBenchmark\.build", rules=100000),
        group(r"LedgerBenchmark\.(claimAndComplete|repeated)", entries=(1000, 10000, 100000, 1000000)),
        group(r"LedgerBenchmark\.claimAlone", entries=1000),
        group(r"FieldsBenchmark\..*"),
    ]
    # In turn, so that a disturbance does not fall on one of the two alone.
    return plan + 2 * [
        group(each, bodyLength=1024, threads=threads)
        for each in (verify, sign) for threads in (1, 2)
    ]


PLANS = {"main": main_plan, "quick": quick_plan, "curves": curves_plan}


def jdks(only):
    """The homes of JDK 17 and of the newest JDK on this machine, by major version."""
    found = {}
    homes = [os.environ.get("JAVA_HOME", "")]
    javac = subprocess.run(["sh", "-c", "command -v javac"], capture_output=True, text=True)
    if javac.stdout.strip():
        homes.append(pathlib.Path(javac.stdout.strip()).resolve().parent.parent)
    homes += sorted(pathlib.Path("/usr/lib/jvm").glob("*"))
    for home in homes:
        compiler = pathlib.Path(home) / "bin" / "javac"
        if not home or not os.access(compiler, os.X_OK):
            continue
        said = subprocess.run([compiler, "-version"], capture_output=True, text=True)
        version = re.match(r"javac (\d+)(\S*)", said.stdout + said.stderr)
        if version:
            found.setdefault(int(version[1]), pathlib.Path(home).resolve())
    wanted = {17, max(found, default=17)} if not only else {only}
    missing = wanted - set(found)
    if missing or not found:
        sys.exit(f"run.py: no JDK {sorted(missing) or 17} found; install one or set JAVA_HOME")
    return {major: found[major] for major in sorted(wanted)}


def build():
    if JAR.exists():
        return
    print("run.py: building", JAR.name, file=sys.stderr)
    subprocess.run(
        ["mvn", "-q", "-pl", "benchmarks", "-am", "-DskipTests", "-Dmaven.javadoc.skip",
         "-Dmaven.source.skip", "-Dspotless.check.skip", "package"],
        cwd=HERE.parent, check=True)


def openssl(sizes, seconds):
    """Nanoseconds of processor time that openssl takes for one HMAC-SHA256, by size."""
    times = {}
    for size in sizes:
        run = subprocess.run(
            ["openssl", "speed", "-mr", "-seconds", str(seconds), "-bytes", str(size),
             "-hmac", "sha256"],
            capture_output=True, text=True, check=True)
        rate = re.search(r"^\+F:\d+:hmac\(sha256\):([\d.]+)", run.stdout, re.MULTILINE)
        if rate:
            times[size] = size / float(rate[1]) * 1e9
    return times


def sizes_of(plan):
    sizes = set()
    for each in plan:
        value = each["params"].get("bodyLength", ())
        sizes |= set(value) if isinstance(value, tuple) else {value}
    return sorted(sizes)


def jmh(home, each, options):
    """Runs a group and returns one row for each benchmark and choice of parameters."""
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "jmh.json"
        command = [
            home / "bin" / "java", "-jar", JAR, re.escape(PACKAGE) + each["pattern"] + "$",
            "-f", "1", "-wi", options.warmups, "-i", options.iterations,
            "-w", f"{options.warmup_ms * (0.6 if each.get('brief') else 1):.0f}ms",
            "-r", f"{options.iteration_ms * (0.6 if each.get('brief') else 1):.0f}ms",
            "-t", str(each.get("threads", 1)), "-prof", "gc", "-prof", PACKAGE + "CpuTime",
            "-jvmArgs", HEAP, "-foe", "true", "-rf", "json", "-rff", out,
        ]
        for name, value in each["params"].items():
            values = value if isinstance(value, tuple) else (value,)
            command += ["-p", f"{name}={','.join(map(str, values))}"]
        run = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if run.returncode:
            FAILED.append(each["pattern"])
            print(f"run.py: {each['pattern']} failed\n{run.stdout[-4000:]}{run.stderr[-2000:]}",
                  file=sys.stderr)
            return []
        return [row(each, found) for found in json.loads(out.read_text())]


def row(each, found):
    extra = {name.lstrip("·"): value for name, value in found["secondaryMetrics"].items()}

    def raw(metric):
        return [round(value, 2) for fork in metric["rawData"] for value in fork]

    made = {
        "benchmark": found["benchmark"].removeprefix(PACKAGE),
        "params": found.get("params", {}),
        "threads": found["threads"],
        "clock": raw(found["primaryMetric"]),
        "cpu": raw(extra["cpu"]) if "cpu" in extra else [],
        "bytes": round(extra["gc.alloc.rate.norm"]["score"]),
    }
    return made


def memory(home):
    """Bytes of heap for each merchant, rule and ledger entry."""
    run = subprocess.run(
        [home / "bin" / "java", *HEAP.split(), "-XX:+UseSerialGC", "-cp", JAR,
         PACKAGE + "MemoryReport"],
        capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def beside_needed(name, plan, place):
    """Whether openssl runs after this group: after every second one, or where sizes are measured."""
    if name == "curves":
        return plan[place]["params"].get("bodyLength") == ALL_SIZES
    return place % 2 == 1 or place == len(plan) - 1


def merge(rows, new):
    """Adds the iterations of another round to the rows."""
    for each in new:
        key = (each["benchmark"], json.dumps(each["params"], sort_keys=True), each["threads"])
        if key in rows:
            rows[key]["clock"] += each["clock"]
            rows[key]["cpu"] += each["cpu"]
            rows[key]["bytes"] = min(rows[key]["bytes"], each["bytes"])
        else:
            rows[key] = each


def machine():
    def said(*command):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    model = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return {
        "processor": model[1] if model else os.uname().machine,
        "processors": os.cpu_count(),
        "system": f"{os.uname().sysname} {os.uname().release.split('-')[0]}",
        "openssl": " ".join(said("openssl", "version").split()[:2]),
    }


def run(name, plan, options):
    homes = jdks(options.jdk)
    rows = {major: {} for major in homes}
    sizes = sizes_of(plan)
    times = {major: {size: [] for size in sizes} for major in homes}

    def beside(major):
        for size, each in openssl(sizes, options.openssl_seconds).items():
            times[major][size].append(round(each, 2))

    begun = time.time()
    for turn in range(options.rounds):
        for major, home in homes.items():
            beside(major)
            for place, each in enumerate(plan):
                merge(rows[major], jmh(home, each, options))
                if beside_needed(name, plan, place):
                    beside(major)
                print(f"run.py: {time.time() - begun:4.0f} s, round {turn + 1}, JDK {major},"
                      f" {each['pattern']}", file=sys.stderr)
    RESULTS.mkdir(exist_ok=True)
    for major, home in homes.items():
        release = (home / "release").read_text()
        result = {
            "name": name,
            "jdk": re.search(r'JAVA_VERSION="([^"]*)"', release)[1],
            "date": time.strftime("%Y-%m-%d"),
            "machine": machine(),
            "rounds": options.rounds,
            "openssl": {str(size): values for size, values in times[major].items()},
            "memory": memory(home) if name == "curves" and not options.only else None,
            "rows": list(rows[major].values()),
        }
        path = RESULTS / f"{name}-jdk{major}.json"
        if not options.only:
            path.write_text(results.compact(result))
        print(f"\n## {name}, JDK {result['jdk']}\n")
        print(report.table(result))
    if FAILED:
        sys.exit(f"run.py: failed: {', '.join(FAILED)}")
    if name != "quick" and not options.only:
        print("\nNow: python3 benchmarks/report.py --write, which puts them into docs/performance.md.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a short look; its results are not for the docs")
    parser.add_argument("--curves", action="store_true", help="cost by size, merchants, rules and entries")
    parser.add_argument("--only", help="only the groups with this in their names; writes no results")
    parser.add_argument("--rounds", type=int, help="how many times each benchmark runs")
    parser.add_argument("--jdk", type=int, help="one JDK only, by its major version")
    parser.add_argument("--iterations", type=int, default=8)
    parser.add_argument("--iteration-ms", type=int, default=150)
    parser.add_argument("--warmups", type=int, default=8)
    parser.add_argument("--warmup-ms", type=int, default=350)
    parser.add_argument("--openssl-seconds", type=int, default=1)
    options = parser.parse_args()
    name = "quick" if options.quick else "curves" if options.curves else "main"
    if options.rounds is None:
        options.rounds = {"main": 1, "quick": 1, "curves": 1}[name]
    build()
    plan = [each for each in PLANS[name]() if re.search(options.only or "", each["pattern"])]
    run(name, plan, options)


if __name__ == "__main__":
    main()
