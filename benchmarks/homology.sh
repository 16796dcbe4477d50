#!/usr/bin/env bash
# Measures the homology search beside DIAMOND, what family codes know of the proteins of E. coli, and what neighbourhoods say of its genes,
# each against genomes that are not near it. Prints Markdown. Needs DIAMOND on PATH; an hour and 3 GiB of memory on two processors.
#
#   benchmarks/homology.sh GENOMES OPERONS [EVERY]
#
# GENOMES has the folders multi (genomes of many phyla) and ecoli (GCF_000005845.2 as GenBank and protein FASTA, and ecoli_labels.tsv.gz
# with the columns protein_id, EC, COG and Pfam). OPERONS is a table of number, gene, product and operon in the order of E. coli's genes.
# EVERY: only every so many proteins are queries of the search; default 1, all.
# GLM_FEWER_GENOMES   a pattern within multi, such as 'M*': a quick look with fewer genomes
set -euo pipefail
[ $# -ge 2 ] || { sed -n '5,11s/^# \{0,1\}//p' "$0" >&2; exit 1; }
genomes=$(realpath "$1") operons=$(realpath "$2") every="${3:-1}"
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
dotnet build src/Glm.Kernel -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }
glm() { dotnet src/Glm.Kernel/bin/Release/net10.0/Glm.Kernel.dll "$@"; }

# Without the relatives of E. coli, by the names of their files.
mkdir "$work/known" "$work/distant"
for file in "$genomes"/multi/${GLM_FEWER_GENOMES:-*}; do
    ln -s "$file" "$work/known/"
    case "${file##*/}" in
        Salmonella* | Haemophilus* | Candidatus_Portiera*) ;;
        *) ln -s "$file" "$work/distant/" ;;
    esac
done
ecoli="$genomes/ecoli/GCF_000005845.2_ASM584v2"

echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) processors, load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo "- $(diamond version)"
echo
echo "## Search of all against all"
echo
glm load "$work/known" --corpus "$work/all" >"$work/load.log" || { cat "$work/load.log" >&2; exit 1; }
engine homology "$work/all/proteins.faa" "$every"
echo
echo "## Protein vectors of E. coli in the families of the others"
echo
glm load "$work/distant" --corpus "$work/reference" >"$work/load.log" || { cat "$work/load.log" >&2; exit 1; }
engine families "$work/reference" "${ecoli}_protein.faa.gz" "$genomes/ecoli/ecoli_labels.tsv.gz" diamond
echo
echo "## What neighbourhoods say of E. coli"
echo
engine neighbourhood "$work/distant" "${ecoli}_genomic.gbff.gz" "$operons" features=500,2000,4000
