#!/usr/bin/env bash
# Measures the Jupyter kernel, packed and installed as a user does, beside ipykernel: start, latency, memory, completion. Prints Markdown.
# Needs Debian's jupyter-client and python3-ipykernel. Installs the tool into a temporary folder and nothing else.
#
#   benchmarks/kernel.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
python="${GLM_PEER_PYTHON:-/usr/bin/python3}"
"$python" -c 'import ipykernel, jupyter_client' || { echo "needs Debian's python3-ipykernel and jupyter-client" >&2; exit 1; }
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

dotnet pack src/Glm.Kernel -c Release -o "$temporary/packages" -v q -nologo
dotnet tool install Glm.Kernel --tool-path "$temporary/tool" --add-source "$temporary/packages" >/dev/null
"$temporary/tool/glm" install --prefix "$temporary" >/dev/null
echo "- date: $(date -u +'%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
echo "- processor: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), $(nproc) processors; load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo "- .NET $(dotnet --version); ipykernel $("$python" -c 'import ipykernel; print(ipykernel.__version__)'), Python $("$python" -c 'import platform; print(platform.python_version())')"
echo
JUPYTER_PATH="$temporary/share/jupyter" PYDEVD_DISABLE_FILE_VALIDATION=1 "$python" benchmarks/peer/kernels.py "${1:-3}" python3 glm 2>/dev/null
