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
                "taxonomy --fold-count 2",
                "predict G01_s1",
                "probe product --fold-count 2 --min-count 60",
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
            var line in new[]
            {
                "attention --scaffold G02_s1 --as next",
                "map --level window --as next",
                "contextualize --layer 1 --as next",
                "finetune --apply tuned --as next",
                "train --steps 2 --batch 8 --eval 0 --as steps",
                "contextualize --as next",
            }
        )
        {
            await _bench.Run("#!glm " + line);
            await _fresh.Run("#!glm " + line);
            var (was, now) = (_bench.Session.Objects[^1].Value, _fresh.Session.Objects[^1].Value);
            if (was is not TrainingHistory) // which has times in it
                Assert.Equal(SavedResultTests.Exported(was, _bench.Folder), SavedResultTests.Exported(now, _bench.Folder));
        }
        Assert.Equal(
            _bench.Variable<GlmModel>("model").Fingerprint,
            _fresh.Variable<GlmModel>("model").Fingerprint // trained on alike
        );
    }

    [Fact]
    public async Task Should_save_what_is_named_and_what_cells_made()
    {
        _bench.WithProteins();
        _bench.Host.Variables["threshold"] = 0.5;
        _bench.Host.Variables["names"] = new List<string> { "b", "a" };
        _bench.Host.Variables["counts"] = new Dictionary<string, int[]> { ["x"] = [1, 2] };
        _bench.Host.Variables["twice"] = (Func<int, int>)(number => 2 * number);
        _bench.Host.Variables["session"] = _bench.Session;
        _bench.Host.Variables["again"] = CommandBench.Scaffolds;
        var shown = (await _bench.Show($"#!glm save {Folder}")).Plain;
        Assert.StartsWith("Saved 6 variables to my-session, ", shown, StringComparison.Ordinal);
        Assert.Contains("twice      not saved: Func`2 is no type of data that this library saves", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\nsession", shown, StringComparison.Ordinal);
        var listed = await RestoreAndShow();
        Assert.Contains("threshold  Double", listed, StringComparison.Ordinal);
        Assert.Equal(0.5, _fresh.Variable<double>("threshold"));
        Assert.Equal(["b", "a"], _fresh.Variable<List<string>>("names"));
        Assert.Equal([1, 2], _fresh.Variable<Dictionary<string, int[]>>("counts")["x"]);
        Assert.Same(_fresh.Host.Variables["scaffolds"], _fresh.Host.Variables["again"]);
        // Numbers are no objects of the session; what commands look for is, the newest last.
        Assert.Equal(["again", "scaffolds", "proteins"], _fresh.Session.Objects.Select(kept => kept.Variable));

        await _bench.Run($"#!glm save {Folder} --only proteins,threshold");
        Assert.Equal(
            ["001-threshold.objects", "002-proteins.objects", "session.json"],
            Directory.GetFileSystemEntries(_bench.Folder[Folder]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        _fresh.Host.Variables.Clear();
        await Restore("--only proteins");
        Assert.Equal(["proteins"], _fresh.Host.Variables.Keys);
        Assert.Equal(CommandBench.Proteins.Values, _fresh.Variable<ProteinVectors>("proteins").Values);
    }

    [Fact]
    public async Task Should_bring_back_a_corpus_by_its_place()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);
        await _bench.Run("#!glm load made --corpus my-corpus");
        await _bench.Run("#!glm embed --corpus my-corpus --with composition");
        await _bench.Run($"#!glm save {Folder}");
        await Restore();
        var (was, now) = (_bench.Variable<Corpus>("corpus"), _fresh.Variable<Corpus>("corpus"));
        Assert.Equal(SavedResultTests.Shown(was), SavedResultTests.Shown(now));
        Assert.DoesNotContain(
            _bench.Folder.Path,
            File.ReadAllText(Path.Combine(_bench.Folder[Folder], "001-corpus.objects")),
            StringComparison.Ordinal
        );

        await _bench.Run("#!glm simulate --genomes 1 --seed 5 --out more");
        await _bench.Run("#!glm load more --corpus my-corpus --as second");
        Assert.Contains("this corpus is not as it was when the session was saved", await Refused(), StringComparison.Ordinal);
        _bench.Variable<Corpus>("corpus").Dispose();
        _bench.Variable<Corpus>("second").Dispose();
        Directory.Delete(_bench.Folder["my-corpus"], recursive: true);
        Assert.Contains("my-corpus", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_in_one_line_and_leave_the_session_as_it_is()
    {
        Assert.Contains("this notebook has no variables yet", await _bench.Refused($"#!glm save {Folder}"), StringComparison.Ordinal);
        _bench.WithModel();
        Assert.Contains("--folder is missing", await _bench.Refused("#!glm save"), StringComparison.Ordinal);
        Assert.Contains(
            "--only names 'protein', but there is no C# variable of that name. Did you mean 'proteins'?",
            await _bench.Refused($"#!glm save {Folder} --only protein"),
            StringComparison.Ordinal
        );
        _bench.Folder.Write("mine/notes.txt", "mine");
        Assert.Equal(
            "mine: this folder holds something else than a saved session. Name a new folder.",
            await _bench.Refused("#!glm save mine")
        );
        Assert.Equal(
            "mine: this folder holds no saved session (no session.json); name one that a session was saved to.",
            await _bench.Refused("#!glm restore mine")
        );
        Assert.Contains("there is no such folder", await _bench.Refused("#!glm restore nowhere"), StringComparison.Ordinal);

        await _bench.Run($"#!glm save {Folder}");
        Assert.Equal(
            "my-session: the session has no variable 'modle'; 'model' comes nearest. It has scaffolds, proteins, model.",
            await Refused("--only modle")
        );
        var weights = _bench.Folder[$"{Folder}/003-model/model.safetensors"];
        var bytes = File.ReadAllBytes(weights);
        bytes[^5] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains(
            "my-session/003-model/model.safetensors: this file is not as it was saved (its checksum is another), so 'model' cannot be "
                + "restored.",
            await Refused(),
            StringComparison.Ordinal
        );
        await Restore("--only scaffolds,proteins"); // the others are whole
        Assert.Equal(["proteins", "scaffolds"], _fresh.Host.Variables.Keys.Order());
    }

    private async Task<string> Refused(string options = "")
    {
        var before = _fresh.Session.Objects;
        var message = await _fresh.Refused($"#!glm restore {_bench.Folder[Folder]} {options}");
        Assert.Equal(before, _fresh.Session.Objects);
        return message.Replace(_bench.Folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private async Task<string> RestoreAndShow() => (await _fresh.Show($"#!glm restore {_bench.Folder[Folder]}")).Plain;

    private Task Restore(string options = "") => _fresh.Run($"#!glm restore {_bench.Folder[Folder]} {options}");
}
