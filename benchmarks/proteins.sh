#!/usr/bin/env bash
# Measures protein language models of the C# engine beside plain PyTorch ones of the same random weights, one process at a time and
# alternately: mean-pooled vectors of the first proteins of a FASTA. Prints Markdown. Installs nothing.
#
#   benchmarks/proteins.sh FASTA [PROTEINS [MODEL...]]
#
# FASTA             uncompressed proteins of the 20 residues and X
# PROTEINS          how many; default 500
# MODEL             esm2-8m, esm2-35m, t5-512 (the default), or esm2-650m, which is measured without the peer: 2.6 GB, half an hour a round
# OMP_NUM_THREADS   threads on both sides; default: all processors
# GLM_ROUNDS        rounds; default 3
# GLM_PEER_TOKENS   the peer's budget of tokens; default 512, which is its fastest here
# GLM_PEER_PYTHON   a Python that has torch and numpy; default /usr/bin/python3
set -euo pipefail
[ $# -ge 1 ] || { sed -n '5,14s/^# \{0,1\}//p' "$0" >&2; exit 1; }
fasta=$(realpath "$1") proteins="${2:-500}"
shift; [ $# -gt 0 ] && shift
cd "$(dirname "$0")/.."
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-$(nproc)}"
python="${GLM_PEER_PYTHON:-/usr/bin/python3}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }
peer() { "$python" benchmarks/peer/protein_peer.py "$@"; }

echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), $OMP_NUM_THREADS threads, load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo "- peer: torch $("$python" -c 'import torch; print(torch.__version__)'), batches of at most ${GLM_PEER_TOKENS:-512} tokens; $proteins proteins"
echo
echo "| | round | C# s | residues/s | CPU s | GFLOP/s | matrix product GFLOP/s | peak MiB | peer s | peak MiB | peer / C# | largest difference |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|"
for name in "${@:-esm2-8m esm2-35m t5-512}"; do
    for model in $name; do
        peer make "$model" "$work/$model"
        for ((round = 1; round <= ${GLM_ROUNDS:-3}; round++)); do
            read -r seconds peak rate cpu flops ceiling < <(engine proteins "$work/$model" "$fasta" "$proteins" - "$work/ours.npz")
            theirs="" more="" ratio="" difference=""
            if [ "$model" != esm2-650m ]; then
                read -r theirs more < <(peer embed "$work/$model" "$fasta" "$proteins" "${GLM_PEER_TOKENS:-512}" "$work/peer.npy")
                ratio=$(awk "BEGIN { printf \"%.1f\", $theirs / $seconds }")
                difference=$(peer compare "$work/peer.npy" "$work/ours.npz")
            fi
            echo "| $model | $round | $seconds | $rate | $cpu | $flops | $ceiling | $peak | $theirs | $more | $ratio | $difference |"
        done
        rm -r "${work:?}/$model"
    done
done
