using System.Runtime.InteropServices;
using Glm.Analysis.Attention;
using Glm.Analysis.Benchmark;
using Glm.Analysis.Dark;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Evaluation;
using Glm.Analysis.Families;
using Glm.Analysis.FineTuning;
using Glm.Analysis.Functions;
using Glm.Analysis.Homologs;
using Glm.Analysis.Influence;
using Glm.Analysis.Neighbourhood;
using Glm.Analysis.Operons;
using Glm.Analysis.Paralogs;
using Glm.Analysis.Prediction;
using Glm.Analysis.Probes;
using Glm.Analysis.Sets;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Analysis.Variance;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Kernel.Running;
using Glm.Kernel.Tests.Support;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Scores;
using Glm.Testing;
using Glm.Training;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>Every example that help shows: its line runs, its C# compiles and runs, and both make the same.</summary>
public sealed class ExampleTests(ExampleFiles made) : IClassFixture<ExampleFiles>, IDisposable
{
    private const string Few = "#!glm load few.tsv --proteins proteins.faa --taxonomy few.taxonomy.tsv --operons data-samples/operons.tsv";

    private readonly TemporaryFolder _files = new();
    private readonly string _before = Environment.CurrentDirectory;

    public static TheoryData<string> Commands => [.. StandardCommands.Catalogue.Commands.Select(command => command.Name)];

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _files.Dispose();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Should_run_in_both_languages_alike(string name)
    {
        var command = StandardCommands.Catalogue.Find(name)!;
        var (lines, twins) = (made.CopyTo(_files["lines"]), made.CopyTo(_files["twins"]));
        await using var typed = new Side(lines, Before(name));
        await using var written = new Side(twins, Before(name));
        foreach (var example in command.Examples)
        {
            await typed.Run(Shorter(example.Line));
            await written.Run(Shorter(example.CSharp));
            if (
                command.Result is not null
                && example.CSharp.Contains(
                    $"var {command.Options.Single(option => option.Name == "--as").Default} = ",
                    StringComparison.Ordinal
                )
            )
            {
                var variable = command.Options.Single(option => option.Name == "--as").Default!;
                Assert.Equal(Numbers(typed.Variable(variable)), Numbers(written.Variable(variable)));
            }
            Assert.Equal(Contents(lines), Contents(twins));
        }
    }

