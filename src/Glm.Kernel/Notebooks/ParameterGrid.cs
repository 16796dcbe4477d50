using System.Text;
using Glm.Kernel.Documents;
using Glm.Runtime;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// The runs that values of parameters ask for: one for each combination of the values that commas separate. A value that holds a comma
/// or begins with a quote is written in quotes, with two for one: <c>"a,b"</c>. A string that is declared in C# is never divided.
/// </summary>
/// <param name="Varied">The parameters with several values, in the order in which they were given.</param>
/// <param name="Points">One for each run; the values of the last parameter vary fastest.</param>
public sealed record ParameterGrid(IReadOnlyList<string> Varied, IReadOnlyList<GridPoint> Points)
{
    private const int MostPoints = 1000;
    private const int LongestName = 120;

    /// <summary>Whether there are several runs.</summary>
    public bool IsGrid => Points.Count > 1;

    /// <summary>Reads and checks what was given.</summary>
    /// <param name="notebook">Declares the parameters.</param>
    /// <param name="given">Names and values, as they were written.</param>
    /// <exception cref="GlmException">A parameter is unknown, or does not take one of its values.</exception>
    public static ParameterGrid Of(NotebookDocument notebook, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var declared = given.Count == 0 ? [] : NotebookParameters.Require(notebook, given.Select(pair => pair.Key));
        List<(DeclaredParameter Parameter, IReadOnlyList<string> Values)> axes = [];
        foreach (var (name, text) in given)
        {
            var parameter = declared.First(parameter => parameter.Name == name);
            var values = parameter.TakesList ? Separated(name, text) : [text];
            foreach (var value in values)
                _ = parameter.Literal(value);
            if (values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new GlmException($"-p {name}={LineText.Shown(text)}: {LineText.Quoted(twice.Key)} is given twice.");
            axes.Add((parameter, values));
        }
        if (axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Values.Count, int.MaxValue)) is > MostPoints and var count)
            throw new GlmException($"-p: these values make {count} runs; at most {MostPoints} are made at a time. Give fewer values.");
        IEnumerable<IEnumerable<KeyValuePair<string, string>>> points =
        [
            [],
        ];
        foreach (var (parameter, values) in axes)
            points = points.SelectMany(point => values.Select(value => point.Append(KeyValuePair.Create(parameter.Name, value))));
        var varied = axes.Where(axis => axis.Values.Count > 1).Select(axis => axis.Parameter.Name).ToArray();
        return new ParameterGrid(varied, Named([.. points.Select(point => new Dictionary<string, string>(point))], varied));
    }

    /// <summary>A value as <c>-p</c> takes it for one run.</summary>
    internal static string Quoted(string value, DeclaredParameter parameter) =>
        parameter.TakesList && (value.Contains(',', StringComparison.Ordinal) || value.StartsWith('"'))
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    private static GridPoint[] Named(IReadOnlyList<Dictionary<string, string>> points, string[] varied)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase); // as some file systems compare
        return
        [
            .. points.Select(point =>
            {
                var label = string.Join(", ", varied.Select(name => $"{name}={point[name]}"));
                var plain = FileName(string.Join(',', varied.Select(name => $"{name}={point[name]}")));
                var name = plain;
                for (var i = 2; !taken.Add(name); i++)
                    name = $"{plain}-{i}";
                return new GridPoint(point, label, name);
            }),
        ];
    }

    private static string FileName(string text) =>
        string.Concat(text.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || "=,.+-_".Contains(c) ? c : '_'));

    private static List<string> Separated(string name, string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var i = 0; ; i++)
        {
            value.Clear();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i >= text.Length)
                        throw new GlmException(
                            $"-p {name}={LineText.Shown(text)}: a quote has no end. Write a value with a comma or quote in it as "
                                + "\"a,b\", with two quotes for one."
                        );
                    if (text[i] != '"')
                        value.Append(text[i]);
                    else if (i + 1 < text.Length && text[i + 1] == '"')
                        value.Append(text[++i]);
                    else
                        break;
                }
                i++;
                if (i < text.Length && text[i] != ',')
                    throw new GlmException($"-p {name}={LineText.Shown(text)}: a comma is missing after the quoted value.");
            }
            else
            {
                for (; i < text.Length && text[i] != ','; i++)
                    value.Append(text[i]);
            }
            values.Add(value.ToString());
            if (i >= text.Length)
                return values;
        }
    }
}
