using System.Net;
using System.Text;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm info</c>: what the session holds.</summary>
public sealed class InfoCommand : GlmCommand
{
    public override string Name => "info";

    public override string Summary => "Lists the objects of this session, or describes one variable.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.Variable<object>("--name", "The C# variable to describe.").Implicit(),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm info", "Lists every object that a command made or was given.", "foreach (var kept in session.Objects) Console.WriteLine($\"{kept.Variable}: {ValueDescription.Line(kept.Value)}\");"),
        new("#!glm info scaffolds", "Describes the variable scaffolds.", "ValueDescription.Line(scaffolds)"),
    ];

    public override Task RunAsync(CommandContext context)
    {
        context.Display(context.Arguments.TextOrNull("--name") is { } name ? Table([Find(context, name)]) : Table(All(context)));
        return Task.CompletedTask;
    }

    private static SessionObject Find(CommandContext context, string name) =>
        context.Host.TryGetVariable(name, out var value) && value is not null ? new SessionObject(name, value)
        : context.Session.Objects.FirstOrDefault(kept => kept.Variable == name)
        ?? throw new GlmException($"#!glm info: there is no C# variable '{name}'. #!glm info alone lists the session's objects.");

    /// <summary>The session's objects, each as its variable is now.</summary>
    private static SessionObject[] All(CommandContext context) =>
        [.. context.Session.Objects.Select(kept => context.Host.TryGetVariable(kept.Variable, out var now) && now is not null ? kept with { Value = now } : kept)];

    private static MimeBundle Table(SessionObject[] objects)
    {
        if (objects.Length == 0)
            return new MimeBundle("Nothing yet. #!glm lists the commands.", Html.View(Html.NewId(), "<p>Nothing yet. <code>#!glm</code> lists the commands.</p>"));
        var width = Math.Max("variable".Length, objects.Max(item => item.Variable.Length)) + 2;
        var types = Math.Max("type".Length, objects.Max(item => ValueDescription.TypeName(item.Value.GetType()).Length)) + 2;
        var plain = new StringBuilder($"{"variable".PadRight(width)}{"type".PadRight(types)}holds");
        var html = new StringBuilder("<table class=\"glm-table\"><tr><th>variable</th><th>type</th><th>holds</th></tr>");
        foreach (var (variable, value) in objects)
        {
            var (type, line) = (ValueDescription.TypeName(value.GetType()), ValueDescription.Line(value));
            plain.Append($"\n{variable.PadRight(width)}{type.PadRight(types)}{line}");
            html.Append($"<tr><td><code>{WebUtility.HtmlEncode(variable)}</code></td><td>{WebUtility.HtmlEncode(type)}</td><td>{WebUtility.HtmlEncode(line)}</td></tr>");
        }
        return new MimeBundle(plain.ToString(), Html.View(Html.NewId(), html.Append("</table>").ToString()));
    }
}
