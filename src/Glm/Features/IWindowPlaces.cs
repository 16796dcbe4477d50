using Glm.Genomes;

namespace Glm.Features;

/// <summary>
/// Where windows lie, which is known before any protein has a vector: on which scaffold, of which genome. Safe for concurrent use.
/// </summary>
public interface IWindowPlaces
{
    /// <summary>Where the windows came from, for messages.</summary>
    string Source { get; }

    int WindowCount { get; }

    /// <summary>Number of genes of a window, at least 1.</summary>
    int LengthOf(int window);

    /// <summary>The number of the scaffold that a window lies on, from 0: windows of one scaffold are kept together.</summary>
    int ScaffoldOf(int window);

    /// <summary>The id of the scaffold with this number. Untrusted text.</summary>
    string ScaffoldId(int scaffold);

    /// <summary>The id of the genome that a scaffold belongs to. Untrusted text.</summary>
    string GenomeIdOf(int scaffold);

    /// <summary>The lineage of the genome that a scaffold belongs to; null where unknown.</summary>
    Lineage? LineageOf(int scaffold);

    /// <summary>
    /// What identifies the protein sequences of a scaffold: of each gene that some window covers, in order, the first 128 bits of the
    /// SHA-256 of its protein's residues. Empty where the sequence of one of them is not known.
    /// </summary>
    IReadOnlyList<UInt128> ProteinHashesOf(int scaffold);
}
