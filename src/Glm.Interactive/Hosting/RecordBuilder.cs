using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>Writes down how the results of a command came to be, once it has completed.</summary>
internal static class RecordBuilder
{
    /// <param name="line">The command.</param>
    /// <param name="context">What it used, made and showed.</param>
    /// <param name="files">What it read and wrote.</param>
    /// <param name="started">When it began.</param>
    /// <param name="duration">How long it took.</param>
    public static CommandRecord Of(SessionLine line, CommandContext context, FileTrace files, DateTimeOffset started, TimeSpan duration)
    {
        var session = context.Session;
        var written = files.Written;
        // A state that the command replaced was its own: a training that went on gives what it would have given in one piece.
        var read = files.Read.Where(path => !written.Any(own => IsBeside(path, own))).ToArray();
        var inputs = FileHashes.Of(read, line.Folder);
        var uses = context
            .Used.DistinctBy(used => (used.Use.Option, used.Use.Token))
            .Select(used =>
            {
                var maker = session.MakerOf(used.Use.Token, before: line);
                return new UsedValue(
                    used.Use.Variable,
                    used.Use.Option,
                    maker?.Record!.Id,
                    maker is null ? session.ContentOf(used.Value).Hash : null,
                    line.Command.Options.Any(option => option.Name == used.Use.Option && line.Arguments.Has(option))
                );
            })
            .ToArray();
        var text = Text(line);
        return new CommandRecord
        {
            Id = CommandRecord.IdOf(text, inputs, uses),
            Line = text,
            Inputs = inputs,
            Uses = uses,
            Makes =
            [
                .. context
                    .Made.Concat(Trained(line, context))
                    .DistinctBy(made => made.Variable)
                    .Select(made => new MadeValue(
                        made.Variable,
                        CSharpName.OfType(made.Value.GetType()),
                        session.Catalogue.Vocabulary.Line(made.Value),
                        session.ContentOf(made.Value)
                    )),
            ],
            Outputs = FileHashes.Of(written, line.Folder),
            Seeds = line
                .Command.Options.Where(option => option.Name.EndsWith("seed", StringComparison.Ordinal))
                .Select(option => (option.Name, Value: line.Arguments.Written(option)))
                .Where(option => option.Value is not null)
                .ToDictionary(option => option.Name, option => option.Value!),
            Runtime = RuntimeFacts.Now(),
            Started = started,
            Seconds = duration.TotalSeconds,
            Shown = context.Held is { } shown ? RecordJson.HashOf(shown.Parts) : "",
        };
    }

    /// <summary>A command line that gives these values.</summary>
    public static string Text(SessionLine line)
    {
        var text = new StringBuilder($"{CommandCatalogue.Magic} {line.Command.Name}");
        foreach (var option in line.Command.Options.Where(line.Arguments.Has).OrderByDescending(option => option.IsImplicit))
        {
            if (!option.IsImplicit)
                text.Append(' ').Append(option.Name);
            if (option.Kind == OptionKind.Flag)
                continue;
            var value = line.Arguments.Written(option)!;
            if (option.Kind is OptionKind.File or OptionKind.Folder && Path.IsPathRooted(value))
                value = FileHashes.Shown(value, line.Folder);
            text.Append(' ')
                .Append(value.StartsWith('-') ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal)}\"" : CommandWord.Quote(value));
        }
        return text.ToString();
    }

    private static IEnumerable<(string Variable, object Value)> Trained(SessionLine line, CommandContext context) =>
        context.Used.Where(used => used.Value is GlmModel && line.Changes(used.Use.Token)).Select(used => (used.Use.Variable, used.Value));

    private static bool IsBeside(string path, string written) => Path.GetDirectoryName(path) == Path.GetDirectoryName(written);
}
