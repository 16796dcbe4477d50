using System.Reflection;
using System.Runtime.Loader;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// Libraries that a host brings in its own version. Plotly.NET 6 is built against FSharp.Core 10.1, the last version of .NET Interactive
/// ships 10.0, and a process can hold only one of them; .NET refuses the older one unless an event handler offers it. Charts use nothing
/// that is new in 10.1.
/// </summary>
internal static class HostLibraries
{
    private const string FSharpCore = "FSharp.Core";

    private static int _offered;

    /// <summary>From now on, the host's FSharp.Core satisfies requests for a newer one. Calling it again changes nothing.</summary>
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
