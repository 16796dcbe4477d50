#!/usr/bin/env bash
# Measures the readers of genome files beside Biopython on the same files, one after the other in one run: whole processes of `glm inspect`, passes in one process as
# Biopython's are, and gzip alone where the file is compressed. Then a corpus of many windows. Prints Markdown. Installs nothing.
#
#   benchmarks/genomes.sh GENOME.gbff.gz PROTEINS.faa.gz BASES.fna.gz [WINDOWS]
#
# The three files are repeated to some 180 MB each. WINDOWS is the size of the corpus; default 100000 (1000000 needs 10 GB of disk).
# GLM_PEER_PYTHON   a Python that has Biopython; default /usr/bin/python3 (Debian: python3-biopython)
set -euo pipefail
[ $# -ge 3 ] || { sed -n '5,9s/^# \{0,1\}//p' "$0" >&2; exit 1; }
genome=$(realpath "$1") proteins=$(realpath "$2") bases=$(realpath "$3") windows="${4:-100000}"
cd "$(dirname "$0")/.."
python="${GLM_PEER_PYTHON:-/usr/bin/python3}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
dotnet build src/Glm.Kernel -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }

for i in $(seq 15); do gzip -dc "$genome"; done >"$work/many.gbff"
for i in $(seq 100); do gzip -dc "$proteins" | sed "s/^>/>c${i}_/"; done >"$work/many.faa"
for i in $(seq 40); do gzip -dc "$bases"; done >"$work/many.fna"
gzip -1 -k "$work/many.gbff"

echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) processors, load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo
"$python" benchmarks/peer/readers.py 5 "dotnet src/Glm.Kernel/bin/Release/net10.0/Glm.Kernel.dll" "$work"/many.{gbff,faa,fna,gbff.gz}
echo
echo "Passes in one process:"
echo
engine read genbank "$work/many.gbff" 15
engine read fasta "$work/many.faa" 15
engine read genbank "$work/many.gbff.gz" 9
for file in "$work"/many.{gbff,faa,fna}; do engine read inspect "$file" 15; done
begun=$(date +%s.%N)
gzip -dc "$work/many.gbff.gz" >/dev/null
echo "gzip -dc many.gbff.gz alone: $(awk "BEGIN { printf \"%.2f s\", $(date +%s.%N) - $begun }")"
echo
engine corpus "$work/corpus" "$windows" "$windows"
du -sh "$work/corpus/corpus" | cut -f1
