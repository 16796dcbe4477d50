#!/usr/bin/env bash
# Measures the engine on a GPU: losses beside the CPU's, step by step, and throughput beside a plain PyTorch gLM, one process at a time and
# alternately. Prints Markdown. Installs nothing. Five minutes.
#
#   benchmarks/gpu.sh [DEVICE]
#
# DEVICE            default cuda
# GLM_LIBTORCH      a folder with libtorch for CUDA, where the build has none (docs/hosts.md)
# GLM_PEER_PYTHON   a Python that has torch for CUDA; default python3
set -euo pipefail
device="${1:-cuda}"
cd "$(dirname "$0")/.."
python="${GLM_PEER_PYTHON:-python3}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }

echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2>/dev/null || echo "no nvidia-smi")"
echo "- C#: $(engine facts)"
echo "- peer: torch $("$python" -c 'import torch; print(torch.__version__)' 2>/dev/null || echo none)"
echo
engine parity "$device"
echo
for precision in float32 tf32 bfloat16; do
    for batch in 8 64 512; do
        engine device "$device" "$precision" paper "$batch" 8 "$work/engine.tsv" >>"$work/log"
        "$python" benchmarks/peer/glm_peer.py device "$device" "$precision" paper "$batch" 8 "$work/peer.tsv" >>"$work/log" || true
    done
done
grep "matrix product" "$work/log" | sort -u
echo
engine compare "$work/engine.tsv" "$work/peer.tsv"
