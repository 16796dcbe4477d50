using Glm.Analysis.FineTuning;
using Glm.Corpora;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>
/// The weights of a session that it did not make: published ones, which their licence may forbid to pass on. They are files that an option
/// for weights names, and models that such files were read into, however they were trained since.
/// </summary>
internal sealed class ForeignWeights
{
    private static readonly string[] Options = ["--weights", "--with", "--label-pca", "--normalizer"];

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _objects = new(ReferenceEqualityComparer.Instance);

    /// <param name="records">In the order in which the commands ran.</param>
    /// <param name="catalogue">The commands.</param>
    /// <param name="variables">What the session holds now.</param>
    public ForeignWeights(
        IReadOnlyList<CommandRecord> records,
        CommandCatalogue catalogue,
        IReadOnlyList<KeyValuePair<string, object>> variables
    )
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var given = GivenBy(record, catalogue).ToList();
            var read = record.Inputs.Select(input => input.Path).Where(path => !made.Contains(path)).ToList();
            var foreign = read.Where(path =>
                    given.Exists(value => path == value || path.StartsWith(value + "/", StringComparison.Ordinal))
                )
                .ToList();
            _files.UnionWith(foreign);
            // A session that was restored may hold anybody's models.
            var source =
                foreign.Count > 0 ? foreign[0]
                : IsRestore(record) && read.Count > 0 ? Path.GetDirectoryName(read[0])
                : null;
            foreach (var value in record.Makes)
                if (!IsModel(value.Type))
                    _variables.Remove(value.Variable);
                else if (source is not null)
                    _variables[value.Variable] = source;
                else if (record.Uses.Select(use => _variables.GetValueOrDefault(use.Variable)).OfType<string>().FirstOrDefault() is { } of)
                    _variables[value.Variable] = of;
                else
                    _variables.Remove(value.Variable);
            made.UnionWith(record.Outputs.Select(output => output.Path));
        }
        foreach (var (name, value) in variables)
            if (_variables.TryGetValue(name, out var source))
                _objects[value is FineTuningResult tuned ? tuned.Model : value] = source;
    }

    /// <summary>Whether a file holds such weights.</summary>
    /// <param name="path">As records say it.</param>
    public bool Has(string path) => _files.Contains(path);

    /// <summary>Why an object must not go into a bundle, as a part of a sentence; null where it may.</summary>
    public string? Refuse(object value) =>
        _objects.TryGetValue(value, out var source)
            ? $"its weights come from {LineText.Quoted(source)}, which this session did not make; add --with-weights if its licence "
                + "lets you pass them on"
            : RefuseCorpus(value);

    /// <summary>A corpus lies outside of the session, and is not packed with it.</summary>
    public static string? RefuseCorpus(object value) =>
        value is Corpus ? "a corpus is a folder of its own; the line that made it makes it again" : null;

    private static bool IsModel(string type) => type is nameof(GlmModel) or nameof(FineTuningResult);

    private static bool IsRestore(CommandRecord record) => record.Line.StartsWith("#!glm restore", StringComparison.Ordinal);

    /// <summary>The files and folders that the options for weights name.</summary>
    private static IEnumerable<string> GivenBy(CommandRecord record, CommandCatalogue catalogue)
    {
        CommandArguments? arguments;
        ICommandDeclaration? command;
        try
        {
            var parsed = CommandLine.Parse(record.Line, catalogue);
            (arguments, command) = (parsed.Arguments, parsed.Command);
        }
        catch (GlmException)
        {
            yield break; // of another version
        }
        if (arguments is null || command is null)
            yield break;
        foreach (var option in command.Options.Where(option => Options.Contains(option.Name)))
            if (arguments.Written(option) is { } value)
                yield return value.Replace('\\', '/').TrimEnd('/') is ['.', '/', .. var inside]
                    ? inside
                    : value.Replace('\\', '/').TrimEnd('/');
    }
}
