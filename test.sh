#!/usr/bin/env bash
# Installs what the tests need and runs all of them. Ends with one line of counts; exits 1 if anything failed.
# Needs the .NET 10 SDK. On Debian and Ubuntu a missing Chromium is installed; elsewhere its tests are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")"

install_packages() {
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n" || { echo "Not root: tests that need $* are skipped."; return; }
    fi
    command -v apt-get >/dev/null 2>&1 || { echo "No apt-get: tests that need $* are skipped."; return; }
    $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        echo "Could not install $*: tests that need it are skipped."
}

command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download"; exit 1; }
command -v chromium >/dev/null 2>&1 || install_packages chromium fonts-dejavu-core
{ [ -x /usr/bin/python3 ] && /usr/bin/python3 -c "import jupyter_kernel_test, nbconvert, notebook" >/dev/null 2>&1; } || install_packages python3-jupyter-kernel-test jupyter-client jupyter-nbconvert python3-notebook
command -v prodigal >/dev/null 2>&1 || install_packages prodigal
command -v diamond >/dev/null 2>&1 || install_packages diamond-aligner
command -v mmseqs >/dev/null 2>&1 || install_packages mmseqs2
command -v mpirun >/dev/null 2>&1 || install_packages openmpi-bin
command -v blastp >/dev/null 2>&1 || install_packages ncbi-blast+
{ [ -x /usr/bin/python3 ] && /usr/bin/python3 -c "import numpy" >/dev/null 2>&1; } || install_packages python3-numpy

# The other host of the commands, in its last version. Its tests are skipped where no feed has it.
[ -x out/dotnet-interactive/dotnet-interactive ] || dotnet tool install Microsoft.dotnet-interactive --version 1.0.712001 --tool-path out/dotnet-interactive >/dev/null 2>&1 ||
    echo "Could not install .NET Interactive: its tests are skipped."

# JupyterLab is not in Debian 12: its own packages come from npm, and esbuild makes a page of them.
lab=tests/Glm.Kernel.Tests/Browser/lab
lab_page=$lab/out/glm-lab/index.html
if [ ! -s $lab_page ] || [ -n "$(find $lab -maxdepth 1 -type f -newer $lab_page)" ]; then
    rm -rf $lab/out
    command -v npm >/dev/null 2>&1 && (cd $lab && npm ci --silent && npm run --silent build) || echo "No npm, or its packages could not be had: the test with JupyterLab is skipped."
fi

results=out/tests
rm -rf "$results"
mkdir -p "$results"
dotnet build GlmInteractive.sln -c Release -v quiet -nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# Two at a time, since many tests wait for a browser or another process. Tests that share runs of notebooks are in one program.
run() { # NAME PROJECT [FILTER...]
    local name=$1 project=$2
    shift 2
    dotnet "tests/$project/bin/Release/net10.0/$project.dll" -noLogo -noColor -result-xml "$results/$name.xml" "$@" >"$results/$name.log" 2>&1
    echo $? >"$results/$name.code"
    echo "== $name"
    cat "$results/$name.log"
}
run Glm.Kernel.Tests Glm.Kernel.Tests -trait- "Runs=notebooks" &
{
    run Glm.Kernel.Tests.Notebooks Glm.Kernel.Tests -trait "Runs=notebooks"
    run Glm.Tests Glm.Tests
    run Glm.Interactive.Tests Glm.Interactive.Tests
} &
wait

passed=0 failed=0 skipped=0
for name in Glm.Kernel.Tests Glm.Kernel.Tests.Notebooks Glm.Tests Glm.Interactive.Tests; do
    xml="$results/$name.xml"
    code=$(cat "$results/$name.code" 2>/dev/null || echo none)
    count() { grep -o "<assembly [^>]*" "$xml" 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' || echo 0; }
    passed=$((passed + $(count passed)))
    skipped=$((skipped + $(count skipped)))
    broken=$(($(count failed) + $(count errors)))
    # A run that ended without results, or badly without naming a test, is a failure too; so is one without a test.
    if [ ! -s "$xml" ] || [ "$(count total)" -eq 0 ] || { [ "$code" != 0 ] && [ $broken -eq 0 ]; }; then
        echo "$name ended with exit code $code."
        broken=$((broken + 1))
    fi
    failed=$((failed + broken))
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
