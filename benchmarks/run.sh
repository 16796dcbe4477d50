#!/usr/bin/env bash
# Measures the C# engine and, where there is a usable PyTorch, a plain Python gLM beside it: one process at a time, alternately, with the
# same number of threads; then the quickstart notebook as a whole process. Prints the machine's facts and Markdown tables. Installs nothing.
#
#   benchmarks/run.sh [--quick]
#
# OMP_NUM_THREADS   threads on both sides; default: all processors
# OMP_WAIT_POLICY, GOMP_SPINCOUNT   passed on to both sides as they are
# GLM_PEER_PYTHON   a Python that has torch; default /usr/bin/python3 (Debian: python3-torch and libopenblas0-pthread)
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    "") rounds=3 small=15 paper=5 ;;
    --quick) rounds=1 small=5 paper=2 ;;
    *) echo "usage: benchmarks/run.sh [--quick]" >&2; exit 1 ;;
esac
threads="${OMP_NUM_THREADS:-$(nproc)}"
export OMP_NUM_THREADS="$threads" MKL_NUM_THREADS="$threads" OPENBLAS_NUM_THREADS="$threads"
python="${GLM_PEER_PYTHON:-/usr/bin/python3}"

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

dotnet build benchmarks/Glm.Benchmarks -c Release -v q --nologo >"$temporary/build.log" || { cat "$temporary/build.log" >&2; exit 1; }
engine() { dotnet benchmarks/Glm.Benchmarks/bin/Release/net10.0/Glm.Benchmarks.dll "$@"; }
peer() { "$python" benchmarks/peer/glm_peer.py "$@"; }

compare=false
if ! "$python" -c 'import torch' 2>/dev/null; then
    verdict="none: $python has no torch (Debian: python3-torch; another Python: GLM_PEER_PYTHON)"
elif ! facts=$(peer facts); then
    verdict="left out: $facts is the unoptimised reference BLAS, against which every ratio would flatter (Debian: libopenblas0-pthread)"
else
    compare=true verdict="$facts"
fi

load() { cut -d' ' -f1-3 /proc/loadavg; }
echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ' with changes')"
echo "- processor: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), $(nproc) processors, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), transparent huge pages $(sed 's/.*\[\(.*\)\].*/\1/' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null || echo unknown)"
echo "- C#: $(engine facts), .NET $(dotnet --version)"
echo "- peer: $verdict"
echo "- $threads threads (OMP_WAIT_POLICY ${OMP_WAIT_POLICY:-unset}, GOMP_SPINCOUNT ${GOMP_SPINCOUNT:-unset}); $rounds rounds of alternating processes, $small (small) and $paper (paper) timed runs of each row in each; load average before: $(load)"

for ((round = 1; round <= rounds; round++)); do
    for name in small paper; do
        engine model "$name" "${!name}" "$temporary/engine.tsv" >>"$temporary/log"
        if $compare; then peer model "$name" "${!name}" "$temporary/peer.tsv" >>"$temporary/log"; fi
    done
done
echo "- load average after: $(load)"
echo
engine compare "$temporary/engine.tsv" "$temporary/peer.tsv"

# The high-water mark only ever rises, so the last look at it before the process ends is its peak, give or take half a second.
quickstart() {
    dotnet src/Glm.Kernel/bin/Release/net10.0/Glm.Kernel.dll run notebooks/quickstart.ipynb --html "$temporary/report.html" >"$temporary/notebook.log" 2>&1 &
    while peak=$(awk '/^VmHWM/ {printf "%.0f", $2 / 1024}' "/proc/$!/status" 2>/dev/null) && [ -n "$peak" ]; do
        echo "$peak" >"$temporary/peak"
        sleep 0.5
    done
    wait "$!"
}

echo
echo "| quickstart notebook, headless, with its HTML report | wall s | user s | system s | peak MiB |"
echo "|---|---|---|---|---|"
TIMEFORMAT='%R | %U | %S'
for ((round = 1; round <= rounds; round++)); do
    { time quickstart; } 2>"$temporary/times" || { tail -20 "$temporary/notebook.log" >&2; exit 1; }
    echo "| run $round | $(cat "$temporary/times") | $(cat "$temporary/peak") |"
done