    /// <summary>What has to be there before a command makes sense.</summary>
    private static string[] Before(string command) =>
        command switch
        {
            "parameters" or "load" or "simulate" or "doctor" => [],
            "export" => [Few, "#!glm embed"],
            "embed" =>
            [
                "#!glm load data-samples",
                "#!glm load data-samples --corpus my-corpus",
                "#!glm load data-samples --corpus reference-corpus",
            ],
            "cache" => [Few, "#!glm embed --with esm2_t33_650M_UR50D.pt", "#!glm embed --with esm2_t33_650M_UR50D.pt --cache vectors"],
            "pll" or "labels" => [Few],
            "model" or "info" => ["#!glm load data-samples"],
            // By composition, which is the same space in memory and in a corpus.
            "train" =>
            [
                Few,
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                Few + " --corpus my-corpus",
                "#!glm embed --corpus my-corpus --with composition",
            ],
            "save-job" => [Few, "#!glm embed --with composition", "#!glm model --preset tiny --seed 2", "#!glm train --steps 2"],
            "runs" =>
            [
                Few,
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                "#!glm train --steps 2 --save models/first --as history",
                "#!glm train --steps 2 --save models/second --as second",
            ],
            "bundle" => [Few, "#!glm embed"],
            "restore" => [Few, "#!glm embed", "#!glm model --preset tiny --seed 2", "#!glm contextualize", "#!glm save my-session"],
            "homologs" or "families" or "synteny" => [Few, "#!glm load data-samples --corpus reference-corpus"],
            "contextualize" or "attention" or "heads" => [Few, "#!glm embed", "#!glm model --preset tiny --seed 2"],
            "operons" =>
            [
                Few,
                "#!glm embed",
                "#!glm model --preset tiny --seed 2",
                "#!glm contextualize",
                Few.Replace(" --operons data-samples/operons.tsv", "", StringComparison.Ordinal) + " --corpus my-corpus",
            ],
            "evaluate" =>
            [
                "#!glm load data-samples --only G01",
                "#!glm embed --with composition --as known",
                "#!glm model --preset tiny --seed 2",
                "#!glm train --steps 2 --eval 0",
                "#!glm load data-samples --only G03 --as unseen",
                "#!glm embed --with composition",
            ],
            "predict" =>
            [
                "#!glm load data-samples --only G02",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                "#!glm train --steps 2 --eval 0",
            ],
            "influence" =>
            [
                "#!glm load data-samples --only G02",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                "#!glm train --steps 2 --eval 0",
            ],
            "finetune" =>
            [
                "#!glm load data-samples --only Umbricolia",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
            ],
            "function" => ["#!glm load data-samples", "#!glm embed --with composition"],
            "pst" => [Few, "#!glm embed --with proteins.esm.embs.pkl"],
            "probe" => ["#!glm load data-samples", "#!glm embed --with composition", "#!glm model --preset tiny --seed 2"],
            "benchmark" =>
            [
                "#!glm load data-samples --only Umbricolia",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
            ],
            "paralogs" =>
            [
                "#!glm load data-samples",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                "#!glm train --steps 2 --eval 0",
            ],
            "variance" or "dark" =>
            [
                "#!glm load data-samples",
                "#!glm embed --with composition",
                "#!glm model --preset tiny --seed 2",
                "#!glm contextualize",
            ],
            "taxonomy" =>
            [
                "#!glm load data-samples --only G03 --as unknown",
                "#!glm load data-samples",
                "#!glm embed",
                "#!glm model --preset tiny --seed 2",
                "#!glm contextualize --scaffolds unknown --as unknownContext",
                "#!glm contextualize --scaffolds scaffolds",
            ],
            _ => [Few, "#!glm embed", "#!glm model --preset tiny --seed 2", "#!glm contextualize"],
        };

    /// <summary>The same example with less work, which is the same each time: not as much as there is time for.</summary>
    private static string Shorter(string example) =>
        example
            .Replace("500", "10", StringComparison.Ordinal)
            .Replace("2000", "12", StringComparison.Ordinal)
            .Replace("--minutes 20", "--steps 10", StringComparison.Ordinal)
            .Replace("Minutes = 20", "Steps = 10", StringComparison.Ordinal)
            .Replace("--epochs 50", "--epochs 3", StringComparison.Ordinal)
            .Replace("Epochs = 50", "Epochs = 3", StringComparison.Ordinal);

