"""Draws how cost grows as SVG: both axes logarithmic, readable on light and dark ground.

One colour for each series; JDK 17 is a full line and the newest JDK a dashed one. Written by hand
in text, so that the same results always give the same bytes.
"""

import math

LENGTHS = (64, 256, 1024, 4096, 16384, 65536, 1048576)
MERCHANTS = (1000, 10000, 100000, 1000000)
RULES = (100, 1000, 10000, 100000)

WIDTH, HEIGHT = 800, 440
LEFT, RIGHT, TOP, BOTTOM = 78, 190, 52, 56
DASHES = ("", "7 5")

STYLE = """
    text { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
    .title { font-size: 16px; font-weight: 600; }
    .ground { fill: #ffffff; } .grid { stroke: #d8dee4; } .axis { stroke: #656d76; }
    .quiet { fill: #656d76; }
    polyline { fill: none; stroke-width: 2.5; } circle { stroke: none; }
    .c0 { stroke: #0969da; } circle.c0, text.c0 { fill: #0969da; stroke: none; }
    .c1 { stroke: #bc4c00; } circle.c1, text.c1 { fill: #bc4c00; stroke: none; }
    .c2 { stroke: #1a7f37; } circle.c2, text.c2 { fill: #1a7f37; stroke: none; }
    .c3 { stroke: #8250df; } circle.c3, text.c3 { fill: #8250df; stroke: none; }
    .c4 { stroke: #656d76; } circle.c4, text.c4 { fill: #656d76; stroke: none; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #0d1117; } .grid { stroke: #30363d; } .axis { stroke: #8d96a0; }
      .quiet { fill: #8d96a0; }
      .c0 { stroke: #58a6ff; } circle.c0, text.c0 { fill: #58a6ff; }
      .c1 { stroke: #f0883e; } circle.c1, text.c1 { fill: #f0883e; }
      .c2 { stroke: #3fb950; } circle.c2, text.c2 { fill: #3fb950; }
      .c3 { stroke: #bc8cff; } circle.c3, text.c3 { fill: #bc8cff; }
      .c4 { stroke: #8d96a0; } circle.c4, text.c4 { fill: #8d96a0; }
    }"""


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short(value):
    for bound, unit in ((1e9, " s"), (1e6, " ms"), (1e3, " µs")):
        if value >= bound:
            return f"{value / bound:g}{unit}"
    return f"{value:g} ns"


def amount(value):
    for bound, unit in ((1 << 20, " MB"), (1 << 10, " KB")):
        if value >= bound:
            return f"{value // bound}{unit}"
    return f"{value} B"


def count(value):
    return f"{value:,}".replace(",", " ")


