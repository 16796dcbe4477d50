"""Measures Jupyter kernels beside each other in one run, through Jupyter's own client, one kernel at a time and alternately. Prints a Markdown table of medians.

    kernels.py ROUNDS NAME...      the first kernel is the one that the others are compared with
"""
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

REST = 4.0  # seconds in which a kernel may warm up before it is measured
CELLS = 60
CODE = {  # by the language of the kernel: a variable, a completion, a chart
    "python": ("v{0} = {0}", "text = 'a'", "text.spli", None),
    "C#": ("var v{0} = {0};", 'var text = "a";', "text.Spli", "using Plotly.NET.CSharp;\nChart.Point<int, int, string>(x: new[] { 1, 2 }, y: new[] { 3, 4 })"),
}


def run(client, code):
    begun = time.perf_counter()
    reply = client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError(reply["content"])
    return 1000 * (time.perf_counter() - begun)


def complete(client, code):
    begun = time.perf_counter()
    found = client.complete(code, reply=True, timeout=60)["content"]["matches"]
    if not found:
        raise RuntimeError(f"no completion of {code}")
    return 1000 * (time.perf_counter() - begun)


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(next(line for line in file if line.startswith("VmRSS")).split()[1]) / 1024


def measure(name):
    figures = {}
    begun = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        run(client, "1+1")
        figures["start to first executed cell, s"] = time.perf_counter() - begun
        time.sleep(REST)
        figures["warm 1+1, ms"] = statistics.median(run(client, "1+1") for _ in range(CELLS))
        figures["resident, idle and warm, MiB"] = resident(manager.provisioner.process.pid)
        declare, text, prefix, chart = CODE[manager.kernel_spec.language]
        if chart:
            figures["first chart, ms"] = run(client, chart)
            figures["second chart, ms"] = run(client, chart)
        for i in range(200):
            run(client, declare.format(i))
        run(client, text)
        figures["first completion, after 200 cells, ms"] = complete(client, prefix)
        figures["completion after 200 cells, ms"] = statistics.median(complete(client, prefix) for _ in range(20))
        figures["warm 1+1 after 200 cells, ms"] = statistics.median(run(client, "1+1") for _ in range(CELLS))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return figures


def main():
    rounds, names = int(sys.argv[1]), sys.argv[2:]
    measured = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            measured[name].append(measure(name))
    print("| " + " | ".join(["kernel, median of " + str(rounds) + " (min..max)", *names]) + " | " + " | ".join(f"{name} / {names[0]}" for name in names[1:]) + " |")
    print("|---" * (2 * len(names)) + "|")
    rows = list(dict.fromkeys(row for name in reversed(names) for row in measured[name][0]))
    for row in rows:
        values = {name: [figures[row] for figures in measured[name] if row in figures] for name in names}
        digits = 2 if row.endswith(" s") else 1 if row.endswith(" ms") else 0
        cells = [f"{statistics.median(v):.{digits}f} ({min(v):.{digits}f}..{max(v):.{digits}f})" if v else "" for v in values.values()]
        ratios = [f"{statistics.median(values[name]) / statistics.median(values[names[0]]):.2f}" if values[name] and values[names[0]] else "" for name in names[1:]]
        print("| " + " | ".join([row, *cells, *ratios]) + " |")


main()
