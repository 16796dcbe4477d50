using Glm.Analysis.Ablation;
using Glm.Analysis.Attention;
using Glm.Analysis.Baselines;
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
using Glm.Formats.KnownOperons;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins.Homology;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Statistics.Manifolds;
using Glm.Training;
using Glm.Training.FineTuning;
using Glm.Training.Functions;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Display;

/// <summary>Small results of every kind; the text in them can be chosen, so that a test can make it hostile.</summary>
internal static class Samples
{
    public static readonly string Huge = new('x', 1_000_000);

    public static IEnumerable<string> HostileTexts =>
        [
            "<script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            "\"' onmouseover=alert(1) x='",
            "javascript:alert(1)",
            "<img src=x onerror=alert(1)>",
            "]]><svg/onload=alert(1)>",
            "a\u0000b\u001b[31mc\u202ed\u2028e\ud800f",
            "<!--<script>",
            Huge,
        ];

    public static ScaffoldSet Set(string text = "name", int scaffolds = 3, int genes = 8)
    {
        var made = Enumerable
            .Range(0, scaffolds)
            .Select(s => new Scaffold(
                $"{text}{s}",
                [
                    .. Enumerable
                        .Range(0, genes)
                        .Select(g => new Gene($"{text}{s}.{g}", g % 3 == 0 ? Strand.Reverse : Strand.Forward, $"{text}p{g}")
                        {
                            Name = g % 2 == 0 ? $"{text}n{g}" : null,
                            Product = text,
                            LocusTag = text,
                            Family = $"{text}f{g % 3}",
                            Operon = g < 4 ? $"{text}o" : null,
                            Start = s == 0 ? (g * 1000) + 1 : null,
                            End = s == 0 ? (g * 1000) + 900 : null,
                        }),
                ],
                text
            ))
            .ToList();
        var proteins = Enumerable
            .Range(0, genes)
            .ToDictionary(g => $"{text}p{g}", g => new Protein($"{text}p{g}", new string('A', 50 + (40 * g)), text));
        return new ScaffoldSet(
            text,
            [new Genome(text, made, new Lineage("Bacteria", text, text))],
            proteins,
            [.. made.Select(scaffold => new GeneWindow(scaffold, 0, genes))],
            [new DroppedScaffold(text, 4, text)]
        );
    }

    /// <summary>Four genomes of two taxa, one of them in two scaffolds, of which the model has a vector each.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="decoder">Whether the model pools by attention.</param>
    public static ProteinSetEmbeddings ProteinSets(string text = "name", bool decoder = true)
    {
        var scaffolds = Set(text, scaffolds: 5).Scaffolds.Select((one, s) => one with { GenomeId = $"{text}g{Math.Min(s, 3)}" }).ToArray();
        Genome[] genomes =
        [
            .. scaffolds
                .GroupBy(one => one.GenomeId)
                .Select((own, g) => new Genome(own.Key, [.. own], new Lineage("Bacteria", text, $"{text}{g / 2}"))),
        ];
        var set = new ScaffoldSet(text, genomes, Set(text).Proteins, [], []);
        int[] sizes = [8, 8, 8, 8, 8];
        int[] genomeOf = [0, 1, 2, 3, 3];
        var random = new Random(6);
        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        var strands = scaffolds.SelectMany(one => one.Genes).Select(gene => gene.Strand).ToArray();
        // Two shares of each gene, which sum to 1 over a scaffold.
        var shares = Drawn(80);
        for (var i = 0; i < shares.Length; i++)
            shares[i] = i % 16 < 14 ? shares[i] / 10 : 0;
        for (var i = 14; i < shares.Length; i += 16)
        for (var head = 0; head < 2; head++)
            shares[i + head] = 1 - Enumerable.Range(1, 7).Sum(before => shares[i + head - (2 * before)]);
        float[] whole = [0, 0, 1, 0, 5, 5, 5, 6, 7, 6];
        return ProteinSetEmbeddings.Of(
            new SetEmbeddings(
                text,
                text,
                2,
                2,
                sizes,
                genomeOf,
                Drawn(80),
                decoder ? shares : null,
                null,
                null,
                whole,
                [0, 0, 1, 0, 5, 5, 6, 6]
            ),
            new ScaffoldProteins(text, 3, Drawn(120), sizes, strands, genomeOf),
            2,
            set
        );
    }

    public static AttentionResult Attention(string text = "name", int layers = 2, int heads = 3, int genes = 8)
    {
        var random = new Random(5);
        return new AttentionResult(
            Set(text, 1, genes).Windows[0],
            layers,
            heads,
            [.. Enumerable.Range(0, layers * heads * genes * genes).Select(_ => random.NextSingle() / genes)]
        );
    }

