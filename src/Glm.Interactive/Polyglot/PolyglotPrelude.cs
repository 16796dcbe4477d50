using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive;
using Plotly.NET;
using TorchSharp;

namespace Glm.Interactive.Polyglot;

/// <summary>What the C# cells of a notebook find without asking.</summary>
internal static class PolyglotPrelude
{
    /// <summary>Opens the namespaces and declares the variable <c>session</c>.</summary>
    public static string Code { get; } =
        $"""
            {string.Join('\n', NotebookNamespaces.All.Prepend("System.Threading").Prepend("System.IO").Select(name => $"using {name};"))}
            var session = {typeof(GlmKernelExtension).FullName}.{nameof(GlmKernelExtension.SessionOf)}({Root});
            """;

    private static string Root => $"{typeof(Kernel).FullName}.{nameof(Kernel.Root)}";

    /// <summary>
    /// Paths of the libraries whose types appear in the project's own surface; a program published as one file has none.
    /// </summary>
    public static IReadOnlyList<string> Libraries { get; } =
    [
        .. new[] { typeof(GlmException), typeof(GlmSession), typeof(DataFrame), typeof(torch), typeof(GenericChart) }
            .Select(type => type.Assembly.Location)
            .Where(path => path.Length > 0),
    ];
}
