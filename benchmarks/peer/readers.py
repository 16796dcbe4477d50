"""Times readers of genome files beside Biopython in one run, alternately. Biopython's import is not counted; of glm the whole process is. Prints a Markdown table.

    readers.py ROUNDS GLM FILE...      GLM is the program or "dotnet …/Glm.Kernel.dll"
"""
import gzip
import os
import shlex
import statistics
import subprocess
import sys
import time

from Bio import SeqIO


def biopython(path, kind):
    begun = time.perf_counter()
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path, encoding="utf-8")) as file:
        residues = sum(len(record.seq) for record in SeqIO.parse(file, kind))
    return time.perf_counter() - begun, residues


def glm(program, path):
    begun = time.perf_counter()
    subprocess.run([*shlex.split(program), "inspect", "--json", path], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main():
    rounds, program, files = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    print("| file | MB | glm inspect, s (min..max) | MB/s | Biopython, s (min..max) | MB/s | Biopython / glm |")
    print("|---|---|---|---|---|---|---|")
    for path in files:
        kind = "genbank" if ".gb" in path else "fasta"
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(glm(program, path))
            theirs.append(biopython(path, kind)[0])
        size = os.path.getsize(path) / 1e6
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"| {os.path.basename(path)} | {size:.0f} | {a:.2f} ({min(ours):.2f}..{max(ours):.2f}) | {size / a:.0f} | {b:.2f} ({min(theirs):.2f}..{max(theirs):.2f}) | {size / b:.0f} | {b / a:.1f} |")


main()