    /// <summary>Twelve genes of three operons whose members tell each other something, and a gene on its own.</summary>
    public static InfluenceResult Influence(string text = "name")
    {
        const int n = 12;
        const int reach = 11;
        var set = Set(text, scaffolds: 2, genes: n);
        var (values, attention, likeness) = (new float[n * ((2 * reach) + 1)], new float[n * reach], new float[n * reach]);
        Array.Fill(values, float.NaN);
        Array.Fill(attention, float.NaN);
        Array.Fill(likeness, float.NaN);
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
        {
            values[(i * ((2 * reach) + 1)) + reach + j - i] =
                i == j ? 0
                : i / 4 == j / 4 ? 2f / Math.Abs(i - j)
                : MathF.Sin((3 * i) + j) / 4;
            if (i < j)
                (attention[(i * reach) + j - i - 1], likeness[(i * reach) + j - i - 1]) = (0.2f / (j - i), MathF.Cos(i + j));
        }
        var alone = new InfluenceBand(new GeneWindow(set.Scaffolds[1], 0, 1), 0, [0], [], []);
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.05);
        var names = new[] { InfluenceScore.GeneDistance, InfluenceScore.Attention, InfluenceScore.Influence };
        return new InfluenceResult(
            text,
            [new InfluenceBand(new GeneWindow(set.Scaffolds[0], 0, n), reach, values, attention, likeness), alone],
            1,
            14,
            new InfluenceOptions { Symmetric = true }
        )
        {
            PairGroups = [new("neighbours", 11, 9), new("neighbours on one strand", 6, 6), new("pairs within windows", 66, 18)],
            Scores =
            [
                .. names.Select(
                    (name, s) =>
                        new InfluenceScore(
                            name,
                            [
                                .. new[] { 0.5, double.NaN, 0.4 }.Select(low => new InfluenceFigures(
                                    Around(low + (0.15 * s)),
                                    Around(low + (0.12 * s)),
                                    s == 2
                                        ? new(double.NaN, double.NaN, double.NaN, double.NaN)
                                        : new PairedDifference(0.15 * (2 - s), 0.1, 0.2, 0.01)
                                )),
                            ]
                        )
                ),
            ],
            IsUntrained = true,
            TrainedOn = [new KnownGenome(text, text + "b", 0.6)],
            Notes = [text],
            Conclusion = text,
        };
    }

    /// <summary>Eight genes above the second to sixth of another scaffold, drawn from right to left; three pairs are homologous.</summary>
    public static SyntenyMap Synteny(string text = "lac")
    {
        var set = Set(text);
        var other = set.Scaffolds[0] with { Id = $"{text}9" };
        other = other with
        {
            Genes = [.. other.Genes.Select(gene => gene with { Id = $"{gene.Id}b", Name = gene.Name is null ? null : $"{gene.Name}b" })],
        };
        return new SyntenyMap(
            [
                new SyntenyTrack(set.Windows[0], false, [0, 1, 2, -1, -1, -1, -1, -1]),
                new SyntenyTrack(new GeneWindow(other, 1, 5), true, [2, -1, 1, 0, -1]),
            ],
            [new SyntenyLink(0, 0, 3, 0.9), new SyntenyLink(0, 1, 2, 0.55), new SyntenyLink(0, 2, 0, 0.31)],
            0.3,
            set.Proteins
        );
    }

    /// <summary>Three homologs of a gene, two of them in one genome, and the map of <see cref="Synteny"/> with the gene marked.</summary>
    public static HomologSearchResult Homologs(string text = "name")
    {
        var genes = Set(text).Scaffolds[0].Genes;
        var map = Synteny(text);
        HomologousGene Hit(int gene, string genome, int matches, double eValue) =>
            new(
                0,
                genes[gene],
                genome,
                $"{text}1",
                gene + 1,
                new Lineage("Bacteria", text, text),
                210,
                new HomologyHit(0, gene, 3 * matches, eValue, matches, 200, 0, 190, 5, 200),
                0.95,
                195 / 210.0
            );
        return new HomologSearchResult(
            [text],
            [Hit(1, $"{text}2", 180, 0), Hit(2, $"{text}3", 90, 3e-42), Hit(3, $"{text}3", 61, 0.00007)],
            text,
            4321,
            1_234_567,
            5,
            $"{text} --sensitive",
            new HomologSearchOptions(),
            map with
            {
                Tracks = [map.Tracks[0] with { Title = text, Marked = 1 }, map.Tracks[1] with { Title = $"{text}2", Marked = 2 }],
            }
        );
    }

    /// <summary>Two genes near a third, and the map of <see cref="Synteny"/> with the gene marked.</summary>
    public static EmbeddingNeighbours Neighbors(string text = "name", EmbeddingLevel level = EmbeddingLevel.Gene)
    {
        var set = Set(text);
        var genome = new Genome($"{text}1", [set.Scaffolds[0]], new Lineage("Bacteria", text, text));
        EmbeddingPoint Point(int i) =>
            level switch
            {
                EmbeddingLevel.Gene => new(genome, set.Windows[0], set.Scaffolds[0].Genes[i]),
                EmbeddingLevel.Window => new(genome, set.Windows[i]),
                EmbeddingLevel.Scaffold => new(genome) { Scaffold = set.Scaffolds[i] },
                _ => new(genome),
            };
        var map = Synteny(text);
        return new EmbeddingNeighbours(
            Point(0),
            level,
            EmbeddingSpace.Context,
            VectorMetric.Cosine,
            [new(Point(1), 0.01234), new(Point(2), 0.5)],
            4321,
            level == EmbeddingLevel.Gene
                ? map with
                {
                    Tracks = [map.Tracks[0] with { Title = text, Marked = 1 }, map.Tracks[1] with { Title = $"{text}2", Marked = 2 }],
                }
                : null
        );
    }

    /// <summary>The families of a set whose proteins each occur in all three scaffolds of one genome.</summary>
    /// <summary>Labels of twelve genes, as many as a set of three scaffolds has, with something of everything in the ledger.</summary>
    public static LabelTable Labels(string text = "name") =>
        new(
            new GeneLabels(
                text,
                [.. Enumerable.Range(0, 12).Select(gene => (string[])(gene % 4 == 3 ? [] : [$"{text}{gene % 3}", text]))]
            ),
            [.. Enumerable.Range(0, 12).Select(gene => $"{text}.{gene}")],
            new LabelLedger($"{text}.tsv", "table", text, text)
            {
                Rows = 20,
                RowsMatched = 12,
                RowsWithoutLabel = 3,
                Keys = [(GeneKey.LocusTag, 10), (GeneKey.Symbol, 2)],
                UnmatchedIds = new(8, [text, $"{text}b"]),
                AmbiguousIds = new(1, [text]),
                UnlabelledGenes = new(3, [$"{text}.3", $"{text}.7", $"{text}.11"]),
            }
        );

    public static GeneFamilies Families(string text = "name")
    {
        var set = Set(text);
        var two = new ScaffoldSet(
            text,
            [
                new Genome(text, [set.Scaffolds[0]], null),
                new Genome(
                    $"{text}2",
                    [
                        set.Scaffolds[1] with
                        {
                            GenomeId = $"{text}2",
                            Genes = [.. set.Scaffolds[1].Genes.Take(5)],
                        },
                        set.Scaffolds[2] with
                        {
                            GenomeId = $"{text}2",
                            Genes = [.. set.Scaffolds[2].Genes.Take(2)],
                        },
                    ],
                    null
                ),
            ],
            set.Proteins,
            [],
            []
        );
        return GeneFamilyClustering.Cluster(two, new SilentSearch(text));
    }

    /// <summary>Eight genes, whose pairs are kept together by fewer and fewer genomes.</summary>
    public static RegionNeighbourhood Neighbourhood(string text = "name", int genes = 8)
    {
        var set = Set(text, 1, genes);
        return new RegionNeighbourhood(
            set.Windows[0],
            [
                .. Enumerable
                    .Range(0, genes - 1)
                    .Select(i => new NeighbourPair(
                        i,
                        i % 3 == 1,
                        20,
                        Math.Max(0, 18 - (4 * i)),
                        Math.Max(0, 9.5 - (2 * i)),
                        i < 5 ? $"{text}1" : null,
                        i < 5 ? text : null,
                        i < 5 ? $"{text}2" : null,
                        null
                    )),
            ],
            [
                .. Enumerable
                    .Range(0, genes)
                    .Select(i => i == 3 ? null : new NeighbourPrediction(i == 4 ? null : text, 1.0 / (i + 1), 5, 2.5, i % 2 == 0)),
            ],
            set.Proteins,
            text,
            20,
            $"{text}1",
            0.4,
            true,
            $"{text} --sensitive"
        );
    }

    public static TrainingHistory History(string? savedTo = "models/run", int steps = 50, bool heldOut = true) =>
        new(
            [
                .. Enumerable
                    .Range(1, steps)
                    .Select(step => new TrainingStep(step, 2.0 / step, 1e-4, step == 3 ? double.NaN : step / 100.0, step / 200.0, 5000)),
            ],
            heldOut ? [new EvaluationPoint(0, 2, 0.04, 0.03, 500), new EvaluationPoint(steps, 0.5, 0.52, 0.41, 500)] : [],
            0.035,
            100,
            10,
            123456,
            false,
            83.4,
            savedTo
        );

    public static EmbeddingMap Map(string text = "name", int points = 90) =>
        new(
            EmbeddingLevel.Gene,
            "pca",
            [.. Enumerable.Range(0, points).Select(i => $"{text}{i}")],
            [.. Enumerable.Range(0, points).Select(_ => text)],
            text,
            [.. Enumerable.Range(0, points).Select(i => i % 3 == 0 ? "" : $"{text}{i % 3}")],
            new PlanarProjection(
                "contextual",
                [.. Enumerable.Range(0, points).Select(i => Math.Sin(i))],
                [.. Enumerable.Range(0, points).Select(i => Math.Cos(i))],
                (0.41, 0.17)
            ),
            new PlanarProjection(
                "context-free",
                [.. Enumerable.Range(0, points).Select(i => i / 7.0)],
                [.. Enumerable.Range(0, points).Select(i => i % 9 / 7.0)],
                (0.21, double.NaN)
            )
        );

    public static ModelEvaluation Evaluation(string text = "name")
    {
        var comparison = Baselines(text);
        var bins = new[] { 0.3, 0.5, 0.8 }.Select(likelihood => new CalibrationBin(
            likelihood - 0.1,
            likelihood,
            400,
            likelihood - 0.04,
            new(likelihood - 0.1, likelihood - 0.15, likelihood - 0.05),
            new(likelihood / 2, (likelihood / 2) - 0.05, (likelihood / 2) + 0.05)
        ));
        var model = comparison.Scores[^1] with
        {
            SquaredError = new(0.8125, 0.75, 0.9),
            Calibration = new([.. bins], new(0.06, 0.05, 0.08)),
        };
        return new(
            text,
            Genomes: 12,
            Windows: 150,
            comparison with
            {
                Scores = [.. comparison.Scores.SkipLast(1), model],
            },
            ["random-feature ridge"],
            [.. new[] { text, "G01", "G02", "G03" }.Select(id => new KnownGenome(id, text, 0.6))]
        );
    }

    /// <summary>Genes of two scaffolds, the first of them fitting and the second not, predicted by an untrained model.</summary>
    public static GenePredictions Predictions(string text = "name")
    {
        var set = Set(text, scaffolds: 2, genes: 20);
        var genes = set.Scaffolds.SelectMany(
            (scaffold, s) =>
                scaffold.Genes.Select(
                    (gene, i) =>
                        new PredictedGene(gene, scaffold.Id, text, i + 1, $"{scaffold.Id}:1-20")
                        {
                            Rank = s == 0 ? 1 + (i % 4) : 8 + i,
                            WindowCredit = i % 2,
                            Likelihoods = [0.55, 0.25, 0.15, 0.05],
                            Similarities = [0.4, 0.3, -0.1, double.NaN],
                            Nearest = i == 5 ? [] : [new PredictedProtein(gene, text, new Lineage("Bacteria", text, text), 0, 0.4)],
                        }
                )
        );
        var evaluation = Evaluation(text);
        return new GenePredictions(
            text,
            [.. genes],
            evaluation.Comparison.Scores,
            new(0.125, 0.05, 0.2),
            new(2.5, 2, 3),
            Rivals: 40,
            LeftOut: 3,
            "2 blocks of 30 genes",
            new GenePredictionOptions { MaskedPerPass = 3 }
        )
        {
            IsUntrained = true,
            TrainedOn = [new KnownGenome(text, text + "b", 0.6)],
        };
    }

    /// <summary>A triplet loss that helps transfer and costs masked genes something, or the other way round.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="better">Whether transfer is better with it.</param>
    public static TripletAblation Ablation(string text = "cog", bool better = true)
    {
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.05);
        var sign = better ? 1 : -1;
        AblationFigure Figure(AblationMeasure measure, double with, double difference, double p, AblationRival rival = default) =>
            new(measure, rival, Around(with), Around(with - difference), new(difference, difference - 0.02, difference + 0.02, p / 6), p);
        return new TripletAblation(
            text,
            text,
            0.1,
            KnownGenes: 1200,
            Functions: 23,
            AskedGenes: 310,
            Answerable: 0.97,
            "6 genomes",
            HeldOutWindows: 44,
            MaskedGenes: 640,
            $"{text} scaffolds",
            [
                Figure(AblationMeasure.Transfer, 0.62, sign * 0.11, 0.012),
                Figure(AblationMeasure.Transfer, 0.62, -0.05, 0.02, AblationRival.Protein),
                Figure(AblationMeasure.Transfer, 0.62, better ? 0.4 : -0.01, better ? 0.012 : 0.8, AblationRival.Frequent),
                Figure(AblationMeasure.Accuracy, 0.3, sign * -0.03, 0.03),
                Figure(AblationMeasure.PseudoAccuracy, 0.41, 0.01, 0.6),
                Figure(AblationMeasure.SquaredError, 0.55, 0.04, double.NaN),
            ]
        );
    }

    public static BaselineComparison Baselines(string text = "name") =>
        new(
            [
                new BaselineScore(
                    "chance",
                    new(0.035, 0.03, 0.04),
                    new(0.13, 0.12, 0.14),
                    new(0.002, 0.001, 0.003),
                    new(0.003, 0, 0.006),
                    1
                ),
                new BaselineScore(text, new(0.225, 0.21, 0.24), new(0.225, 0.21, 0.24), new(0.16, 0.15, 0.17), new(0.2, 0.19, 0.22), 0.72),
                new BaselineScore(
                    "gLM",
                    new(0.08, 0.07, 0.09),
                    new(0.2, 0.18, 0.22),
                    new(double.NaN, double.NaN, double.NaN),
                    new(0, 0, 0),
                    1
                ),
            ],
            MaskedGenes: 640,
            TrainingWindows: 1300,
            HeldOutWindows: 144,
            Groups: "144 blocks of 30 genes",
            new BaselineOptions()
        );

    public static HeadProfiles Heads(string text = "name") =>
        new(
            text,
            ["same strand", "operon"],
            [40, 12],
            [
                new HeadProfile(0, 0, [0.1, 0.25], [0.9, 0.01]),
                new HeadProfile(0, 1, [double.NaN, double.NaN], [double.NaN, double.NaN]),
                new HeadProfile(0, 2, [-0.3, 0.02], [1e-9, 1]),
            ]
        );

    /// <summary>Genes of two scaffolds, the operons of the first of which are known, read by a model of two layers of three
    /// heads.</summary>
    public static OperonResult Operons(string text = "name")
    {
        var set = Set(text, scaffolds: 2, genes: 30);
        var annotation = new OperonAnnotation(
            text,
            "table of genes",
            [
                .. set.Scaffolds[0].Genes.Select((gene, i) => new OperonMember([gene.Id], i % 5 == 4 ? null : $"{text}{i / 5}", i + 1)),
                new OperonMember([$"{text} of no gene"], text, 99),
            ],
            []
        );
        var truth = OperonTruth.Of(set, annotation);
        var pairs = GenePairs.Of(set, truth);
        float Wave(int i) => MathF.Sin(1.7f * i) / 2;
        double[] waves = [.. pairs.Select((_, i) => (double)Wave(i))];
        var likeness = new VectorLikeness(waves, waves, waves, waves);
        HeadProfile[] heads =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(head => new HeadProfile(head / 3, head % 3, [Wave(head), Wave(head + 1)], [Math.Abs(Wave(head)), 1e-12])),
        ];
        var reading = new PairReading(
            2,
            3,
            [.. Enumerable.Range(0, pairs.Count * 6).Select(i => 1 + Wave(i))],
            likeness,
            likeness,
            4,
            heads
        );
        return OperonAnalysis.Run(set, pairs, truth, reading: reading, options: new OperonOptions { FoldCount = 2, Resamples = 40 });
    }

    public static TaxonomyResult Taxonomy(string text = "name") =>
        new(
            TaxonomicRank.Class,
            [$"{text}a", $"{text}b", text],
            [10, 8, 6],
            3,
            10 / 24.0,
            new Dictionary<string, int> { [text] = 2 },
            [
                new RepresentationScore(
                    "gLM",
                    [0.8, 0.9, 0.7],
                    [0.85, 0.95, 0.75],
                    new[,]
                    {
                        { 9, 1, 0 },
                        { 1, 7, 0 },
                        { 0, 1, 5 },
                    }
                )
                {
                    AveragePrecisionPerClass = [0.9, 0.85, 0.8],
                    HeldOutAccuracy = new Estimate(0.8, 0.7, 0.9),
                    HeldOutAveragePrecision = new Estimate(0.85, 0.75, 0.95),
                },
                new RepresentationScore(
                    "context-free",
                    [0.5, 0.6, 0.4],
                    [0.55, 0.65, 0.45],
                    new[,]
                    {
                        { 5, 3, 2 },
                        { 2, 5, 1 },
                        { 2, 1, 3 },
                    }
                )
                {
                    AveragePrecisionPerClass = [0.6, 0.55, 0.5],
                    HeldOutAccuracy = new Estimate(0.5, 0.4, 0.6),
                    HeldOutAveragePrecision = new Estimate(0.55, double.NaN, double.NaN),
                },
            ]
        )
        {
            Gain = new PairedDifference(0.3, 0.1, 0.45, 0.004),
        };

    /// <summary>Two unknown scaffolds, of which one is unlike anything known.</summary>
    public static TaxonomyAssignments Assignments(string text = "name")
    {
        var set = Set(text);
        AssignmentScore Score(string name, double right) =>
            new(
                name,
                new Estimate(right, right - 0.05, right + 0.05),
                1 - right,
                new CalibrationCurve([new(0.5, 0.6, 12, 0.55, 0.5), new(0.9, 1, 28, 0.96, 0.95)], 0.08),
                1.4,
                new Estimate(0.6, 0.5, 0.7)
            );
        AssignedScaffold Assigned(int scaffold, double sure, bool unlike) =>
            new(
                set.Scaffolds[scaffold],
                set.Genomes[0],
                2,
                40,
                text,
                [sure, 1 - sure],
                unlike ? 3.5 : 1.25,
                unlike ? 0.012 : 0.4,
                set.Genomes[0],
                unlike
            );
        return new(
            text,
            text,
            new TaxonomyOptions(),
            [text, text + "b"],
            [30, 20],
            12,
            new Dictionary<string, int> { [text] = 2 },
            80,
            [Score("gLM", 0.9), Score("context-free", 0.7)],
            "gLM",
            [Assigned(0, 0.9, false), Assigned(1, 0.6, true)],
            ["2 of 2 scaffolds belong to genomes that were learned from: these are recognised rather than assigned."]
        );
    }

    /// <summary>Of many classes in many folds.</summary>
    public static TaxonomyResult Taxonomy(int classes, int folds)
    {
        RepresentationScore Score(string name) =>
            new(
                name,
                [.. Enumerable.Range(1, folds).Select(fold => fold / (double)folds)],
                [.. Enumerable.Range(1, folds).Select(fold => fold / (double)folds)],
                new int[classes, classes]
            );
        return new(
            TaxonomicRank.Class,
            [.. Enumerable.Range(0, classes).Select(i => $"class {i}")],
            [.. Enumerable.Range(0, classes).Select(_ => folds)],
            folds,
            1.0 / classes,
            new Dictionary<string, int>(),
            [Score("gLM"), Score("context-free")]
        );
    }

    /// <summary>Sixty genes of six genomes with two labels.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="better">Whether the network is better than the nearest gene.</param>
    public static FunctionResult Functions(string text = "GO:1", bool better = true)
    {
        int[] classes = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        int[] genomes = [.. Enumerable.Range(0, 60).Select(i => i % 6)];
        FunctionScore Score(FunctionMethod method, string name, double value) =>
            new(method, name, Around(value + 0.1), Around(value), Around(0.8), 0.42, 0);
        FunctionComparison Against(FunctionMethod method, FunctionMethod other, double gain) =>
            new(
                method,
                other,
                new(gain, gain - 0.05, gain + 0.04, 0.002),
                0.008,
                new(gain + 0.02, gain - 0.05, gain + 0.06, 0.004),
                gain - 0.05 > 0 || gain + 0.06 < 0 ? 0.012 : 0.4
            );
        return new FunctionResult(
            text,
            text,
            new FunctionOptions
            {
                HiddenSize = 64,
                Layers = 2,
                FoldCount = 3,
            },
            [.. Enumerable.Range(0, 60).Select(i => $"{text}{i}")],
            Folds.ByGroup(FoldGrouping.Genome, genomes, classes, 3, 1, genomes),
            FamilyHoldOut.Halved,
            6,
            24.5,
            6,
            [
                new FunctionClass($"{text}a", 30, Around(0.9), Around(0.7), Around(0.8), new(0.2, 0.1, 0.3, 0.002)),
                new FunctionClass(text, 10, Around(0.5), Around(0.52), Around(0.5), new(-0.02, -0.1, 0.07, 0.6)),
            ],
            [new DroppedLabel($"{text} rare", 4, "fewer than 20 genes")],
            new Dictionary<string, int> { ["without a label"] = 12, [$"of {text}"] = 2 },
            [
                Score(FunctionMethod.Network, "PlasGO's network", better ? 0.7 : 0.4),
                Score(FunctionMethod.ContextProbe, "linear probe of gLM, layer 2", 0.66),
                Score(FunctionMethod.ProteinProbe, "linear probe of the protein", 0.6),
                Score(FunctionMethod.SeveralNearest, "10 nearest known genes", 0.55),
                Score(FunctionMethod.Nearest, "nearest known gene", 0.5),
                Score(FunctionMethod.Frequency, "frequencies of labels", better ? 0.2 : 0.5),
            ],
            [
                Against(FunctionMethod.Network, FunctionMethod.ProteinProbe, better ? 0.1 : -0.2),
                Against(FunctionMethod.Network, FunctionMethod.SeveralNearest, better ? 0.15 : -0.15),
                Against(FunctionMethod.Network, FunctionMethod.Nearest, better ? 0.2 : -0.1),
                Against(FunctionMethod.ContextProbe, FunctionMethod.ProteinProbe, 0.02),
                Against(FunctionMethod.ContextProbe, FunctionMethod.SeveralNearest, 0.11),
                Against(FunctionMethod.ContextProbe, FunctionMethod.Nearest, 0.16),
            ],
            [$"Homologs are told by the families of {text}."]
        );

        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
    }

    /// <summary>Labels that a model calls of three genes.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="none">Whether it calls none.</param>
    public static FunctionPredictions CalledFunctions(string text = "GO:1", bool none = false) =>
        new(
            text,
            text,
            text,
            2,
            40,
            20,
            none
                ? []
                :
                [
                    new($"{text}1", text, text, [], [$"{text}2", $"{text}3"], $"{text}a", 0.97, 0.95),
                    new($"{text}1", text, text, [], [$"{text}2", $"{text}3"], $"{text}b", 0.44, 0.5),
                    new($"{text}2", $"{text}2", null, [text], [$"{text}3"], $"{text}a", 0.52, 0.61),
                ],
            new FunctionTrainingHistory([0.69, 0.31], 12, 20, 60, Interrupted: false),
            [text]
        );

    /// <summary>Twelve places of two genomes, each beside a partner.</summary>
    public static ParalogResult Paralogs(string text = "lac")
    {
        var set = Set(text, scaffolds: 2, genes: 12);
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
        ParalogScore Score(string name, bool isBaseline, double value) =>
            new(
                name,
                isBaseline,
                Around(value - 0.1),
                Around(value + 0.1),
                Around(value + 0.15),
                Around(value),
                isBaseline ? new(0.6 - value, 0.5 - value, 0.7 - value, 0.002) : new(double.NaN, double.NaN, double.NaN, double.NaN)
            );
        return new ParalogResult(
            text,
            [
                .. set.Scaffolds.SelectMany(scaffold =>
                    Enumerable
                        .Range(0, 6)
                        .Select(i => new ParalogChoice(
                            scaffold.Genes[2 * i],
                            i == 5 ? null : scaffold.Genes[(2 * i) + 1],
                            text,
                            scaffold.Id,
                            1 + (i / 2.0),
                            scaffold.Genes[i],
                            text
                        ))
                ),
            ],
            [
                Score("gLM, both hidden", false, 0.6),
                Score("gLM, partner seen", false, 0.65),
                Score("chance", true, 0.11),
                Score("gene of the most similar partner", true, 0.55),
            ],
            Candidates: 24,
            Answers: 20,
            Genomes: 2,
            new Dictionary<string, int> { ["without a partner"] = 12 },
            new ParalogOptions { Family = text, Partner = text }
        )
        {
            IsUntrained = true,
            TrainedOn = [new KnownGenome(text, text + "b", 0.6)],
        };
    }

    /// <summary>Four dark genes, two of them with labels all the same.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="known">Whether some dark genes have labels.</param>
    public static DarkGeneResult Dark(string text = "lac", bool known = true)
    {
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
        var none = new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN);
        Gene GeneOf(string id) =>
            new($"{text}{id}", Strand.Forward, $"p{id}")
            {
                Name = $"{text}{id}",
                Product = text,
                Start = 100,
                End = 400,
            };
        return new DarkGeneResult(
            text,
            text,
            $"genes without a label '{text}'",
            2,
            "genomes",
            6,
            50,
            40,
            3,
            [
                new SpaceDivergence("gLM in context", false, Around(0.4), Around(0.1), 0.004, 0.61, new(-1.1, -1.3, -0.9, 0.01)),
                new SpaceDivergence("proteins", true, Around(1.5), Around(0.12), 0.005, 0.4, none),
                new SpaceDivergence("neighbours' mean", true, Around(0.2), Around(0.11), 0.2, 0.55, new(-1.3, -1.5, -1.1, 0.01)),
            ],
            [
                new DarkTransferScore("nearest in context", false, Around(0.3), none),
                new DarkTransferScore("nearest proteins", true, Around(0.2), new(0.1, 0.02, 0.18, 0.02)),
                new DarkTransferScore("most frequent label", true, Around(0.35), new(-0.05, -0.09, -0.01, 0.03)),
            ],
            40,
            new CalibrationCurve([new ProbabilityBin(0, 0.1, 30, 0.06, 0.1), new ProbabilityBin(0.6, 0.7, 10, 0.64, 0.7)], 0.12),
            0.81,
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(i => new DarkGene(
                        GeneOf($"d{i}") with
                        {
                            Product = i % 2 == 0 ? null : text,
                        },
                        text,
                        text,
                        i,
                        $"{text} kinase",
                        0.9 - (0.2 * i),
                        text,
                        0.3,
                        i == 3 ? [] : [new DarkNeighbour(GeneOf($"n{i}"), text, [$"{text} kinase"], 0.9)],
                        $"{text}A, {text}B › {text}C",
                        known && i < 2 ? [text] : []
                    )),
            ],
            known ? Around(0.5) : new(double.NaN, double.NaN, double.NaN),
            known ? 2 : 0,
            known ? 0.8 : double.NaN,
            [new DarkSurroundings($"{text}d0", Synteny(text))],
            new Dictionary<string, int> { ["outside every window"] = 12, [$"of {text}"] = 4 },
            new DarkGeneOptions { Gene = text }
        );
    }

    /// <summary>Thirty families, every fifth of them mobile and more variable in context than its proteins explain.</summary>
    public static FamilyVarianceResult Variance(string text = "lac")
    {
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
        var line = new RobustLine(2, 0.5, 0.25);
        FamilyVariance[] families =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i =>
                {
                    var protein = 1 + (0.2 * (i % 10));
                    var excess = (i % 5 == 0 ? 4 : 0) - (0.1 * i);
                    var context = line.At(protein) + (line.Scale * excess);
                    return new FamilyVariance(
                        $"{text}{i}",
                        i % 7 == 6 ? null : text,
                        5 + i,
                        i == 3 ? 1 : 4,
                        i == 3 ? new(context, double.NaN, double.NaN) : Around(context),
                        protein,
                        line.At(protein)
                    )
                    {
                        Excess = excess,
                        NeighbourEntropy = 2.5 + (0.01 * i),
                        NeighbourTurnover = i % 5 == 0 ? 0.97 : 0.4,
                        IsTail = false,
                        IsMobile = i % 7 == 6 ? null : i % 5 == 0,
                    };
                })
                .OrderByDescending(family => family.Excess)
                .Select((family, rank) => family with { IsTail = rank < 3 }),
        ];
        VarianceRanking Ranking(string name, bool isBaseline, double auroc) =>
            new(
                name,
                isBaseline,
                Around(auroc),
                new(2 * auroc, auroc, 3 * auroc),
                3,
                4,
                isBaseline ? 0.031 : 0.00002,
                isBaseline ? new(0.9 - auroc, 0.85 - auroc, 0.94 - auroc, 0.02) : new(double.NaN, double.NaN, double.NaN, double.NaN)
            );
        return new FamilyVarianceResult(
            text,
            "the families that the genes carry",
            2,
            families,
            line,
            [
                Ranking("gLM beyond sequence", false, 0.9),
                Ranking("gLM", false, 0.84),
                Ranking("variance of proteins", true, 0.55),
                Ranking("neighbour entropy", true, 0.7),
                Ranking("neighbour turnover", true, 0.93),
                Ranking("occurrences", true, 0.61),
            ],
            [new TermEnrichment(text, 3, 5, 4.2, 0.00001, 0.00002), new TermEnrichment($"{text}b", 1, 8, 0.9, 0.61, 0.61)],
            "words of products",
            7,
            [new DroppedLabel($"{text} rare", 4, "fewer than 5 occurrences")],
            new Dictionary<string, int> { ["outside every window"] = 12, [$"of {text}"] = 4 },
            new FamilyVarianceOptions()
        );
    }

    /// <summary>A probe of three classes.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="layers">Whether all layers were probed.</param>
    /// <param name="leaks">Whether genes of a genome are in several folds.</param>
    public static ProbeResult Probe(string text = "kinase", bool layers = false, bool leaks = false)
    {
        int[] classes =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    i < 30 ? 0
                    : i < 50 ? 1
                    : 2
                ),
        ];
        int[] genomes = [.. Enumerable.Range(0, 60).Select(i => i % 6)];
        int[] probed = layers ? [0, 1, 2] : [2];
        var gain = new PairedDifference(0.11, 0.05, 0.16, 0.002);
        ProbeScore Score(string name, ProbeRepresentation representation, int? layer, double value) =>
            new(
                name,
                representation,
                layer,
                Around(value),
                Around(value - 0.04),
                Around(value - 0.02),
                new(value - 0.34, value - 0.4, 0.5, 0.01),
                0
            );
        return new ProbeResult(
            text,
            text,
            new ProbeOptions { AllLayers = layers, FoldCount = 3 },
            IsMultiLabel: false,
            [.. Enumerable.Range(0, 60).Select(i => $"{text}{i}")],
            leaks ? Folds.Random(classes, 3, 1, genomes) : Folds.ByGroup(FoldGrouping.Genome, genomes, classes, 3, 1, genomes),
            FoldGrouping.Genome,
            Units: 6,
            Layer: 2,
            BaseRate: 0.5,
            new Estimate(0.34, 0.32, 0.37),
            [
                new ProbeClass($"{text}a", 30, Around(0.9), Around(0.7), new(0.2, 0.1, 0.3, 0.002)),
                new ProbeClass($"{text}b", 20, Around(0.6), Around(0.62), new(-0.02, -0.07, 0.03, 0.4)),
                new ProbeClass(text, 10, Around(0.5), Around(0.4), new(0.1, -0.01, 0.2, 0.06)),
            ],
            [new DroppedLabel($"{text} rare", 4, "fewer than 10 genes")],
            new Dictionary<string, int> { ["without a label"] = 12, [$"of {text}"] = 2 },
            [
                .. probed.Select(layer => Score($"gLM layer {layer}", ProbeRepresentation.Contextual, layer, 0.55 + (0.06 * layer))),
                Score("context-free", ProbeRepresentation.ContextFree, null, 0.56),
                .. probed.Select(layer =>
                    Score($"context-only, layer {layer}", ProbeRepresentation.ContextOnly, layer, 0.33 + (0.08 * layer))
                ),
                Score("nearest neighbour", ProbeRepresentation.NearestNeighbour, null, 0.52),
                Score("largest class", ProbeRepresentation.Majority, null, 0.33),
            ],
            [
                .. probed.Select(layer => new ProbeComparison(
                    $"gLM layer {layer}",
                    ProbeRepresentation.Contextual,
                    layer,
                    layer == 0 ? new(-0.01, -0.04, 0.02, 0.6) : gain,
                    layer == 0 ? 0.6 : 0.008,
                    gain,
                    0.008
                )),
                new ProbeComparison(
                    "context-only, layer 2",
                    ProbeRepresentation.ContextOnly,
                    2,
                    new(-0.07, -0.12, -0.01, 0.02),
                    0.04,
                    gain,
                    0.04
                ),
            ],
            [$"The intervals rest on 6 genomes of {text}: take them as rough."]
        );

        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
    }

    /// <summary>A benchmark of two tasks.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="model">Whether a model was compared.</param>
    public static BenchmarkResult Benchmark(string text = "cog", bool model = true)
    {
        BenchmarkSpace[] spaces =
        [
            new("random", BenchmarkSpaceKind.Random, 0, 0, 0, 64),
            new($"{text}-650M", BenchmarkSpaceKind.Proteins, 0, 0, 0, 1280),
            .. model
                ?
                [
                    new BenchmarkSpace("gLM layer 10", BenchmarkSpaceKind.Model, 10, 19, 278_867_988, 1280),
                    new BenchmarkSpace("gLM layer 19", BenchmarkSpaceKind.Model, 19, 19, 278_867_988, 1280),
                ]
                : Array.Empty<BenchmarkSpace>(),
        ];
        return new BenchmarkResult(
            text,
            4000,
            new Dictionary<string, int> { ["without a vector"] = 12 },
            spaces,
            [
                Task("operonic_pair", "operonic pairs", BenchmarkKind.PairClassification, "top_ap", 0.5),
                Task("label_classification", $"classification of {text}", BenchmarkKind.Classification, "f1", 0.6),
            ],
            new Dictionary<string, string> { ["bigene_mining"] = $"it needs labels of {text} in two genomes" },
            new BenchmarkOptions()
        );

        BenchmarkTask Task(string id, string name, BenchmarkKind kind, string metric, double value) =>
            new(
                id,
                name,
                $"What is asked of {text}.",
                kind,
                metric,
                "4,314 pairs",
                "1,743 operons",
                [
                    new BenchmarkScore(
                        new BenchmarkSpace($"{text} alone", BenchmarkSpaceKind.None, 0, 0, 0, 0),
                        new Estimate(0.7, 0.6, 0.8),
                        new PairedDifference(0.7 - value, 0.05, 0.2, 0.002),
                        new Dictionary<string, double> { [metric] = 0.7 }
                    ),
                    .. spaces.Select(
                        (space, i) =>
                            new BenchmarkScore(
                                space,
                                new Estimate(value + (0.02 * i), value - 0.03, value + 0.09),
                                i == 1 ? null : new PairedDifference(0.02 * (i - 1), -0.03, 0.05 * i, 0.04),
                                new Dictionary<string, double> { [metric] = value + (0.02 * i) }
                            )
                    ),
                ],
                [$"Labels that are left out: 3 of {text}."]
            );
    }

    /// <summary>A fine-tuning on three classes.</summary>
    /// <param name="text">Wherever a text can stand.</param>
    /// <param name="leaks">Whether items of a genome are in several folds.</param>
    public static FineTuningResult FineTuning(string text = "kinase", bool leaks = false)
    {
        var probe = Probe(text, leaks: leaks);
        static Estimate Around(double value) => new(value, value - 0.05, value + 0.04);
        TuningScore Score(string name, TuningRepresentation representation, double value) =>
            new(name, representation, [Around(value), Around(value - 0.04), Around(value - 0.02)]);
        return new FineTuningResult(
            Tuned(text),
            new FineTuningOptions { FoldCount = 3 },
            probe.Genes,
            probe.Folds,
            FoldGrouping.Genome,
            Units: 6,
            ["macro AP", "macro F1", "accuracy"],
            new Estimate(0.34, 0.32, 0.37),
            new PairedDifference(0.37, 0.3, 0.44, 0.002),
            [
                new TuningClass($"{text}a", 30, Around(0.9), Around(0.8), Around(0.7), new(0.1, 0.05, 0.16, 0.002)),
                new TuningClass($"{text}b", 30, Around(0.6), Around(0.61), Around(0.62), new(-0.01, -0.07, 0.03, 0.4)),
            ],
            probe.Dropped,
            probe.Left,
            [
                Score("gLM fine-tuned (lora)", TuningRepresentation.FineTuned, 0.71),
                Score("gLM frozen, layer 2", TuningRepresentation.Frozen, 0.67),
                Score("context-free", TuningRepresentation.ContextFree, 0.56),
                Score("largest class", TuningRepresentation.Guess, 0.33),
            ],
            [
                new TuningComparison(TuningRepresentation.Frozen, new(0.04, 0.01, 0.08, 0.01), 0.01),
                new TuningComparison(TuningRepresentation.ContextFree, new(0.15, 0.1, 0.2, 0.002), 0.004),
            ],
            new double[120],
            probe.Remarks
        );
    }

    /// <summary>Predictions for two genomes, of which one is unlike the training genomes.</summary>
    public static FineTunedPredictions FineTuned(string text = "kinase") =>
        new(
            Tuned(text),
            text,
            [.. Enumerable.Range(0, 6).Select(i => $"{text}{i}")],
            [.. Enumerable.Range(0, 6).Select(i => $"{text}{(i < 3 ? "x" : "y")}")],
            [.. Enumerable.Range(0, 6).SelectMany(i => new[] { 0.9 - (0.1 * i), 0.1 + (0.1 * i) })],
            [new GenomeLikeness($"{text}x", 300, 4), new GenomeLikeness($"{text}y", 280, 63)],
            Left: 2
        );

    private static FineTuningRecord Tuned(string text) =>
        new(
            text,
            FineTuningTask.Gene,
            TargetKind.SingleLabel,
            FineTuningMode.Lora,
            [$"{text}a", $"{text}b"],
            text,
            [$"{text}1", $"{text}2"],
            60,
            "a gLM of 2 layers of 64 with weights 0123456789ab",
            "0123456789abcdef0123456789abcdef",
            Families: null
        );

    /// <summary>One display of every kind, made with the given text wherever a text can stand.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, MimeBundle>> Views = new Dictionary<string, Func<string, MimeBundle>>
    {
        ["scaffolds"] = text => ScaffoldSetView.Create(Set(text)),
        ["genes"] = text => GeneMap.Create(Set(text).Scaffolds[1], Set(text).Proteins),
        ["region"] = text => SyntenyView.Create(SyntenyMapper.Compare(Set(text), [new(text + "0"), new(text + "1")]), "product"),
        ["homologs"] = text => HomologSearchView.Create(Homologs(text)),
        ["labels"] = text => LabelTableView.Create(Labels(text)),
        ["families"] = text => GeneFamiliesView.Create(Families(text), "scaffoldsWithFamilies"),
        ["neighbours"] = text => RegionNeighbourhoodView.Create(Neighbourhood(text)),
        ["attention"] = text => AttentionView.Create(Attention(text)),
        ["influence"] = text => InfluenceView.Create(Influence(text)),
        ["training"] = text => TrainingView.Create(History(text)),
        ["embedding"] = text => EmbeddingMapView.Create(Map(text, 12)),
        ["neighbors"] = text => EmbeddingNeighboursView.Create(Neighbors(text)),
        ["protein sets"] = text => ProteinSetView.Create(ProteinSets(text), [text]),
        ["ablation"] = text => TripletAblationView.Create(Ablation(text)),
        ["baselines"] = text => BaselineComparisonView.Create(Baselines(text)),
        ["evaluation"] = text => ModelEvaluationView.Create(Evaluation(text)),
        ["predictions"] = text => GenePredictionsView.Create(Predictions(text)),
        ["taxonomy"] = text => TaxonomyView.Create(Taxonomy(text)),
        ["assignments"] = text => TaxonomyAssignmentsView.Create(Assignments(text)),
        ["operons"] = text => OperonView.Create(Operons(text)),
        ["heads"] = text => HeadProfilesView.Create(Heads(text)),
        ["paralogs"] = text => ParalogsView.Create(Paralogs(text)),
        ["dark"] = text => DarkGenesView.Create(Dark(text)),
        ["variance"] = text => FamilyVarianceView.Create(Variance(text)),
        ["probe"] = text => ProbeView.Create(Probe(text)),
        ["benchmark"] = text => BenchmarkView.Create(Benchmark(text)),
        ["functions"] = text => FunctionView.Create(Functions(text)),
        ["called functions"] = text => FunctionView.Create(CalledFunctions(text)),
        ["fine-tuning"] = text => FineTuningView.Create(FineTuning(text)),
        ["fine-tuned predictions"] = text => FineTuningView.Create(FineTuned(text)),
        ["values"] = text => KeyValueView.Create(text, (text, text)),
        ["help"] = text => HelpView.Create(text, text),
        ["frame"] = text => TableView.Create(new DataFrame(new StringDataFrameColumn(text, [text, text]))),
        ["records"] = text => TableView.Create(new[] { new { Name = text, Text = text } }),
        ["error"] = text => ErrorView.Create(new InvalidOperationException(text)),
        ["mistake"] = text => ErrorView.Create(new GlmException(text)),
        ["progress"] = text =>
        {
            var state = new ProgressState(new ProgressReport(text, 1, 2, text, [new ProgressMetric(text, 1.5, text)]));
            state.End(ProgressPhase.Failed, 1, text);
            return ProgressView.Create(state);
        },
        ["chart"] = text =>
            PlotlyBlock.Create(
                Node.Chart(
                    [
                        new Node
                        {
                            ["type"] = "bar",
                            ["name"] = text,
                            ["x"] = new[] { text, text + "2" },
                            ["y"] = new[] { 1.0, double.NaN },
                            ["marker"] = new Node { ["color"] = text },
                        },
                    ],
                    new Node
                    {
                        ["title"] = text,
                        ["xaxis"] = new Node { ["title"] = new Node { ["text"] = text } },
                        ["showlegend"] = true,
                    }
                )
            ),
    };

    /// <summary>Finds nothing, so that every protein is a family; under a name that does not change with the search.</summary>
    private sealed class SilentSearch(string text) : IHomologyEngine, IHomologyIndex
    {
        public string Name => text;

        public string Settings => "--silent";

        public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default) => this;

        public HomologyHit[] Search(
            IReadOnlyList<Protein> queries,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        ) => [];

        public void Dispose() { }
    }
}