def svg(title, across, named, series):
    """A plot of (name, JDK's place, [(x, ns)]); `named` writes a value of the horizontal axis."""
    points = [point for _, _, line in series for point in line]
    xs = sorted({x for x, _ in points})
    low = math.floor(math.log10(min(y for _, y in points)))
    high = max(low + 1, math.ceil(math.log10(max(y for _, y in points))))
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place_x(x):
        span = math.log(xs[-1] / xs[0]) or 1
        return LEFT + (right - LEFT) * math.log(x / xs[0]) / span

    def place_y(y):
        return bottom - (bottom - TOP) * (math.log10(y) - low) / (high - low)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
           f' height="{HEIGHT}" role="img">',
           f"  <title>{escape(title)}</title>", f"  <style>{STYLE}\n  </style>",
           f'  <rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
           f'  <text class="title" x="{LEFT}" y="28">{escape(title)}</text>']
    for power in range(low, high + 1):
        y = place_y(10.0 ** power)
        out.append(f'  <line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'  <text class="quiet" x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">'
                   f"{short(10.0 ** power)}</text>")
    for x in xs:
        at = place_x(x)
        out.append(f'  <line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{bottom}"/>')
        out.append(f'  <text class="quiet" x="{at:.1f}" y="{bottom + 20}" text-anchor="middle">'
                   f"{escape(named(x))}</text>")
    out.append(f'  <line class="axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
    out.append(f'  <text class="quiet" x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 12}"'
               f' text-anchor="middle">{escape(across)}</text>')
    names = list(dict.fromkeys(name for name, _, _ in series))
    for name, jdk, line in series:
        colour = f"c{names.index(name) % 5}"
        path = " ".join(f"{place_x(x):.1f},{place_y(y):.1f}" for x, y in line)
        dashes = f' stroke-dasharray="{DASHES[jdk]}"' if DASHES[jdk] else ""
        out.append(f'  <polyline class="{colour}" points="{path}"{dashes}/>')
        out += [f'  <circle class="{colour}" cx="{place_x(x):.1f}" cy="{place_y(y):.1f}" r="3.5"/>'
                for x, y in line]
    for name, y in spread({name: place_y(line[-1][1]) for name, _, line in reversed(series)}):
        out.append(f'  <text class="c{names.index(name) % 5}" x="{right + 12}" y="{y + 5:.1f}">'
                   f"{escape(name)}</text>")
    return "\n".join([*out, "</svg>", ""])


def spread(places, gap=19):
    """The labels at the ends of the lines, moved apart until none covers another."""
    out, before = [], TOP - gap
    for name, y in sorted(places.items(), key=lambda each: each[1]):
        before = max(y, before + gap)
        out.append((name, before))
    over = before - (HEIGHT - BOTTOM)
    return [(name, y - max(0, over)) for name, y in out]


def all_plots(runs):
    """Every plot that the curves' results give, by file name; runs are one or two JDKs."""
    plots = {}

    def draw(file, title, across, named, key, values, lines):
        series = []
        for jdk, run in enumerate(runs[:2]):
            for name, benchmark, fixed in lines:
                if benchmark == "openssl":
                    found = [(value, run.openssl(value)) for value in values] if jdk == 0 else []
                else:
                    found = [(value, run.best(benchmark, **{**fixed, key: value})) for value in values]
                line = [(x, y) for x, y in found if y]
                if line:
                    series.append((name, jdk, line))
        if series:
            if len(runs) > 1:
                title += f" (full: JDK {runs[0].major}, dashed: JDK {runs[1].major})"
            plots[file] = svg(title, across, named, series)

    draw("body.svg", "One verification by body", "body", amount, "bodyLength", LENGTHS, [
        ("Lacre verify", "VerifyBenchmark.prebuilt", {}),
        ("Standard Webhooks", "PeersBenchmark.standardWebhooks", {}),
        ("openssl speed", "openssl", {})])
    draw("merchants.svg", "One sender by merchants", "merchants", count, "merchants", MERCHANTS, [
        ("verify, 1 KB", "VerifyBenchmark.prebuilt", {"bodyLength": 1024}),
        ("lookup, in turn", "CredentialsBenchmark.known", {}),
        ("lookup, the same", "CredentialsBenchmark.hot", {}),
        ("lookup, unknown", "CredentialsBenchmark.unknown", {})])
    draw("rules.svg", "One address by rules", "rules", count, "rules", RULES, [
        ("Lacre, IPv4 literal", "AllowlistBenchmark.literal", {"version": 4, "answer": "hit"}),
        ("Lacre, IPv6 literal", "AllowlistBenchmark.literal", {"version": 6, "answer": "hit"}),
        ("IPAddress trie, IPv4", "AllowlistBenchmark.trie", {"version": 4, "answer": "hit"}),
        ("IPAddress trie, IPv6", "AllowlistBenchmark.trie", {"version": 6, "answer": "hit"}),
        ("list of matchers", "AllowlistBenchmark.linear", {"version": 4, "answer": "hit"})])
    draw("ledger.svg", "One delivery in a full ledger", "entries", count, "entries", MERCHANTS, [
        ("claim and complete", "LedgerBenchmark.claimAndComplete", {}),
        ("claim of a repeated one", "LedgerBenchmark.repeated", {})])
    return plots