    /// <summary>Every file's checksum; of those that tell how long a training took, only that they are there.</summary>
    private static Dictionary<string, string> Contents(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".vec") // whose names are drawn
            .Where(file => Path.GetExtension(file) != ".zip" && !file.EndsWith(".provenance.json", StringComparison.Ordinal)) // times
            .ToDictionary(
                file => Path.GetRelativePath(folder, file),
                file =>
                    Path.GetFileName(file) is "log.jsonl" or "history.safetensors" or "state.json"
                        ? ""
                        : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))
            );

    /// <summary>A result as numbers and texts that can be compared.</summary>
    private static object[] Numbers(object? result) =>
        result switch
        {
            ScaffoldSet set =>
            [
                .. set.Windows.Select(window => window.Id),
                .. set.Proteins.Values.Select(protein => protein.Sequence),
                .. set.Genomes.Select(genome => genome.Lineage?.ToString() ?? ""),
                .. set.Scaffolds.SelectMany(scaffold => scaffold.Genes),
            ],
            ProteinVectors vectors =>
            [
                vectors.Values.Length,
                Hash<Half>(vectors.Values),
                vectors.Normalizer is null,
                Hash<double>(vectors.Normalizer?.StandardDeviation ?? []),
            ],
            GlmModel model =>
            [
                Hash(model.Parameters.Values.data<float>().ToArray()),
                Hash<double>(model.LabelPca?.Components ?? []),
                model.Config,
            ],
            TrainingHistory history =>
            [
                .. history.Steps.Select(step => step.Loss),
                .. history.Steps.Select(step => step.TripletLoss),
                .. history.Evaluations,
            ],
            ModelEvaluation evaluation =>
            [
                .. evaluation.Comparison.Scores.Select(score => (score.Name, score.Accuracy, score.SquaredError, score.ReciprocalRank)),
                .. evaluation.Calibration.Bins,
                .. evaluation.LeftOut,
            ],
            ProteinSetEmbeddings sets =>
            [
                Hash<float>(sets.Contextual),
                Hash<float>(sets.Wholes!.Genomes),
                Hash<float>(sets.Vectors.Pooling!),
                .. sets.AllGenomes.Select(genome => genome.Id),
            ],
            ContextEmbeddings context => [Hash<float>(context.Contextual), Hash<float>(context.ContextFree), context.Layer],
            HeadProfiles heads => [.. heads.Heads.SelectMany(head => head.Correlations).Cast<object>()],
            AttentionResult attention => [attention.Window.Id, Hash<float>(attention.Values)],
            EmbeddingMap map => [Hash<double>(map.Contextual.X), Hash<double>(map.ContextFree.Y), .. map.Colors],
            OperonResult operons =>
            [
                operons.Predictor,
                Hash<double>(operons.Probabilities),
                .. operons.Scores.Select(score => (score.Name, score.AveragePrecision, score.Gain)).Cast<object>(),
            ],
            EmbeddingNeighbours neighbours => [.. neighbours.Nearest.Select(found => (found.Point.Key, found.Distance))],
            TaxonomyAssignments assignments =>
            [
                assignments.Used,
                .. assignments.Scaffolds.Select(scaffold => (scaffold.Taxon, scaffold.Confidence, scaffold.Distance)).Cast<object>(),
            ],
            TaxonomyResult taxonomy =>
            [
                taxonomy.Rank,
                .. taxonomy.Wider.Select(wider => wider.Rank).Cast<object>(),
                taxonomy.Grouping,
                .. taxonomy.Scores.SelectMany(score => score.AccuracyPerFold).Cast<object>(),
                .. taxonomy.Scores.SelectMany(score => score.AveragePrecisionPerFold).Cast<object>(),
            ],
            BenchmarkResult benchmark =>
            [
                .. benchmark.Tasks.SelectMany(task => task.Scores.Select(score => (task.Id, score.Space, score.Value, score.Gain))),
                .. benchmark.Skipped.Keys,
            ],
            ProbeResult probe =>
            [
                .. probe.Scores.Select(score => (score.Name, score.AveragePrecision, score.MacroF1, score.Accuracy)),
                .. probe.Comparisons.Select(one => one.AveragePrecisionP).Cast<object>(),
                .. probe.Folds.FoldOf.Cast<object>(),
            ],
            FunctionResult functions =>
            [
                functions.Conclusion,
                .. functions.Scores.Cast<object>(),
                .. functions.Comparisons.Cast<object>(),
                .. functions.Folds.FoldOf.Cast<object>(),
            ],
            ParalogResult paralogs =>
            [
                .. paralogs.Choices.Select(choice => (choice.Gene.Id, choice.Partner?.Id, choice.Rank, choice.Best.Id)).Cast<object>(),
                .. paralogs.Scores.Cast<object>(),
                .. paralogs.Left.Cast<object>(),
            ],
            DarkGeneResult dark =>
            [
                dark.Conclusion,
                .. dark.Divergences.Cast<object>(),
                .. dark.Scores.Cast<object>(),
                .. dark.Genes.Select(gene => (gene.Gene.Id, gene.Label, gene.Confidence)).Cast<object>(),
            ],
            FamilyVarianceResult variance =>
            [
                .. variance.Families.Cast<object>(),
                .. variance.Rankings.Cast<object>(),
                .. variance.Terms.Cast<object>(),
                .. variance.Left.Cast<object>(),
            ],
            FineTuningResult tuned =>
            [
                tuned.Conclusion,
                Hash<double>(tuned.HeldOut),
                .. tuned.Folds.FoldOf.Cast<object>(),
                .. tuned.Comparisons.Cast<object>(),
            ],
            HomologSearchResult homologs => [homologs.Database, .. homologs.Hits.Select(hit => hit.Alignment)],
            GeneFamilies families => [families.Count, .. families.GeneCounts, .. families.GenomeCounts],
            RegionNeighbourhood neighbourhood => [.. neighbourhood.Pairs, .. neighbourhood.Predictions.Select(vote => vote?.Share ?? 0)],
            RunOverview overview =>
            [
                .. overview.Runs.Select(run => run.Name),
                .. overview.Runs.SelectMany(run => run.Steps).Select(step => step.Loss).Cast<object>(),
                .. overview.Runs.SelectMany(run => run.Evaluations).Cast<object>(),
                .. overview.Differences.SelectMany(difference => difference.Values.Prepend(difference.Option)),
                .. overview.Unreadable,
            ],
            ProteinLikelihoods scores => [scores.Model, .. scores.Proteins.SelectMany(protein => protein.LogLikelihoods).Cast<object>()],
            MutationScores scores => [scores.Model, scores.Protein, .. scores.Mutations.Cast<object>()],
            GenePredictions predictions =>
            [
                predictions.Conclusion,
                .. predictions.Genes.Select(gene => (gene.Gene.Id, gene.Rank, gene.WindowCredit)).Cast<object>(),
                .. predictions.Genes.SelectMany(gene => gene.Nearest).Select(near => near.Gene.Id),
            ],
            InfluenceResult influence =>
            [
                influence.Conclusion,
                influence.Passes,
                .. influence.Bands.SelectMany(band =>
                    new object[] { band.Stretch.Id, Hash<float>(band.Values), Hash<float>(band.Attention) }
                ),
                .. influence.Scores.SelectMany(score => score.Figures).Cast<object>(),
            ],
            LabelTable labels => [labels.Labels.Name, .. labels.Labels.PerGene.SelectMany(gene => gene.Append(";"))],
            VectorCacheOverview cache => [.. cache.Entries.Select(entry => (entry.Key, entry.Vectors > 0))],
            SyntenyMap map => [.. map.Tracks.Select(track => track.Region.Id), .. map.Links],
            _ => throw new NotSupportedException(
                $"No comparison for {result?.GetType().Name ?? "nothing"}: add one for the new command's result."
            ),
        };

    private static string Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(MemoryMarshal.AsBytes(values)));

    private static string Hash<T>(T[] values)
        where T : unmanaged => Hash<T>(values.AsSpan());

    /// <summary>A workbench of its own in a folder of its own.</summary>
    private sealed class Side : IAsyncDisposable
    {
        private readonly CellRunner _cells = Workbench.CreateRunner();
        private readonly string _folder;
        private readonly string[] _before;
        private int _count;

        public Side(string folder, string[] before)
        {
            (_folder, _before) = (folder, before);
            _cells.Engine.WorkingDirectory = folder;
        }

        public async Task Run(string cell)
        {
            Environment.CurrentDirectory = _folder;
            if (_count == 0)
                foreach (var line in _before)
                    await Good(line);
            await Good(cell);
        }

        public object? Variable(string name) =>
            _cells.Engine.TryGetVariable(name, out var value) ? value : throw new KeyNotFoundException(name);

        public ValueTask DisposeAsync()
        {
            _cells.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task Good(string cell)
        {
            var output = new RecordingOutput();
            var outcome = await _cells.RunAsync(cell, output, ++_count);
            Assert.True(outcome.Succeeded, $"{cell}\n{string.Join('\n', outcome.Error?.Traceback ?? [])}");
        }
    }
}
