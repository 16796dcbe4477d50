using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>The searches there are.</summary>
public static class HomologyEngines
{
    /// <summary>DIAMOND where it is installed, otherwise the built-in search.</summary>
    public static IHomologyEngine Auto => DiamondSearch.Find() ?? (IHomologyEngine)new BuiltInSearch();

    /// <summary>The search of this library, which needs nothing else.</summary>
    public static IHomologyEngine BuiltIn => new BuiltInSearch();

    /// <summary>The installed DIAMOND.</summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static IHomologyEngine Diamond =>
        DiamondSearch.Find()
        ?? throw new GlmException(
            $"DIAMOND is not on PATH. Install it ({DiamondSearch.Installation}), or search with the built-in one, which needs nothing."
        );

    /// <summary>The installed MMseqs2.</summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static IHomologyEngine Mmseqs =>
        MmseqsSearch.Find()
        ?? throw new GlmException(
            $"MMseqs2 is not on PATH. Install it ({MmseqsSearch.Installation}), or search with the built-in one, which needs nothing."
        );
}
