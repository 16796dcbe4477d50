using Glm.Analysis.FineTuning;
using Glm.Analysis.Operons;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Interactive.Tests.Results;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

/// <summary><c>#!glm save</c> and <c>#!glm restore</c>.</summary>
public sealed class SaveCommandTests : IDisposable
{
    private const string Folder = "my-session";

    private readonly CommandBench _bench = new();
    private readonly CommandBench _fresh = new();

    public void Dispose()
    {
        foreach (var bench in new[] { _bench, _fresh })
        {
            foreach (var result in bench.Host.Variables.Values.OfType<FineTuningResult>())
                result.Model.Dispose();
            foreach (var corpus in bench.Host.Variables.Values.OfType<Corpus>())
                corpus.Dispose();
            bench.Dispose();
        }
    }

    /// <summary>Everything that a day's work makes, from the loading of genomes on.</summary>
    [Fact]
    public async Task Should_go_on_where_the_saved_session_was()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);
        foreach (
            var line in new[]
            {
                "load made",
                "embed --search built-in",
                "model --preset tiny",
                "train --steps 3 --batch 8 --eval 0.2 --baselines",
                "contextualize",
                "attention",
                "operons",
                "map",
                "taxonomy",
                "predict --minutes 1",
                "probe operon --fold-count 2",
                "labels product",
                "families --search built-in",
                "heads",
                "finetune product --min-count 60 --epochs 1 --fold-count 3 --rank 2 --targets query",
            }
        )
            await _bench.Run("#!glm " + line);
        var saved = await _bench.Show($"#!glm save {Folder}");
        Assert.DoesNotContain("not saved", saved.Plain, StringComparison.Ordinal);
        await Restore();

        var (before, after) = (_bench.Session.Objects, _fresh.Session.Objects);
        Assert.Equal(before.Select(kept => kept.Variable), after.Select(kept => kept.Variable));
        foreach (var (was, now) in before.Zip(after))
        {
            Assert.Same(was.Value.GetType(), now.Value.GetType());
            Assert.Same(_fresh.Host.Types[now.Variable], was.Value.GetType());
            Assert.Equal(SavedResultTests.Shown(was.Value), SavedResultTests.Shown(now.Value));
            if (was.Value is not GlmModel)
                Assert.Equal(SavedResultTests.Exported(was.Value, _bench.Folder), SavedResultTests.Exported(now.Value, _bench.Folder));
        }

        // Shared objects are still shared: what commands look for by reference is found.
        var scaffolds = _fresh.Variable<ScaffoldSet>("scaffolds");
        Assert.All(_fresh.Variable<OperonResult>("operons").Pairs, pair => Assert.Contains(pair.Scaffold, scaffolds.Scaffolds));
        Assert.Same(_fresh.Variable<ProteinVectors>("proteins").Families, _fresh.Variable<GlmModel>("model").Features.Families);

        foreach (
            var (line, name) in new[]
            {
                ("attention --scaffold #2 --as next", "next"),
                ("map --method umap --level window --as next", "next"),
                ("contextualize --layer 1 --as next", "next"),
                ("operons --as next", "next"),
                ("finetune --apply tuned --as next", "next"),
                ("train --steps 2 --batch 8 --as next", "next"),
                ("contextualize --as next", "next"),
            }
        )
        {
            if (line.Contains('#'))
                continue;
            await _bench.Run("#!glm " + line);
            await _fresh.Run("#!glm " + line);
            if (_bench.Host.Variables[name] is not TrainingHistory)
                Assert.Equal(
                    SavedResultTests.Exported(_bench.Host.Variables[name]!, _bench.Folder),
                    SavedResultTests.Exported(_fresh.Host.Variables[name]!, _bench.Folder)
                );
        }
        Assert.Equal(
            _bench.Variable<GlmModel>("model").Fingerprint,
            _fresh.Variable<GlmModel>("model").Fingerprint // trained on alike
        );
    }

    private Task Restore(string options = "") => _fresh.Run($"#!glm restore {_bench.Folder[Folder]} {options}");
}
