"""Reads the results that run.py wrote, and says which figure of a row is quoted.

The figure of a benchmark is the lowest processor time of all its iterations in all rounds, and so
is openssl's: whatever else runs on a machine can only add to it. The median stands beside it in the
table that run.py prints.
"""

import json
import pathlib
import statistics

HERE = pathlib.Path(__file__).resolve().parent
# What the parameters of VerifyBenchmark are unless a row says otherwise.
USUAL = {"merchants": "100000", "senders": "64", "storeRule": "none", "addressRules": "1000"}


class Result:
    """One file: a plan on one JDK."""

    def __init__(self, data):
        self.data = data
        self.rows = data["rows"]
        self.jdk = data["jdk"]
        self.major = int(data["jdk"].split(".")[0])
        self.memory = data.get("memory") or {}

    def find(self, benchmark, threads=1, **params):
        """The row of a benchmark; parameters that are not given are the usual ones."""
        wanted = {key: str(value) for key, value in params.items()}
        for row in self.rows:
            asked = {**{key: value for key, value in USUAL.items() if key in row["params"]}, **wanted}
            if (row["benchmark"] == benchmark and row["threads"] == threads
                    and all(row["params"].get(key) == value for key, value in asked.items())):
                return row
        return None

    def best(self, benchmark, **params):
        row = self.find(benchmark, **params)
        return best(row) if row else None

    def bytes(self, benchmark, **params):
        row = self.find(benchmark, **params)
        return row["bytes"] if row else None

    def openssl(self, size):
        times = self.data["openssl"].get(str(size))
        return min(times) if times else None


def best(row):
    return min(row["cpu"] or row["clock"])


def median(row):
    return statistics.median(row["cpu"] or row["clock"])


def size(row):
    return int(row["params"].get("bodyLength", 0))


def usual(row):
    return all(row["params"].get(key, value) == value for key, value in USUAL.items())


def load(name, folder=HERE / "results"):
    """The results of a plan, oldest JDK first; none if it has not been run."""
    files = sorted(pathlib.Path(folder).glob(f"{name}-jdk*.json"))
    return sorted((Result(json.loads(each.read_text())) for each in files), key=lambda r: r.major)


def compact(result):
    """The result as JSON, one row on a line, so that versions of it can be compared."""
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in result["rows"])
    rest = json.dumps({**result, "rows": []}, ensure_ascii=False, indent=2)
    return rest.replace('"rows": []', '"rows": [\n' + rows + "\n  ]") + "\n"


def ratio(above, below):
    return above / below if above is not None and below else None


def number(value):
    """Three digits of it or more; thousands apart."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 or value != int(value) else f"{value:.0f}"


def times(value):
    return "–" if value is None else f"{value:.2f}"
