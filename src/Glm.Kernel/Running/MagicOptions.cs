using System.Text.RegularExpressions;
using Glm.Interactive.CommandLanguage;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>The words and options after a magic, as Polyglot notebooks write them.</summary>
internal sealed partial class MagicOptions
{
    private readonly string _magic;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    /// <param name="magic">For messages, for example "#!set".</param>
    /// <param name="line">What follows it.</param>
    /// <param name="options">The options that take a value, for example "--name".</param>
    /// <param name="flags">Those that take none.</param>
    /// <exception cref="GlmException">An option is unknown, repeated or without its value, or a quote has no end.</exception>
    public MagicOptions(string magic, string line, string[] options, params string[] flags)
    {
        _magic = magic;
        if (line.Count(c => c == '"') % 2 != 0)
            throw new GlmException($"{magic}: a quote has no end.");
        var words = Word().Matches(line).Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                _words.Add(words[i]);
            }
            else if (flags.Contains(words[i]))
            {
                _values[words[i]] = "";
            }
            else if (!options.Contains(words[i]))
            {
                var near = NearestName.Of(words[i], options) is { } name ? $" did you mean {name}?" : "";
                throw new GlmException(
                    $"{magic}: there is no option {LineText.Shown(words[i])};{near} Known are {string.Join(", ", options.Concat(flags))}."
                );
            }
            else if (i + 1 == words.Count)
            {
                throw new GlmException($"{magic}: {words[i]} needs a value.");
            }
            else if (!_values.TryAdd(words[i], words[i + 1]))
            {
                throw new GlmException($"{magic}: {words[i]} is given twice.");
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>The value of an option; null where it is not given.</summary>
    public string? this[string option] => _values.GetValueOrDefault(option);

    /// <summary>The value of an option that must be given.</summary>
    public string Required(string option) => this[option] ?? throw new GlmException($"{_magic} needs {option}.");

    /// <summary>The name of a variable to make.</summary>
    /// <exception cref="GlmException">It is no name in C#.</exception>
    public string Name(string name) =>
        CSharpName.IsValid(name)
            ? name
            : throw new GlmException(
                $"{_magic}: '{LineText.Shown(name)}' cannot be a variable's name: use letters, digits and _, and do not begin "
                    + $"with a digit."
            );

    /// <summary>The one word that is no option, or null; more are an error.</summary>
    public string? Single() =>
        _words.Count <= 1
            ? _words.FirstOrDefault()
            : throw new GlmException($"{_magic}: '{LineText.Shown(_words[1])}' is one word too many.");

    /// <exception cref="GlmException">There is a word that is no option.</exception>
    public MagicOptions WithoutWords() =>
        _words.Count == 0
            ? this
            : throw new GlmException($"{_magic}: '{LineText.Shown(_words[0])}' stands alone; quote values with spaces.");

    // Quotes may begin within a word: @input:"Which folder?"
    [GeneratedRegex("(?:[^\\s\"]|\"[^\"]*\")+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
