#!/usr/bin/env bash
# Measures what tells operons on real genomes: strand and distance, conserved neighbours of distant genomes, and a gLM that was trained on
# those. Prints Markdown. Needs DIAMOND on PATH; two hours and 8 GiB of memory on two processors.
#
#   benchmarks/operons.sh GENOMES OPERONS [STEPS]
#
# GENOMES has the folders multi (genomes of many phyla), ecoli (GCF_000005845.2 as GenBank) and operons (pair_labels.tsv.gz, labelled pairs
# of B. subtilis). OPERONS is a table of E. coli's operons in any form that `#!glm operons --truth` reads.
# STEPS: training steps of the gLM; default 2000, 0 for none.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '5,9s/^# \{0,1\}//p' "$0" >&2; exit 1; }
genomes=$(realpath "$1") operons=$(realpath "$2") steps="${3:-2000}"
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }

echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) processors, load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo "- $(diamond version)"
echo
echo "## E. coli, without its relatives"
echo
engine neighbourhood "$genomes/multi" "$genomes/ecoli/GCF_000005845.2_ASM584v2_genomic.gbff.gz" "$operons" \
    without=Salmonella,Haemophilus,Portiera features=2000 "train=$steps"
echo
echo "## B. subtilis, without Bacillota"
echo
engine neighbourhood "$genomes/multi" "$genomes/multi/Bacillus_subtilis_168.prodigal.faa.gz" "$genomes/operons/pair_labels.tsv.gz" \
    without=Bacillus,Clostridi,Enterococcus,Mycoplasma features=2000 "train=$steps"
