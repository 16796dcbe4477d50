using System.Reflection;
using System.Runtime.Loader;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// Libraries that a host brings in its own version. Plotly.NET 6 is built against FSharp.Core 10.1, .NET Interactive's last version
/// carries 10.0, and
/// a process can hold one of them; .NET refuses the older one unless somebody offers it. Charts use nothing that is new in 10.1.
/// </summary>
internal static class HostLibraries
{
    private const string FSharpCore = "FSharp.Core";

    private static int _offered;

    /// <summary>From now on the host's FSharp.Core is taken where a newer one is asked for. Calling it again changes nothing.</summary>
    public static void Accept()
    {
        if (Interlocked.Exchange(ref _offered, 1) == 0)
            AssemblyLoadContext.Default.Resolving += static (_, name) => name is { Name: FSharpCore, Version: not null } ? Offer() : null;
    }

    private static Assembly? Offer()
    {
        try
        {
            return Assembly.Load(new AssemblyName(FSharpCore));
        }
        catch (IOException)
        {
            return null; // a host without F#; the package's own is found without help
        }
    }
}
