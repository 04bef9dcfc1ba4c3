"""Writes what `bench.py` has saved, on asyncio's loop and on uvloop's, into a page and a plot."""

import argparse
import json
import os
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "aioqueues"
matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text

from matplotlib import pyplot

import workloads

BEGIN, END = "<!-- begin results -->", "<!-- end results -->"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("asyncio", type=Path)
    parser.add_argument("uvloop", type=Path)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--plot", type=Path, required=True)
    options = parser.parse_args()
    plain, uv = (json.loads(path.read_text()) for path in (options.asyncio, options.uvloop))
    before, rest = options.page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    options.page.write_text(f"{before}{BEGIN}\n{table(plain, uv)}\n{END}{after}")
    plot(plain["rows"], options.plot)


def table(plain, uv):
    names = list(dict.fromkeys(name for row in plain["rows"].values() for name in row))
    used = plain["bytes"]
    lines = [
        f"CPython {plain['python']}, {os.cpu_count()} cores, {plain['rounds']} rounds. "
        f"An empty queue takes {used['aioqueues']} bytes, and one of asyncio {used['asyncio']}.",
        "",
        "| workload | goal | " + " | ".join(names) + " | aioqueues on uvloop |",
        "|---|---:|" + "---:|" * (len(names) + 1),
    ]
    for workload in workloads.ALL:
        row, on_uvloop = plain["rows"][workload.title], uv["rows"][workload.title]
        cells = [cell(row.get(name)) for name in names] + [cell(on_uvloop["aioqueues"])]
        lines.append(f"| {workload.title} | {workload.goal} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(ratio):
    return f"{ratio['median']:.2g} ({ratio['low']:.2g} to {ratio['high']:.2g})" if ratio else ""


def plot(rows, path):
    titles = [workload.title for workload in workloads.ALL][::-1]
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    figure, axes = pyplot.subplots(figsize=(9, 8), layout="constrained")
    for name in names:
        points = [(rows[title][name], place) for place, title in enumerate(titles) if name in rows[title]]
        medians = [ratio["median"] for ratio, _ in points]
        spread = [
            [max(0, ratio["median"] - ratio["low"]) for ratio, _ in points],
            [max(0, ratio["high"] - ratio["median"]) for ratio, _ in points],
        ]
        ours = name == "aioqueues"
        axes.errorbar(
            medians,
            [place for _, place in points],
            xerr=spread,
            fmt="D" if ours else "o",
            markersize=7 if ours else 5,
            label=name,
        )
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(titles)), titles)
    axes.grid(axis="x", alpha=0.3)
    axes.set_xlabel("processor time by that of asyncio's queue: to the left of 1 is faster")
    figure.legend(loc="outside upper center", ncols=len(names), frameon=False, fontsize=8)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
