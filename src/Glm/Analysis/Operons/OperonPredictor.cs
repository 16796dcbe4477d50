using System.Text.Json;
using Glm.Arrays.Pickle;
using Glm.Formats.Text;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>
/// A logistic regression that tells how probable it is that two neighbouring genes are in one operon. Immutable by convention, safe for
/// concurrent use.
/// </summary>
/// <param name="Name">The features that it reads, such as "strand + distance".</param>
/// <param name="Columns">Names of the feature columns.</param>
/// <param name="Mean">[columns], what is taken from each number; a number that is not known counts as the mean.</param>
/// <param name="Scale">[columns], what it is then divided by; above 0.</param>
/// <param name="Coefficients">[columns].</param>
/// <param name="Intercept">Added to the sum.</param>
public sealed record OperonPredictor(
    string Name,
    IReadOnlyList<string> Columns,
    double[] Mean,
    double[] Scale,
    double[] Coefficients,
    double Intercept
)
{
    /// <summary>The name of a regression on the attention of every head and nothing else.</summary>
    public const string Attention = "attention";

    private const string FormatName = "glm operon predictor";
    private const int MostBytes = 16 << 20;

    /// <summary>Fits a regression (L2 penalty, C = 1).</summary>
    /// <param name="features">Of all pairs; a number that is not known is NaN.</param>
    /// <param name="pairs">The pairs to learn from.</param>
    /// <param name="labels">[pairs], whether each is in one operon; both kinds occur.</param>
    /// <param name="standardize">Whether columns are brought to mean 0 and standard deviation 1 first. The published recipe for attention
    /// does not.</param>
    /// <param name="cancellation">Polled at each evaluation of the loss.</param>
    public static OperonPredictor Fit(
        PairFeatures features,
        ReadOnlySpan<int> pairs,
        ReadOnlySpan<bool> labels,
        bool standardize = true,
        CancellationToken cancellation = default
    )
    {
        var width = features.Columns.Count;
        var mean = new double[width];
        var scale = new double[width];
        for (var column = 0; column < width; column++)
        {
            var (sum, squares, count) = (0.0, 0.0, 0);
            foreach (var pair in pairs)
                if (features.Values[(pair * width) + column] is var value && !float.IsNaN(value))
                    (sum, squares, count) = (sum + value, squares + ((double)value * value), count + 1);
            var average = count == 0 ? 0 : sum / count;
            var variance = count == 0 ? 0 : (squares / count) - (average * average);
            (mean[column], scale[column]) = !standardize ? (0, 1) : (average, variance > 1e-12 * squares ? Math.Sqrt(variance) : 1);
        }
        var rows = new double[pairs.Length * width];
        var classes = new int[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            for (var column = 0; column < width; column++)
                rows[(i * width) + column] = Scaled(features.Values[(pairs[i] * width) + column], mean[column], scale[column]);
            classes[i] = labels[i] ? 1 : 0;
        }
        var fitted = LogisticRegression.Fit(rows, width, classes, 2, cancellation: cancellation);
        return new OperonPredictor(features.Name, features.Columns, mean, scale, fitted.Coefficients, fitted.Intercepts[0]);
    }

    /// <summary>The probability that each pair is in one operon, 0 to 1; NaN for a pair of which no number is known.</summary>
    /// <param name="features">With the columns of this regression.</param>
    /// <exception cref="GlmException">It has other columns.</exception>
    public double[] Predict(PairFeatures features)
    {
        var width = Columns.Count;
        if (features.Columns.Count != width)
            throw new GlmException(
                $"The operon predictor reads {width} numbers per pair ({LineText.Shown(Name, 60)}) and there are "
                    + $"{features.Columns.Count} ({LineText.Shown(features.Name, 60)}). Use the model that it was made "
                    + $"with, or a predictor "
                    + $"that was made with this model."
            );
        var probabilities = new double[features.Values.Length / width];
        for (var pair = 0; pair < probabilities.Length; pair++)
        {
            var row = features.Values.AsSpan(pair * width, width);
            var (score, known) = (Intercept, 0);
            for (var column = 0; column < width; column++)
            {
                known += float.IsNaN(row[column]) ? 0 : 1;
                score += Coefficients[column] * Scaled(row[column], Mean[column], Scale[column]);
            }
            probabilities[pair] = known == 0 ? double.NaN : 1 / (1 + Math.Exp(-score));
        }
        return probabilities;
    }

    /// <summary>Writes the regression as JSON.</summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public void Write(string path) =>
        TextFile.Replace(path, writer =>
            writer.WriteLine(
                JsonSerializer.Serialize(new Stored(FormatName, 1, Name, [.. Columns], Mean, Scale, Coefficients, Intercept), Json)
            )
        );

    /// <summary>Reads what <see cref="Write"/> wrote, or the published predictor, a logistic regression pickled by scikit-learn, which is
    /// read as data and never run.</summary>
    /// <exception cref="GlmException">The file is missing, damaged, or something else.</exception>
    public static OperonPredictor Read(string path)
    {
        if (!IsJson(path))
            return OfPickle(path);
        Stored? stored;
        try
        {
            stored = JsonSerializer.Deserialize<Stored>(TextFile.ReadAll(path, MostBytes, "an operon predictor"), Json);
        }
        catch (JsonException fault)
        {
            throw new GlmException($"{path}:{fault.LineNumber + 1}: it is damaged, or not an operon predictor. Save the predictor again.");
        }
        if (stored?.Format != FormatName)
            throw new GlmException(
                $"{path}: it is not an operon predictor. Use a file that this program saved, or the published operon_predictor.pkl."
            );
        if (stored.Version != 1)
            throw new GlmException(
                $"{path}: it is an operon predictor of version {stored.Version}; this program reads version 1. Update the "
                    + $"program, or save "
                    + $"the predictor again."
            );
        var width = stored.Columns?.Length ?? 0;
        if (
            width == 0
            || stored.Name is null
            || stored.Mean?.Length != width
            || stored.Scale?.Length != width
            || stored.Coefficients?.Length != width
            || !stored.Scale.All(scale => scale > 0 && double.IsFinite(scale))
            || !stored.Mean.Concat(stored.Coefficients).Append(stored.Intercept).All(double.IsFinite)
        )
            throw new GlmException(
                $"{path}: its {width} columns do not go with its means, scales and coefficients. Save the predictor again."
            );
        return new OperonPredictor(stored.Name, stored.Columns!, stored.Mean, stored.Scale, stored.Coefficients, stored.Intercept);
    }

    private static JsonSerializerOptions Json { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static bool IsJson(string path)
    {
        using var stream = TextFile.Open(path);
        int first;
        while ((first = stream.ReadByte()) is ' ' or '\r' or '\n' or '\t') { }
        return first == '{';
    }

    private static OperonPredictor OfPickle(string path)
    {
        var pickled = SklearnPickles.ReadLogisticRegression(path);
        if (pickled.Classes is not [0, 1] || pickled.Intercept.Length != 1)
            throw new GlmException(
                $"{path}: the regression tells {pickled.Classes.Length} classes apart; one of operons has the classes 0 "
                    + $"and 1. Use another."
            );
        var width = pickled.FeatureCount;
        var scale = new double[width];
        Array.Fill(scale, 1);
        return new OperonPredictor(
            Attention,
            [.. Enumerable.Range(0, width).Select(channel => $"head {channel}")],
            new double[width],
            scale,
            pickled.Coefficients,
            pickled.Intercept[0]
        );
    }

    private static double Scaled(float value, double mean, double scale) => float.IsNaN(value) ? 0 : (value - mean) / scale;

    private sealed record Stored(
        string? Format,
        int Version,
        string? Name,
        string[]? Columns,
        double[]? Mean,
        double[]? Scale,
        double[]? Coefficients,
        double Intercept
    );
}
