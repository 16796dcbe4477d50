using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>The repository's notebooks, each run once as a process with little work; many tests look at what they left.</summary>
public sealed class NotebookRuns : IDisposable
{
    private static readonly Dictionary<string, string[]> Less = new()
    {
        ["benchmark"] = ["steps=10"],
        ["dark"] = ["genomes=8", "steps=40"],
        ["families"] = [],
        ["finetuning"] = ["steps=40"],
        ["function"] = ["epochs=10"],
        ["influence"] = [],
        ["maps"] = ["steps=3"],
        ["mcra"] = ["genomes=16", "steps=10"],
        ["neighbourhoods"] = [],
        ["operons"] = ["steps=20"],
        ["paralogs"] = ["steps=20"],
        ["prediction"] = ["steps=400"],
        ["probes"] = [],
        ["taxonomy"] = ["steps=5"],
    };

    // Each keeps about one core busy.
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _half;
    private readonly ConcurrentDictionary<string, Lazy<Task<Finished>>> _runs = new();

    /// <summary>Every notebook that needs nothing but the samples, and is not run by <see cref="QuickstartRun"/>.</summary>
    public static IReadOnlyCollection<string> Names => Less.Keys;

    public NotebookRuns() => _half = new(HalfOfTheSamples);

    public void Dispose()
    {
        _folder.Dispose();
        _cores.Dispose();
    }

    /// <summary>What a run left.</summary>
    /// <param name="Begin">A moment before it began, in whole seconds.</param>
    /// <param name="Text">The notebook with its outputs.</param>
    public sealed record Finished(DateTime Begin, string Text);

    /// <summary>Runs a notebook, unless it has run; it must succeed, and write a notebook that is valid.</summary>
    public Task<Finished> Of(string name) => _runs.GetOrAdd(name, _ => new(() => Run(name))).Value;

    /// <summary>
    /// The samples for those that do not simulate: all, or every second genome, which takes a quarter of the comparisons.
    /// </summary>
    private IEnumerable<string> Parameters(string name) =>
        name switch
        {
            "dark" or "families" or "mcra" => Less[name],
            "benchmark" or "finetuning" or "influence" or "operons" or "paralogs" or "probes" => Less[name].Prepend($"data={_half.Value}"),
            _ => Less[name].Prepend($"data={Repository.PathOf("data-samples")}"),
        };

    /// <summary>The genomes with odd numbers, whose names all lines begin with.</summary>
    private string HalfOfTheSamples()
    {
        var folder = Directory.CreateDirectory(_folder["half"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("data-samples")).Where(file => Path.GetExtension(file) != ".md"))
        {
            var isKept = true;
            bool Keeps(string line)
            {
                if (!file.EndsWith(".faa", StringComparison.Ordinal) || line.StartsWith('>'))
                    isKept = line.TrimStart('>') is not ['G', _, var digit, '_', ..] || (digit - '0') % 2 == 1;
                return isKept;
            }
            File.WriteAllLines(Path.Combine(folder, Path.GetFileName(file)), File.ReadLines(file).Where(Keeps));
        }
        return folder;
    }

    private async Task<Finished> Run(string name)
    {
        await _cores.WaitAsync();
        try
        {
            return await RunNow(name);
        }
        finally
        {
            _cores.Release();
        }
    }

    private async Task<Finished> RunNow(string name)
    {
        var begin = DateTime.UtcNow.AddSeconds(-2); // file systems may keep whole seconds
        var file = name + ".ipynb";
        var (code, _, log) = await GlmProgram.Run(
            _folder.Path,
            ["run", Repository.PathOf("notebooks", file), .. Parameters(name).SelectMany(value => new[] { "-p", value }), "--output", file]
        );
        Assert.True(code == 0, log);
        var text = File.ReadAllText(_folder[file]);
        Assert.Empty(NotebookSchema.Breaches(JsonNode.Parse(text)!));
        return new Finished(begin, text);
    }
}
