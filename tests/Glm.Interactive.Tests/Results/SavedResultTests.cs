using System.Data;
using System.Text.RegularExpressions;
using Glm.Analysis.Attention;
using Glm.Analysis.Functions;
using Glm.Analysis.Sets;
using Glm.Arrays;
using Glm.Corpora;
using Glm.Genomes;
using Glm.Interactive.Export;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Commands;
using Glm.Interactive.Tests.Display;
using Glm.Modeling;
using Glm.Modeling.Functions;
using Glm.Modeling.Sets;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Scores;
using Glm.Runtime;
using Glm.Sessions;
using Glm.Testing;
using Glm.Training;
using Glm.Training.FineTuning;
using Microsoft.Data.Analysis;
using Plotly.NET;
using TorchSharp;

namespace Glm.Interactive.Tests.Results;

/// <summary>Whatever a command makes comes back from a saved session as it was.</summary>
public sealed partial class SavedResultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What a notebook may hold besides results, and what is only for looking at.</summary>
    private static readonly Type[] NotSaved =
    [
        typeof(CommandSession),
        typeof(DataTable),
        typeof(DataView),
        typeof(torch.Tensor),
        typeof(GenericChart),
        typeof(MimeBundle),
    ];

    /// <summary>Results of each type; a corpus needs files, and is saved by the tests of the command.</summary>
    private static readonly Dictionary<Type, Func<object>[]> Results = new()
    {
        [typeof(ScaffoldSet)] = [() => Samples.Set(), () => CommandBench.Scaffolds],
        [typeof(Glm.Formats.Labels.LabelTable)] = [() => Samples.Labels()],
        [typeof(ProteinScores)] =
        [
            () => new ProteinLikelihoods("esm2", [new PseudoLikelihood("rubA", [-0.5f, float.NaN, -3f])]) { Remarks = ["one"] },
            () => new MutationScores("esm2", "rubA", [new(new PointMutation('A', 24, 'G'), -1.2341)]),
        ],
        [typeof(VectorCacheOverview)] =
        [
            () =>
                new VectorCacheOverview(
                    "vectors",
                    [
                        new VectorCacheEntry(
                            new VectorOrigin("esm2", "ab12", 33, Pooling.MeanAll, "float32", 1280),
                            "esm2-0123",
                            4298,
                            22_100_000,
                            new DateTime(2026, 7, 1, 12, 30, 0, DateTimeKind.Utc)
                        ),
                    ]
                ),
        ],
        [typeof(Glm.Analysis.Synteny.SyntenyMap)] = [() => Samples.Synteny()],
        [typeof(Glm.Analysis.Homologs.HomologSearchResult)] = [() => Samples.Homologs()],
        [typeof(Glm.Analysis.Families.GeneFamilies)] = [() => Samples.Families()],
        [typeof(Glm.Analysis.Neighbourhood.RegionNeighbourhood)] = [() => Samples.Neighbourhood()],
        [typeof(ProteinVectors)] =
        [
            () => CommandBench.Proteins,
            () =>
                new ProteinVectors("mine", ["a", "b"], 2, [(Half)0.5, Half.Epsilon, Half.MaxValue, (Half)(-0.0)])
                {
                    WithoutHomolog = 1,
                    Origin = new VectorOrigin("esm2", "ab12", 33, Pooling.MeanAll, "float32", 2),
                    Remarks = ["a \ud800 half", ""],
                },
        ],
        [typeof(TrainingHistory)] = [() => Samples.History(), () => Samples.History(savedTo: null, heldOut: false)],
        [typeof(RunOverview)] = [() => new RunOverview([RunSummary.Of("first", Samples.History())], ["second: damaged"])],
        [typeof(Glm.Analysis.Baselines.BaselineComparison)] = [() => Samples.Baselines()],
        [typeof(Glm.Analysis.Ablation.TripletAblation)] = [() => Samples.Ablation(), () => Samples.Ablation(better: false)],
        [typeof(Glm.Analysis.Evaluation.ModelEvaluation)] = [() => Samples.Evaluation()],
        [typeof(Glm.Analysis.Influence.InfluenceResult)] = [() => Samples.Influence()],
        [typeof(Glm.Analysis.Prediction.GenePredictions)] = [() => Samples.Predictions()],
        [typeof(Glm.Analysis.Embeddings.ContextEmbeddings)] = [() => ContextBench.Context],
        [typeof(AttentionResult)] = [() => Samples.Attention()],
        [typeof(HeadProfiles)] = [() => Samples.Heads()],
        [typeof(Glm.Analysis.Embeddings.EmbeddingMap)] = [() => Samples.Map()],
        [typeof(Glm.Analysis.Embeddings.EmbeddingNeighbours)] = [() => Samples.Neighbors()],
        [typeof(Glm.Analysis.Taxonomy.TaxonomyResult)] = [() => Samples.Taxonomy()],
        [typeof(Glm.Analysis.Taxonomy.TaxonomyAssignments)] = [() => Samples.Assignments()],
        [typeof(Glm.Analysis.Operons.OperonResult)] = [() => Samples.Operons()],
        [typeof(Glm.Analysis.Paralogs.ParalogResult)] = [() => Samples.Paralogs()],
        [typeof(Glm.Analysis.Dark.DarkGeneResult)] = [() => Samples.Dark(), () => Samples.Dark(known: false)],
        [typeof(Glm.Analysis.Variance.FamilyVarianceResult)] = [() => Samples.Variance()],
        [typeof(Glm.Analysis.Probes.ProbeResult)] = [() => Samples.Probe(), () => Samples.Probe(layers: true)],
        [typeof(Glm.Analysis.Benchmark.BenchmarkResult)] = [() => Samples.Benchmark(), () => Samples.Benchmark(model: false)],
        [typeof(FineTuningOutput)] = [() => Samples.FineTuning(), () => Samples.FineTuned()],
        [typeof(Scaffold)] = [() => Samples.Set().Scaffolds[0]],
        [typeof(GeneWindow)] = [() => Samples.Set().Windows[0]],
        [typeof(Gene)] = [() => Samples.Set().Scaffolds[0].Genes[0]],
        [typeof(Lineage)] = [() => new Lineage("Bacteria", "", "<b>")],
        [typeof(CheckpointReport)] =
        [
            () => new CheckpointReport("glm.bin", [new CheckpointEntry("bias", CheckpointStatus.Missing, null, [3])]),
        ],
        [typeof(DoctorReport)] =
        [
            () => new DoctorReport([new DoctorFinding("libtorch", "not in x", "Add it.", IsFailure: true)], NativeTorch.Status),
        ],
        [typeof(ProteinSetEmbeddings)] = [() => Samples.ProteinSets(), () => Samples.ProteinSets(decoder: false)],
        [typeof(ProteinSetTransformer)] = [() => ProteinSetTransformer.Create(SetTransformerConfig.Of(8, heads: 2, layers: 1))],
        [typeof(FunctionOutput)] = [() => Samples.Functions(), () => Samples.CalledFunctions()],
        [typeof(FunctionModel)] =
        [
            () =>
                FunctionModel.Create(
                    new FunctionModelConfig(4, ["a", "b"])
                    {
                        HiddenSize = 8,
                        Heads = 2,
                        Layers = 1,
                    }
                ),
        ],
        [typeof(NdArray)] = [() => NdArray.From<float>([1, float.NaN, -0f, float.MaxValue], 2, 2)],
        [typeof(DataFrame)] =
        [
            () => CommandBench.Scaffolds.ToDataFrame(),
            () =>
                new DataFrame(
                    new StringDataFrameColumn("text", ["a\tb\n", null, "ü"]),
                    new PrimitiveDataFrameColumn<int>("whole", [1, null, -3]),
                    new DoubleDataFrameColumn("real", [0.5, double.NaN, null]),
                    new BooleanDataFrameColumn("truth", [true, null, false])
                ),
        ],
    };

    public static TheoryData<string> Names => [.. Results.Keys.Select(type => type.Name)];

    [Fact]
    public void Should_be_able_to_save_every_type_of_result()
    {
        var reasons = ResultTypes
            .All.Where(known => !NotSaved.Contains(known.Type))
            .Select(known => (known.Type.Name, Reason: SessionFolder.ReasonNotSaved(known.Type)))
            .Where(known => known.Reason is not null);
        Assert.Empty(reasons);
        Assert.All(NotSaved, type => Assert.NotNull(SessionFolder.ReasonNotSaved(type)));
        Assert.Equal(
            ResultTypes
                .All.Select(known => known.Type)
                .Except(NotSaved)
                .Except([typeof(Corpus), typeof(GlmModel)])
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            Results.Keys.Select(type => type.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_bring_back_the_very_result(string name)
    {
        var makers = Results.Single(pair => pair.Key.Name == name).Value;
        for (var i = 0; i < makers.Length; i++)
        {
            var value = makers[i]();
            var (first, second) = (_folder[$"first{i}"], _folder[$"second{i}"]);
            Assert.Empty(SessionFolder.Save(first, [KeyValuePair.Create("value", value)]).LeftOut);
            var (restored, back) = Assert.Single(SessionFolder.Restore(first));
            Assert.Equal("value", restored);
            Assert.NotSame(value, back);
            Assert.Same(value.GetType(), back.GetType());
            // Whatever is in the object is in the file; so equal files are equal objects, to the bit.
            SessionFolder.Save(second, [KeyValuePair.Create("value", back)]);
            Assert.Equal(Bytes(first), Bytes(second));
            Assert.Equal(Shown(value), Shown(back));
            Assert.Equal(ValueDescription.Line(value), ValueDescription.Line(back));
            Assert.Equal(Exported(value, _folder), Exported(back, _folder));
        }
    }

    [Fact]
    public void Should_leave_out_what_is_nested_too_deep()
    {
        var nested = Enumerable.Range(0, 60).Aggregate(Samples.Taxonomy(), (inner, _) => Samples.Taxonomy() with { Wider = [inner] });
        var left = Assert.Single(SessionFolder.Save(_folder["deep"], [KeyValuePair.Create("nested", (object)nested)]).LeftOut);
        Assert.Equal("its parts are nested more than 100 deep", left.Reason);
    }

    /// <summary>What is shown, with the ids taken out that are different each time.</summary>
    internal static SortedDictionary<string, string> Shown(object value)
    {
        using var elsewhere = new PlotlyElsewhere();
        return new(
            ResultTypes.Of(value)!.Show(value).Parts.ToDictionary(part => part.Key, part => Ids().Replace(part.Value, "id")),
            StringComparer.Ordinal
        );
    }

    /// <summary>Every file that the value can be exported to, by its ending.</summary>
    internal static SortedDictionary<string, string> Exported(object value, TemporaryFolder folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var type = ResultTypes.Of(value)!;
        string[] endings =
        [
            .. type.HasTable ? ["tsv", "parquet"] : Array.Empty<string>(),
            .. type.HasArrays ? ["npy", "safetensors"] : Array.Empty<string>(),
            .. type.HasFeatures ? ["gff3"] : Array.Empty<string>(),
        ];
        foreach (var ending in endings)
            try
            {
                files.Add(ending, Convert.ToHexString(File.ReadAllBytes(Exporter.Write(value, folder[$"exported.{ending}"]).Path)));
            }
            catch (GlmException refused)
            {
                files.Add(ending, refused.Message); // not every result has coordinates
            }
        return files;
    }

    private static string Bytes(string folder) => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, "001-value.objects")));

    [GeneratedRegex("glm-[0-9a-f]{16}")]
    private static partial Regex Ids();
}
