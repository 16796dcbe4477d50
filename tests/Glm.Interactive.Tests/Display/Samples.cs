using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Training;
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
                ),
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
                ),
            ]
        );

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

    /// <summary>One display of every kind, made with the given text wherever a text can stand.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, MimeBundle>> Views = new Dictionary<string, Func<string, MimeBundle>>
    {
        ["scaffolds"] = text => ScaffoldSetView.Create(Set(text)),
        ["genes"] = text => GeneMap.Create(Set(text).Scaffolds[1], Set(text).Proteins),
        ["region"] = text => SyntenyView.Create(SyntenyMapper.Compare(Set(text), [new(text + "0"), new(text + "1")]), "product"),
        ["attention"] = text => AttentionView.Create(Attention(text)),
        ["training"] = text => TrainingView.Create(History(text)),
        ["embedding"] = text => EmbeddingMapView.Create(Map(text, 12)),
        ["taxonomy"] = text => TaxonomyView.Create(Taxonomy(text)),
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
}
