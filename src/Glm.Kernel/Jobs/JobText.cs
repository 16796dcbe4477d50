using System.Text;
using Glm.Formats.Text;
using Glm.Runtime;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Glm.Kernel.Jobs;

/// <summary>
/// The YAML of a job as maps of texts, each with its line. JSON is YAML. What YAML has beyond maps, lists and values (tags, anchors and
/// aliases, several documents) is refused, and so is a file that is no job by its size, so that a hostile one costs nothing.
/// </summary>
internal sealed class JobText
{
    /// <summary>The most bytes of a job's file.</summary>
    public const int MostBytes = 256 * 1024;

    private readonly string _file;
    private readonly string _text;
    private readonly Parser _parser;

    private JobText(string file, string text) =>
        (_file, _text, _parser) = (file, text, new Parser(new Scanner(new StringReader(text), skipComments: true)));

    /// <summary>Reads the commands of a job in their order: a map, or a list of maps, from commands to their options.</summary>
    /// <param name="file">Path, as messages name it.</param>
    /// <exception cref="GlmException">The file cannot be read, is not YAML, or is no map of maps; with its line.</exception>
    public static IReadOnlyList<JobEntry> Read(string file) => new JobText(file, Text(file)).Document();

    private static string Text(string file)
    {
        if (Directory.Exists(file))
            throw new GlmException($"{file} is a folder; name a job's file.");
        if (!File.Exists(file))
            throw new GlmException($"There is no job {file}.");
        // Not by its length: that of a pipe or a device says nothing.
        var bytes = new byte[MostBytes + 1];
        using var stream = TextFile.Open(file);
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MostBytes)
            throw new GlmException($"{file}: it has more than {MostBytes / 1024} KB, which no job has. Name a file of YAML or JSON.");
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, count);
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new GlmException($"{file}: it is not UTF-8 text. Save the job as UTF-8.");
        }
    }

    private List<JobEntry> Document()
    {
        try
        {
            Next<StreamStart>();
            if (_parser.Current is StreamEnd)
                throw Empty();
            Next<DocumentStart>();
            var entries = Commands();
            Next<DocumentEnd>();
            if (_parser.Current is not StreamEnd)
                throw Wrong("the file goes on after the end of the job; one file is one job. Remove what follows, or the line ---");
            return entries;
        }
        catch (YamlException exception)
        {
            if (LineWithTab() is { } tabbed)
                throw new GlmException($"{_file}:{tabbed}: the line begins with a tab, and YAML indents with spaces.", exception);
            throw new GlmException(
                $"{_file}:{Math.Max(1, exception.Start.Line)}: this is not YAML: {Sentence(exception.Message)} "
                    + $"Write command: {{ option: value }}.",
                exception
            );
        }
    }

    private List<JobEntry> Commands()
    {
        if (Value() is not SequenceStart)
            return Entries(Options);
        Move();
        var entries = new List<JobEntry>();
        while (Value() is not SequenceEnd)
            entries.AddRange(Entries(Options));
        Move();
        return entries;
    }

    /// <summary>The entries of a map whose keys differ.</summary>
    private List<JobEntry> Entries(Func<string, int, JobEntry> read)
    {
        switch (Value())
        {
            case Scalar scalar when IsNothing(scalar):
                throw Empty();
            case not MappingStart:
                throw Wrong("a command with its options is expected, such as train: { minutes: 20, save: my-model }");
        }
        Move();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<JobEntry>();
        while (Value() is not MappingEnd)
        {
            if (Value() is not Scalar key)
                throw Wrong("the name of a command or an option is expected before the colon, not a map or a list");
            var line = Line;
            if (!lines.TryAdd(key.Value, line))
                throw Wrong(
                    $"{LineText.Quoted(key.Value)} is given twice, in line {lines[key.Value]} too; give it once. Commands that are to run "
                        + "several times stand in a list: - train: { … }"
                );
            Move();
            entries.Add(read(key.Value, line));
        }
        Move();
        return entries;
    }

    /// <summary>A command: a map of options, a single value, or nothing.</summary>
    private JobEntry Options(string name, int line)
    {
        switch (Value())
        {
            case Scalar scalar when IsNothing(scalar):
                Move();
                return new JobEntry(name, line, []);
            case Scalar:
                return new JobEntry(name, line, [Option("", Line)]);
            case MappingStart:
                return new JobEntry(name, line, Entries(Option));
            default:
                throw Wrong(
                    $"the options of {LineText.Quoted(name)} are a map, not a list. Write {LineText.Shown(name)}: {{ option: value }}"
                );
        }
    }

    private JobEntry Option(string name, int line)
    {
        if (Value() is not Scalar scalar)
            throw Wrong($"{LineText.Quoted(name)} takes one value, not a map or a list");
        Move();
        return new JobEntry(name, line, [])
        {
            Value = IsNothing(scalar) ? null : scalar.Value,
            IsPlain = scalar.Style == ScalarStyle.Plain,
        };
    }

    /// <summary>What stands here, if a job may have it.</summary>
    private ParsingEvent Value() =>
        _parser.Current switch
        {
            AnchorAlias => throw Wrong("a job has no aliases (*name); write the value out"),
            NodeEvent { Anchor.IsEmpty: false } => throw Wrong("a job has no anchors (&name); leave it out"),
            NodeEvent { Tag.IsEmpty: false } => throw Wrong("a job has no tags (!name); leave it out"),
            { } current => current,
            null => throw Wrong("the file breaks off"),
        };

    private int Line => Math.Max(1, (int)(_parser.Current?.Start.Line ?? 1));

    private void Move() => _parser.MoveNext();

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
            Move();
        if (_parser.Current is not T)
            throw Wrong("one map of commands is expected");
        Move();
    }

    private GlmException Wrong(string what) => new($"{_file}:{Line}: {what.TrimEnd('.')}.");

    private GlmException Empty() =>
        new($"{_file}: the job is empty. Write the commands of a training, such as train: {{ save: my-model }}.");

    /// <summary>Nothing, ~ or null, not in quotes.</summary>
    private static bool IsNothing(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    /// <summary>The first line that a tab indents, from 1; null for none. Its trouble shows elsewhere.</summary>
    private int? LineWithTab()
    {
        var lines = _text.Split('\n');
        var at = Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t'));
        return at < 0 ? null : at + 1;
    }

    private static string Sentence(string message) => LineText.Shown(message.Trim().TrimEnd('.'), 200) + ".";
}
