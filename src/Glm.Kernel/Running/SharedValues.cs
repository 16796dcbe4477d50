using Glm.Formats.Text;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Kernel.Outputs;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>
/// <c>#!set</c>, <c>#!share</c> and <c>#!value</c> of Polyglot notebooks. All languages here see the variables of C#, so sharing one is
/// giving it another name: the object is the same, never a copy.
/// </summary>
internal static class SharedValues
{
    private const string Json = "application/json";

    private static readonly string[] Holders = ["csharp", "value"];
    private static readonly Lazy<HttpClient> Web = new();

    public static CellError? Set(RunningCell cell, string line)
    {
        var options = new MagicOptions("#!set", line, ["--name", "--value", "--mime-type"], "--byref").WithoutWords();
        var name = options.Name(options.Required("--name"));
        var text = options.Required("--value");
        if (!text.StartsWith('@'))
        {
            cell.SetVariable(name, text, typeof(string));
            return null;
        }
        var reference = text[1..];
        if (reference.StartsWith("input:", StringComparison.Ordinal) || reference.StartsWith("password:", StringComparison.Ordinal))
        {
            if (!cell.TryGetReference(reference, "--value", out var answer))
                throw new GlmException("#!set: there is nobody to ask: this notebook runs without a front end.");
            cell.SetVariable(name, answer!, typeof(string));
            return null;
        }
        var (from, source) = reference.Split(':', 2) is [var holder, var rest] ? (holder, rest) : ("csharp", reference);
        Copy(cell, "#!set", from, source, name, options["--mime-type"]);
        return null;
    }

    public static CellError? Share(RunningCell cell, string line)
    {
        var options = new MagicOptions("#!share", line, ["--from", "--as", "--mime-type"]);
        var source = options.Single()
            ?? throw new GlmException("#!share needs the name of a variable: #!share words --from csharp --as copy");
        Copy(cell, "#!share", options.Required("--from"), source, options.Name(options["--as"] ?? source), options["--mime-type"]);
        return null;
    }

    public static CellError? Value(RunningCell cell, string text)
    {
        var (line, body) = text.Split('\n', 2) is [var first, var rest] ? (first, rest) : (text, "");
        var options = new MagicOptions(
            "#!value",
            line,
            ["--name", "--from-file", "--from-url", "--from-value", "--mime-type"]
        ).WithoutWords();
        var name = options.Name(options.Required("--name"));
        string[] given = ["--from-file", "--from-url", "--from-value"];
        if (given.Where(option => options[option] is not null).ToArray() is { Length: > 1 } several)
            throw new GlmException($"#!value takes one of {string.Join(" and ", several)}, not both.");
        if (given.FirstOrDefault(option => options[option] is not null) is { } source && !string.IsNullOrWhiteSpace(body))
            throw new GlmException($"#!value: {source} gives the value, and so does the text below; leave one of them out.");
        var value =
            options["--from-file"] is { } file ? ReadFile(Path.GetFullPath(file, cell.WorkingDirectory), file)
            : options["--from-url"] is { } address ? ReadPage(address, cell.Cancellation)
            : options["--from-value"] ?? body.Trim('\n', '\r');
        cell.SetVariable(name, value, typeof(string));
        return options["--mime-type"] is { } mimeType
            ? cell.Show(new MimeBundle(new Dictionary<string, string> { [MimeBundle.PlainText] = value, [mimeType] = value }))
            : null;
    }

    private static void Copy(RunningCell cell, string magic, string from, string source, string name, string? mimeType)
    {
        if (!Holders.Contains(from, StringComparer.OrdinalIgnoreCase))
            throw new GlmException(
                $"{magic}: '{LineText.Shown(from)}' holds no variables here; values come from {string.Join(" and ", Holders)}, "
                    + "which are the same, and from @input: and @password:."
            );
        var variable = cell.Variables.FirstOrDefault(candidate => candidate.Name == source)
            ?? throw new GlmException($"{magic}: there is no variable {LineText.Quoted(source)}; #!who lists them.");
        if (mimeType is not null and not Json)
            cell.SetVariable(
                name,
                Formatters.ToBundle(variable.Value, [mimeType]).Parts.GetValueOrDefault(mimeType) ?? "",
                typeof(string)
            );
        else
            cell.SetVariable(name, variable.Value!, variable.Type);
    }

    private static string ReadFile(string path, string shown)
    {
        try
        {
            using var reader = new StreamReader(TextFile.Open(path));
            return reader.ReadToEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GlmException($"#!value: {LineText.Shown(shown)} cannot be read: {LineText.Shown(failure.Message)}", failure);
        }
    }

    private static string ReadPage(string address, CancellationToken interrupt)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            throw new GlmException(
                $"#!value: --from-url takes an address that begins with http:// or https://, not {LineText.Quoted(address)}."
            );
        try
        {
            return Web.Value.GetStringAsync(page, interrupt).GetAwaiter().GetResult();
        }
        catch (HttpRequestException failure)
        {
            throw new GlmException($"#!value: {LineText.Shown(address)} cannot be read: {LineText.Shown(failure.Message)}", failure);
        }
    }
}
