using Glm.Formats.Sources;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>
/// One taxon that a load is told to take alone or to leave out: a name at any rank, with or without the prefix of a rank
/// (<c>g__Escherichia</c>), a whole lineage, a taxonomy id, or one genome by its id or its file. Case and underscores for spaces do not
/// matter. Immutable.
/// </summary>
internal sealed class TaxonTerm
{
    private readonly TaxonomicRank? _rank;
    private readonly string _name;
    private readonly Lineage? _lineage;

    private readonly bool _isOnly;

    /// <param name="isOnly">Whether it is one of <see cref="LoadOptions.Only"/>, and not of <see cref="LoadOptions.Without"/>.</param>
    /// <param name="text">As the user wrote it.</param>
    /// <exception cref="GlmException">The text is empty, or is no lineage though it looks like one.</exception>
    public TaxonTerm(bool isOnly, string text)
    {
        (_isOnly, Text) = (isOnly, text.Trim());
        if (Text.Length == 0)
            throw new GlmException($"{Option()} holds an empty name. Name a taxon, or leave it out.");
        var name = Text;
        if (Text.Contains(';'))
        {
            _lineage = LineageOf();
            name = Enum.GetValues<TaxonomicRank>().Select(rank => _lineage[rank]).Last(taxon => taxon.Length > 0);
        }
        else if (TaxonomyTableReader.SplitPrefix(Text) is var (rank, taxon))
        {
            (_rank, name) = (rank, taxon);
        }
        _name = Normal(name);
        if (_name.Length == 0)
            throw new GlmException($"{Option()} is {LineText.Quoted(Text)}, a rank without a name. Write the name behind it.");
    }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The name without the prefix of its rank, or the last of a lineage, as <see cref="Normal"/> writes it.</summary>
    public string Name => _name;

    /// <summary>Whether it may be a taxonomy id.</summary>
    public bool IsNumber => Text.All(char.IsAsciiDigit);

    /// <summary>The property that names it, for messages; with a value, as it would be set.</summary>
    public Setting Option(string? value = null) =>
        _isOnly ? Setting.Of(nameof(LoadOptions.Only), value) : Setting.Of(nameof(LoadOptions.Without), value);

    /// <summary>The narrowest rank at which a lineage has the taxon; null if at none.</summary>
    public TaxonomicRank? RankIn(Lineage? lineage)
    {
        if (lineage is null)
            return null;
        TaxonomicRank? narrowest = null;
        foreach (var rank in Enum.GetValues<TaxonomicRank>())
            if (_lineage is { } whole)
            {
                if (whole[rank].Length == 0)
                    continue;
                if (!IsNamed(lineage[rank], Normal(whole[rank])))
                    return null;
                narrowest = rank;
            }
            else if ((_rank ?? rank) == rank && IsNamed(lineage[rank], _name))
            {
                narrowest = rank;
            }
        return narrowest;
    }

    /// <summary>Whether it is the taxonomy id of a genome, its name, or that of its file.</summary>
    /// <param name="genome">Its id.</param>
    /// <param name="file">Its file; null where it is one of several in a file.</param>
    /// <param name="taxonId">Null if it is not known.</param>
    public bool IsGenome(string genome, string? file, string? taxonId) =>
        Is(genome)
        || file is not null && (Is(Path.GetFileName(file)) || Is(GenomeFileName.NameOf(file)) || Is(GenomeFileName.StemOf(file)))
        || taxonId is not null && Text == taxonId;

    /// <summary>A name for comparison: in lower case, its words separated by one space.</summary>
    public static string Normal(string name) =>
        string.Join(' ', name.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private bool Is(string name) => Normal(name) == Normal(Text);

    // Curators write another name behind the first: Methanobacteriota (Halobacteriota).
    private static bool IsNamed(string taxon, string name) =>
        taxon.Length > 0
        && (
            Normal(taxon) == name || taxon.IndexOf(" (", StringComparison.Ordinal) is var behind and > 0 && Normal(taxon[..behind]) == name
        );

    private Lineage LineageOf()
    {
        try
        {
            return TaxonomyTableReader.ParseLineage(Text) ?? throw new FormatException("it names no taxon");
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"{Option()} is {LineText.Quoted(Text)}: {fault.Message}. Write one name, or a lineage as "
                    + $"d__Bacteria;p__Bacillota;….",
                fault
            );
        }
    }
}
