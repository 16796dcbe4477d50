using System.Collections;
using System.Text.Json;
using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Arrays;
using Glm.Corpora;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Training;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using TorchSharp;
using Html = Glm.Interactive.Display.Markup.Html;

namespace Glm.Interactive.Display;

/// <summary>
/// Teaches Microsoft.DotNet.Interactive.Formatting to show this project's results, charts, data frames and tensors, so that each host
/// shows a
/// returned value the same way; in this project's own kernel also texts, sequences, arrays and exceptions.
/// </summary>
public static class GlmFormatters
{
    private const int TextLimit = 100_000;

    private static readonly Lock Gate = new();
    private static readonly List<View> Views = [];
    private static readonly HashSet<ITypeFormatter> Own = new(ReferenceEqualityComparer.Instance);
    private static bool _registeredAll;
    private static bool _registeredResults;

    /// <summary>Registers all views; calling it again changes nothing. Thread-safe.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            RegisterResults();
            if (_registeredAll)
                return;
            // A text is a sequence too, and inside another value it would be shown as one.
            Formatter.Register<string>(
                (text, context) =>
                {
                    context.Writer.Write(Html.Encode(text, TextLimit));
                    return true;
                },
                MimeBundle.Html
            );
            Formatter.Register<string>(
                (text, context) =>
                {
                    context.Writer.Write(Html.Clean(text, TextLimit));
                    return true;
                },
                MimeBundle.PlainText
            );
            Teach<IEnumerable>(TableView.Create, TableView.Text);
            Teach<Array>(
                array => array.Rank > 1 ? ArrayView.Create(array) : TableView.Create(array),
                array => array.Rank > 1 ? ArrayView.Text(array) : TableView.Text(array)
            );
            Teach<Exception>(ErrorView.Create, ErrorView.Text);
            Own.UnionWith(Formatter.RegisteredFormatters(false));
            _registeredAll = true;
        }
    }

    /// <summary>
    /// Registers the views of this project's results, charts, data frames and tensors, and leaves everything else to the host.
    /// Thread-safe.
    /// </summary>
    public static void RegisterResults()
    {
        lock (Gate)
        {
            if (_registeredResults)
                return;
            Add<NdArray>(ArrayView.Create, ArrayView.Text);
            Add<DataFrame>(TableView.Create, TableView.Text);
            Add<torch.Tensor>(TensorView.Create, TensorView.Text);
            Add<GenericChart>(PlotlyBlock.Create, PlotlyBlock.Text);
            Add<ScaffoldSet>(ScaffoldSetView.Create, ScaffoldSetView.Text);
            Add<Scaffold>(
                scaffold => GeneMap.Create(scaffold),
                scaffold => GeneMap.Text(new GeneWindow(scaffold, 0, scaffold.Genes.Count))
            );
            Add<GeneWindow>(window => GeneMap.Create(window), GeneMap.Text);
            Add<Gene>(
                gene => KeyValueView.Create("", [.. GeneMap.Facts(gene, proteins: null)]),
                gene => KeyValueView.Create("", [.. GeneMap.Facts(gene, proteins: null)]).Plain
            );
            Add<Lineage>(lineage => KeyValueView.Create("", Ranks(lineage)), lineage => lineage.ToString());
            Add<ProteinVectors>(ProteinVectorsView.Create, vectors => ProteinVectorsView.Create(vectors).Plain);
            Add<Corpus>(corpus => CorpusView.Create(corpus), corpus => CorpusView.Create(corpus).Plain);
            Add<GlmModel>(ModelView.Create, model => ModelView.Create(model).Plain);
            Add<CheckpointReport>(CheckpointReportView.Create, report => CheckpointReportView.Create(report).Plain);
            Add<ContextEmbeddings>(ContextEmbeddingsView.Create, embeddings => ContextEmbeddingsView.Create(embeddings).Plain);
            Add<TrainingHistory>(TrainingView.Create, TrainingView.Text);
            Add<AttentionResult>(attention => AttentionView.Create(attention), attention => AttentionView.Text(attention));
            Add<EmbeddingMap>(EmbeddingMapView.Create, EmbeddingMapView.Text);
            Add<TaxonomyResult>(TaxonomyView.Create, TaxonomyView.Text);
            Add<SyntenyMap>(map => SyntenyView.Create(map), SyntenyView.Text);
            Add<GlmSession>(session => SessionView.Create(session.Objects), session => SessionView.Create(session.Objects).Plain);
            Add<MimeBundle>(bundle => bundle, bundle => bundle.Plain);
            _registeredResults = true;
        }
    }

    /// <summary>
    /// Registers the view of data frames once more, where the extension that Microsoft.Data.Analysis brings for .NET Interactive may have
    /// come in between.
    /// </summary>
    internal static void RegisterFrames()
    {
        Teach<DataFrame>(TableView.Create, TableView.Text);
        Formatter.SetPreferredMimeTypesFor(typeof(DataFrame), MimeBundle.Html, MimeBundle.PlainText);
    }

    /// <summary>
    /// The bundle of a value that has a view of its own; null for any other value, general sequences among them, so that a formatter which
    /// the
    /// user registered for a particular type goes first.
    /// </summary>
    internal static MimeBundle? TryCreate(object value)
    {
        Register();
        return Views.FindLast(view => view.Type.IsInstanceOfType(value))?.Create(value);
    }

    private static (string, string)[] Ranks(Lineage lineage) =>
        [
            .. Enum.GetValues<TaxonomicRank>()
                .Where(rank => lineage[rank].Length > 0)
                .Select(rank => (rank.ToString().ToLowerInvariant(), lineage[rank])),
        ];

    /// <summary>
    /// The types in which the user has taught how just this type of value is shown, though it has a way of its own here; text behind HTML.
    /// </summary>
    internal static string[] Taught(object value)
    {
        Register();
        var type = value.GetType();
        return
        [
            .. Formatter
                .RegisteredFormatters(false)
                .Where(formatter => formatter.Type == type && !Own.Contains(formatter))
                .Select(formatter => formatter.MimeType)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static void Add<T>(Func<T, MimeBundle> create, Func<T, string> text)
        where T : class
    {
        Views.Add(new View(typeof(T), value => create((T)value)));
        Teach(create, text);
        // Hosts ask for JSON when they list variables or pass one by @name: a description will do, where the whole object may be
        // gigabytes.
        Formatter.Register<T>(
            (value, context) =>
            {
                context.Writer.Write(JsonSerializer.Serialize(text(value)));
                return true;
            },
            JsonFormatter.MimeType
        );
        Formatter.SetPreferredMimeTypesFor(typeof(T), MimeBundle.Html, MimeBundle.PlainText);
    }

    private static void Teach<T>(Func<T, MimeBundle> create, Func<T, string> text)
        where T : class
    {
        // Text has its own function: making the whole bundle for it would spend the notebook's one copy of Plotly.js.
        Formatter.Register<T>(
            (value, context) =>
            {
                var bundle = create(value);
                context.Writer.Write(
                    bundle.Parts.TryGetValue(MimeBundle.Html, out var html) ? html : $"<pre>{Html.Encode(bundle.Plain, 100_000)}</pre>"
                );
                return true;
            },
            MimeBundle.Html
        );
        Formatter.Register<T>(
            (value, context) =>
            {
                context.Writer.Write(text(value));
                return true;
            },
            MimeBundle.PlainText
        );
    }

    private sealed record View(Type Type, Func<object, MimeBundle> Create);
}
