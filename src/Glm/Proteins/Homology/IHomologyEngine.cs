using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>A program or method that finds homologous proteins.</summary>
public interface IHomologyEngine
{
    /// <summary>Name and version, for example "DIAMOND 2.1.3" or "built-in".</summary>
    string Name { get; }

    /// <summary>How it searches, for results to say; whatever changes hits changes this, for example "--sensitive".</summary>
    string Settings { get; }

    /// <summary>Gets proteins ready to be found.</summary>
    /// <param name="targets">Read once or several times, part by part.</param>
    /// <param name="options">What counts as a hit.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the program fails.</exception>
    IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default);
}
