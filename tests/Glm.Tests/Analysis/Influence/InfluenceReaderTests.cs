using Glm.Analysis.Attention;
using Glm.Analysis.Influence;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Tests.Training;
using static TorchSharp.torch;

namespace Glm.Tests.Analysis.Influence;

public sealed class InfluenceReaderTests : IDisposable
{
    private static readonly GlmConfig Config = TrainingData.Config with { InitializerRange = 0.3 };

    private readonly GlmModel _model = GlmModel.Create(Config);
    private readonly ProteinVectors _vectors;
    private readonly FeatureTransform _transform;

    public InfluenceReaderTests()
    {
        var random = new Random(3);
        string[] ids = [.. Enumerable.Range(0, 60).Select(i => $"p{i}")];
        _vectors = new ProteinVectors(
            "test",
            ids,
            Config.ProteinWidth,
            [.. Enumerable.Range(0, 60 * Config.ProteinWidth).Select(_ => (Half)SmallModel.Normal(random))]
        );
        _transform = FeatureTransform.Fit(_vectors, Config.LabelWidth - 1);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Scaffolds of as many genes, one after the other, and windows of some.</summary>
    private static ScaffoldSet Set(int window, params int[] genes)
    {
        var next = 0;
        Scaffold[] scaffolds =
        [
            .. genes.Select(
                (count, s) =>
                    new Scaffold(
                        $"s{s}",
                        [
                            .. Enumerable
                                .Range(0, count)
                                .Select(i => new Gene($"g{next}", i % 3 == 0 ? Strand.Reverse : Strand.Forward, $"p{next++}")),
                        ],
                        "G"
                    )
            ),
        ];
        return new ScaffoldSet(
            "test",
            [new Genome("G", scaffolds, null)],
            new Dictionary<string, Protein>(),
            [new GeneWindow(scaffolds[0], 0, Math.Min(window, genes[0]))],
            []
        );
    }

    private InfluenceResult Read(ScaffoldSet set, InfluenceOptions? options = null, OperonTruth? truth = null) =>
        InfluenceReader.Run(_model, set, _vectors, _transform, truth: truth, options: options);

    public static TheoryData<InfluenceReadout, InfluenceMeasure, LabelDistance> Ways
    {
        get
        {
            var ways = new TheoryData<InfluenceReadout, InfluenceMeasure, LabelDistance>();
            foreach (var readout in Enum.GetValues<InfluenceReadout>())
            {
                ways.Add(readout, InfluenceMeasure.Likelihood, LabelDistance.Cosine);
                ways.Add(readout, InfluenceMeasure.Likelihood, LabelDistance.Euclidean);
                ways.Add(readout, InfluenceMeasure.Movement, LabelDistance.Cosine);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Should_give_what_the_model_alone_gives_one_gene_at_a_time(
        InfluenceReadout readout,
        InfluenceMeasure measure,
        LabelDistance distance
    )
    {
        const int n = 6;
        var set = Set(8, n);
        var data = GeneDataset.Create(set, _vectors, _transform);
        var band = Read(
            set,
            new InfluenceOptions
            {
                Readout = readout,
                Measure = measure,
                Distance = distance,
            }
        ).Bands[0];
        for (var target = 0; target < n; target++)
        for (var source = 0; source < n; source++)
        {
            if (target == source)
            {
                Assert.Equal(0, band.Of(target, source));
                continue;
            }
            var (with, without) = readout switch
            {
                InfluenceReadout.Shown => (new bool[n], Hidden(gene => gene == source)),
                InfluenceReadout.Hidden => (Hidden(gene => gene == target), Hidden(gene => gene == target || gene == source)),
                _ => (Hidden(gene => gene != source), Hidden(_ => true)),
            };
            var (high, there) = Ask(data, with, target, distance);
            var (low, gone) = Ask(data, without, target, distance);
            var expected =
                measure == InfluenceMeasure.Likelihood ? high - low : Math.Sqrt(there.Zip(gone, (a, b) => (a - b) * (a - b)).Sum());
            Assert.Equal(expected, band.Of(target, source), 1e-5);
        }

        static bool[] Hidden(Func<int, bool> isHidden) => [.. Enumerable.Range(0, n).Select(isHidden)];
    }

    /// <summary>The log density of a gene's label and its expected prediction, by the model alone and a loop over numbers.</summary>
    private (double Own, double[] Expected) Ask(GeneDataset data, bool[] hidden, int gene, LabelDistance distance)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var batch = GeneBatch.Masked(WindowRows.From(data, [0]), hidden);
        using var output = _model.Forward(batch, GlmOutputs.Predictions);
        int p = Config.Predictions,
            k = Config.LabelWidth;
        var predictions = SmallModel.Numbers(output.Predictions![0, gene]);
        var raw = SmallModel.Numbers(output.Likelihoods![0, gene]);
        var label = SmallModel.Numbers(batch.Labels![0, gene]);
        var sum = raw.Sum(value => Math.Exp(value));
        var (density, expected) = (0.0, new double[k]);
        for (var i = 0; i < p; i++)
        {
            var (weight, dot, own, other, apart) = (Math.Exp(raw[i]) / sum, 0.0, 0.0, 0.0, 0.0);
            for (var c = 0; c < k; c++)
            {
                double a = predictions[(i * k) + c],
                    b = label[c];
                (dot, own, other, apart) = (dot + (a * b), own + (a * a), other + (b * b), apart + ((a - b) * (a - b)));
                expected[c] += weight * a;
            }
            density += weight * Math.Exp(distance == LabelDistance.Cosine ? ((dot / Math.Sqrt(own * other)) - 1) / 0.1 : -apart / 2);
        }
        return (Math.Log(density), expected);
    }

    [Theory]
    [InlineData(InfluenceReadout.Alone, 8, 8 + 2)]
    [InlineData(InfluenceReadout.Shown, 8, 8 + 1)]
    [InlineData(InfluenceReadout.Hidden, 8, (8 * 9 / 2) + 1)]
    [InlineData(InfluenceReadout.Hidden, 1, 8 + 7 + 1)]
    [InlineData(InfluenceReadout.Hidden, 3, 8 + 7 + 6 + 5 + 1)]
    public void Should_count_its_passes(InfluenceReadout readout, int reach, int passes)
    {
        var reports = new List<ProgressReport>();
        var result = InfluenceReader.Run(
            _model,
            Set(8, 8),
            _vectors,
            _transform,
            options: new InfluenceOptions { Readout = readout, Reach = reach },
            progress: new Immediate(reports.Add)
        );
        Assert.Equal(passes, result.Passes);
        var last = reports.Last(report => report.Activity == "influence");
        Assert.Equal((passes, passes), (last.Done, last.Total));
        Assert.Equal(Math.Min(reach, 7), result.Bands[0].Reach);
    }

    [Theory]
    [InlineData(InfluenceReadout.Alone)]
    [InlineData(InfluenceReadout.Hidden)]
    [InlineData(InfluenceReadout.Shown)]
    public void Should_give_the_same_alone_and_among_others_so_that_padding_says_nothing(InfluenceReadout readout)
    {
        int[] genes = [5, 8, 2, 7, 3, 8, 4];
        var options = new InfluenceOptions { Readout = readout, WindowGenes = 8 };
        var together = Read(Set(8, genes), options);
        Assert.Equal(genes.Length, together.Windows);
        var first = 0;
        for (var s = 0; s < genes.Length; s++)
        {
            var set = Set(8, genes);
            var alone = InfluenceReader.Run(
                _model,
                set,
                _vectors,
                _transform,
                [new GeneWindow(set.Scaffolds[s], 0, genes[s])],
                options: options
            );
            Assert.Equal(alone.Bands[0].ToMatrix().Length, genes[s] * genes[s]);
            foreach (var (a, b) in alone.Bands[0].ToMatrix().Zip(together.Bands[s].ToMatrix()))
                Assert.Equal(a, b, 1e-5f);
            foreach (var (a, b) in alone.Bands[0].Attention.Zip(together.Bands[s].Attention))
                Assert.Equal(a, b, 1e-5f);
            first += genes[s];
        }
        Assert.Equal(first, together.GeneCount);
    }

    [Fact]
    public void Should_average_over_the_windows_that_hold_a_pair_and_say_which_no_window_holds()
    {
        var set = Set(8, 14); // windows 0-7, 4-11 and 6-13
        var whole = Read(set).Bands[0];
        var parts = new[] { 0, 4, 6 }
            .Select(start => InfluenceReader.Run(_model, set, _vectors, _transform, [new GeneWindow(set.Scaffolds[0], start, 8)]).Bands[0])
            .ToArray();
        for (var i = 0; i < 14; i++)
        for (var j = 0; j < 14; j++)
        {
            var held = parts.Where(part => Holds(part, i) && Holds(part, j)).ToArray();
            var expected = held.Length == 0 ? float.NaN : held.Average(part => part.Of(i - part.Stretch.Start, j - part.Stretch.Start));
            Assert.Equal(expected, whole.Of(i, j), 1e-5f);
        }
        var left = Enumerable.Range(0, 14).Sum(i => Enumerable.Range(i + 1, Math.Min(7, 13 - i)).Count(j => float.IsNaN(whole.Of(i, j))));
        var result = Read(set);
        Assert.Contains(result.Notes, note => note.StartsWith($"{left} of 70 pairs within the reach", StringComparison.Ordinal));
        Assert.True(float.IsNaN(whole.Of(0, 13)));
        Assert.Equal(91 - 21 - left, result.ToDataFrame().Rows.Count);

        static bool Holds(InfluenceBand part, int gene) => gene >= part.Stretch.Start && gene < part.Stretch.Start + part.Length;
    }

    [Fact]
    public void Should_read_attention_and_likeness_of_the_same_pairs()
    {
        var set = Set(8, 8);
        var band = Read(set).Bands[0];
        var attention = AttentionReader.Run(_model, GeneDataset.Create(set, _vectors, _transform), 0);
        var heads = attention.Layers * attention.Heads;
        for (var i = 0; i < 8; i++)
        for (var j = i + 1; j < 8; j++)
        {
            var mean = Enumerable.Range(0, heads).Average(h => attention.Contacts(h / attention.Heads, h % attention.Heads)[(i * 8) + j]);
            Assert.Equal(mean, band.AttentionBetween(i, j), 1e-6f);
            Assert.Equal(band.AttentionBetween(i, j), band.AttentionBetween(j, i));
            Assert.InRange(band.LikenessBetween(i, j), -1.0001f, 1.0001f);
        }
    }

    [Fact]
    public void Should_correct_each_window_as_it_is_told()
    {
        var set = Set(8, 8);
        var plain = Array.ConvertAll(Read(set).Bands[0].ToMatrix(), value => (double)value);
        InfluenceCorrection.Center(plain, 8);
        InfluenceCorrection.Symmetrize(plain, 8);
        Same(plain, new InfluenceOptions { Centered = true, Symmetric = true });
        var moved = new InfluenceOptions { Measure = InfluenceMeasure.Movement };
        var lengths = Array.ConvertAll(Read(set, moved).Bands[0].ToMatrix(), value => (double)value);
        InfluenceCorrection.Symmetrize(lengths, 8);
        InfluenceCorrection.AverageProduct(lengths, 8);
        Same(lengths, moved with { AverageProduct = true, Symmetric = true });
        // Vectors are centred before their lengths are taken, which are 0 or more again.
        var centred = Read(set, moved with { Centered = true }).Bands[0].ToMatrix();
        Assert.All(centred, value => Assert.InRange(value, 0, float.MaxValue));
        Assert.Contains(centred.Zip(Read(set, moved).Bands[0].ToMatrix()), pair => Math.Abs(pair.First - pair.Second) > 1e-3);

        void Same(double[] expected, InfluenceOptions options)
        {
            var found = Read(set, options).Bands[0].ToMatrix();
            for (var at = 0; at < found.Length; at++)
                Assert.Equal(expected[at], found[at], 1e-4);
        }
    }

    [Fact]
    public void Should_read_only_as_far_as_it_reaches()
    {
        var (near, far) = (Read(Set(8, 12), new InfluenceOptions { Reach = 2 }).Bands[0], Read(Set(8, 12)).Bands[0]);
        Assert.Equal(2, near.Reach);
        for (var i = 0; i < 12; i++)
        for (var j = 0; j < 12; j++)
            Assert.Equal(Math.Abs(i - j) > 2 ? float.NaN : far.Of(i, j), near.Of(i, j), 1e-6f);
    }

    [Fact]
    public void Should_have_nothing_to_read_of_genes_on_their_own()
    {
        var result = Read(Set(8, 1, 1));
        Assert.Equal((0, 0L, 2), (result.Windows, result.Passes, result.GeneCount));
        Assert.Contains(result.Notes, note => note.StartsWith("2 of 2 stretches have one gene", StringComparison.Ordinal));
        Assert.Equal(0, result.Bands[0].Of(0, 0));
        Assert.Equal(0, result.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_give_a_part_of_what_was_read()
    {
        var result = Read(Set(8, 12, 5));
        var part = result.Part("s0", 3, 6);
        Assert.Equal(("s0:3-6", 4), (part.Bands[0].Stretch.Id, part.GeneCount));
        for (var i = 0; i < 4; i++)
        for (var j = 0; j < 4; j++)
            Assert.Equal(result.Bands[0].Of(i + 2, j + 2), part.Bands[0].Of(i, j));
        Assert.Equal(6, part.ToDataFrame().Rows.Count);
        Assert.Equal(6, part.Bands[0].Attention.Count(value => !float.IsNaN(value)));
        var refused = Assert.Throws<GlmException>(() => result.Part("s1", 3, 6));
        Assert.Equal(
            "Genes 3..6 of scaffold 's1' are not among those that were read: 's0:1-12', 's1:1-5'. Name genes of one of these.",
            refused.Message
        );
    }

    [Fact]
    public void Should_be_evidence_beside_that_of_operons_and_change_none_of_it()
    {
        var set = Set(8, 24);
        var truth = OperonTruth.Of(
            set,
            new OperonAnnotation(
                "t",
                "genes",
                [.. Enumerable.Range(0, 24).Select(i => new OperonMember([$"g{i}"], i % 4 == 3 ? null : $"{i / 4}", i + 1))],
                []
            )
        );
        var pairs = GenePairs.Of(set, truth);
        var influence = Read(set, truth: truth);
        var reading = PairReader.Read(_model, set, _vectors, _transform, pairs, truth);
        var options = new OperonOptions { FoldCount = 2, Resamples = 40 };
        var without = OperonAnalysis.Run(set, pairs, truth, reading: reading, options: options);
        var with = OperonAnalysis.Run(set, pairs, truth, reading: reading with { Influence = influence.OfPairs(pairs) }, options: options);
        var own = with.Find(OperonAnalysis.Influence)!;
        Assert.Equal(pairs.Select((_, i) => (double)influence.Bands[0].Between(i, i + 1)), own.Values);
        Assert.Equal(influence.Scores[^1].Figures[InfluenceResult.Neighbours].AveragePrecision.Value, own.AveragePrecision.Value, 12);
        Assert.Equal(PairFeatures.Strand, own.Reference);
        Assert.False(double.IsNaN(own.Gain.Value));
        Assert.Null(without.Find(OperonAnalysis.Influence));
        foreach (var score in without.Scores)
        {
            var same = with.Find(score.Name)!;
            Assert.Equal(score.Values, same.Values);
            Assert.Equal(
                (score.AveragePrecision, score.SameStrand, score.Auroc, score.Gain),
                (same.AveragePrecision, same.SameStrand, same.Auroc, same.Gain)
            );
        }
        Assert.Equal((without.Predictor, without.Conclusion), (with.Predictor, with.Conclusion));
    }

    [Fact]
    public void Should_test_nothing_where_all_pairs_are_of_a_kind()
    {
        var set = Set(8, 6);
        var truth = OperonTruth.Of(
            set,
            new OperonAnnotation("t", "genes", [.. Enumerable.Range(0, 6).Select(i => new OperonMember([$"g{i}"], "all", i + 1))], [])
        );
        var result = Read(set, truth: truth);
        Assert.Empty(result.Scores);
        Assert.Contains(result.Notes, note => note.Contains("nothing is tested", StringComparison.Ordinal));
        Assert.Contains("nothing is known of what the influence is worth", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_no_tensor_and_stop_when_told()
    {
        var set = Set(8, 19);
        var before = SmallModel.LiveTensors;
        foreach (var readout in Enum.GetValues<InfluenceReadout>())
            Read(set, new InfluenceOptions { Readout = readout, Measure = InfluenceMeasure.Movement });
        Assert.Equal(before, SmallModel.LiveTensors);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            InfluenceReader.Run(
                _model,
                Set(8, 30, 30),
                _vectors,
                _transform,
                options: new InfluenceOptions { Readout = InfluenceReadout.Hidden },
                progress: new Immediate(report =>
                {
                    if (report.Activity == "influence")
                        stop.Cancel();
                }),
                cancellation: stop.Token
            )
        );
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var set = Set(8, 8);
        Refused(() => Read(set, new InfluenceOptions { WindowGenes = 1 }), "WindowGenes = 1: it must be 2 to 512 genes");
        Refused(
            () => Read(set, new InfluenceOptions { WindowGenes = 9 }),
            "WindowGenes = 9: the model reads at most 8 genes at once. Use WindowGenes = 8."
        );
        Refused(() => Read(set, new InfluenceOptions { Reach = 0 }), "Reach = 0: it must be at least 1");
        Refused(() => Read(set, new InfluenceOptions { Resamples = 39 }), "Resamples = 39: it must be from 40 to 100000");
        Refused(
            () => Read(set, new InfluenceOptions { Centered = true, AverageProduct = true }),
            "Centered and AverageProduct exclude each other where Measure = likelihood"
        );
        Refused(
            () => InfluenceReader.Run(_model, set, _vectors, new FeatureTransform(_transform.Normalizer, null)),
            "Use the label PCA that the model was made with"
        );
        Refused(() => Read(Set(8, 61)), "Protein 'p60'");
        using (var broken = GlmModel.Create(Config))
        {
            using (no_grad())
                broken.Parameters.Values.fill_(double.NaN);
            Refused(
                () => InfluenceReader.Run(broken, set, _vectors, _transform),
                "what the model predicts of genes of scaffold 's0' is not a finite number"
            );
        }

        static void Refused(Func<object> run, string message)
        {
            var refused = Assert.Throws<GlmException>(run);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.InRange(refused.Message.Length, 20, 700);
        }
    }
}
