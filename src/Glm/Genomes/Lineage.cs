namespace Glm.Genomes;

/// <summary>The taxonomic lineage of a genome: a name per rank, empty where unknown. Immutable.</summary>
public sealed record Lineage
{
    private readonly string[] _names = new string[7];

    /// <param name="names">Names from domain to species; shorter lists leave the narrower ranks unknown.</param>
    public Lineage(params ReadOnlySpan<string> names)
    {
        if (names.Length > _names.Length)
            throw new ArgumentException($"A lineage has at most {_names.Length} ranks, not {names.Length}.", nameof(names));
        Array.Fill(_names, "");
        names.CopyTo(_names);
    }

    /// <summary>The name at a rank; empty where unknown.</summary>
    public string this[TaxonomicRank rank] => _names[(int)rank];

    /// <summary>The narrowest known name, such as the species; null where no rank is known.</summary>
    public string? Narrowest => _names.LastOrDefault(name => name.Length > 0);

    public bool Equals(Lineage? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override int GetHashCode() => string.Join('\t', _names).GetHashCode(StringComparison.Ordinal);

    /// <summary>GTDB notation: d__Bacteria;p__Bacillota;….</summary>
    public override string ToString() => string.Join(';', _names.Select((name, rank) => $"{"dpcofgs"[rank]}__{name}"));
}
