using System.CommandLine;
using Glm.Kernel.Jupyter;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>The options that say where Jupyter keeps a kernel; the same for installing and removing.</summary>
internal sealed class KernelPlace
{
    public Option<bool> User { get; } = new("--user") { Description = "In your own Jupyter folder; this is the default." };

    public Option<string?> Prefix { get; } =
        new("--prefix") { Description = "In share/jupyter below this folder, for example of a Python environment.", HelpName = "folder" };

    public Option<string> Name { get; } =
        new("--name")
        {
            Description = "The kernel's name for Jupyter [default: glm].",
            HelpName = "name",
            DefaultValueFactory = _ => "glm",
        };

    /// <summary>The kernel's folder.</summary>
    /// <exception cref="GlmException">The options contradict each other, or Jupyter does not allow the name.</exception>
    public string Folder(ParseResult parsed)
    {
        var (prefix, name) = (parsed.GetValue(Prefix), parsed.GetValue(Name)!);
        if (prefix is not null && parsed.GetValue(User))
            throw new GlmException("--user and --prefix name different places; give one.");
        if (name.Length == 0 || name.StartsWith('.') || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new GlmException($"--name {name}: use letters, digits, '-', '_' and '.', and do not begin with '.'.");
        var data = prefix is null ? KernelSpec.UserFolder() : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");
        return Path.Combine(data, "kernels", name);
    }
}
