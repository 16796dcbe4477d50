using System.Buffers;
using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Genomes;

namespace Glm.Formats.Gff;

/// <summary>Collects the attributes of one CDS after the other. Where only one of a name can count, it is the first.</summary>
internal sealed class FeatureAttributes
{
    private const int LongestName = 24;

    private readonly List<string> _ec = [],
        _go = [],
        _cogs = [],
        _pfams = [],
        _xrefs = [],
        _exceptions = [],
        _oldTags = [];
    private readonly List<string>[] _lists;
    private bool _isGtf;
    private string? _id,
        _geneId,
        _proteinId,
        _locusTag,
        _gene,
        _product,
        _translation,
        _table,
        _partial,
        _startRange,
        _endRange;
    private bool _pseudo;

    public FeatureAttributes() => _lists = [_ec, _go, _cogs, _pfams, _xrefs, _exceptions, _oldTags];

    /// <summary>Begins the next CDS.</summary>
    public void Clear(bool isGtf)
    {
        _isGtf = isGtf;
        _id = _geneId = _proteinId = _locusTag = _gene = _product = _translation = _table = _partial = _startRange = _endRange = null;
        _pseudo = false;
        foreach (var list in _lists)
            list.Clear();
    }

    /// <summary>Whether anything is read from an attribute of a CDS, or else of a gene or transcript.</summary>
    public static bool Matters(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool ofCds)
    {
        Span<char> lower = stackalloc char[LongestName];
        if (name.Length > LongestName || Ascii.ToLower(name, lower, out var length) != OperationStatus.Done)
            return false;
        return lower[..length] switch
        {
            "parent" or "gene_id" or "locus_tag" or "old_locus_tag" or "gene" or "gene_name" or "product" or "pseudo" => true,
            "id" or "protein_id" or "translation" or "transl_table" or "transl_except" or "partial" or "start_range" or "end_range" =>
                ofCds,
            "pseudogene" or "ec" or "ec_number" or "dbxref" or "db_xref" or "ontology_term" or "cog" or "eggnog" or "pfam" => ofCds,
            // Nearly all notes hold neither.
            "note" or "inference" => ofCds && (value.IndexOf("COG"u8) >= 0 || value.IndexOf("PF"u8) >= 0),
            _ => false,
        };
    }

    /// <summary>Takes the ninth column of a line of the CDS.</summary>
    public void Add(ReadOnlySpan<byte> column)
    {
        Span<char> lower = stackalloc char[LongestName];
        var attributes = new AttributeReader(column, _isGtf);
        while (attributes.TryRead())
            if (attributes.Name.Length <= LongestName && Ascii.ToLower(attributes.Name, lower, out var length) == OperationStatus.Done)
                Add(lower[..length], attributes.Value);
    }

    /// <summary>Takes from the gene or the transcript to which the CDS belongs what it does not say itself.</summary>
    public void Inherit(ReadOnlySpan<byte> column)
    {
        var attributes = new AttributeReader(column, _isGtf);
        while (attributes.TryRead())
            if (Ascii.EqualsIgnoreCase(attributes.Name, "locus_tag"u8))
                _locusTag ??= Text(attributes.Value);
            else if (Ascii.EqualsIgnoreCase(attributes.Name, "old_locus_tag"u8))
                CdsQualifiers.Tags(Text(attributes.Value), _oldTags);
            else if (Ascii.EqualsIgnoreCase(attributes.Name, "gene"u8) || _isGtf && Ascii.EqualsIgnoreCase(attributes.Name, "gene_name"u8))
                _gene ??= Text(attributes.Value);
            else if (Ascii.EqualsIgnoreCase(attributes.Name, "product"u8))
                _product ??= Text(attributes.Value);
            else if (_isGtf && Ascii.EqualsIgnoreCase(attributes.Name, "pseudo"u8))
                _pseudo |= Ascii.EqualsIgnoreCase(attributes.Value, "true"u8);
    }

    /// <summary>The CDS with what was collected.</summary>
    /// <param name="parts">In reading order.</param>
    /// <param name="crossesOrigin">Whether they run past the last base of a ring.</param>
    /// <param name="phase">Of the first part.</param>
    /// <param name="geneticCode">Unless the CDS names one itself.</param>
    /// <param name="line">The line of the first part.</param>
    public AnnotatedCds ToCds(CdsPart[] parts, bool crossesOrigin, int phase, int? geneticCode, long line) =>
        new(new CdsLocation(parts, Partial()) { CrossesOrigin = crossesOrigin }, line)
        {
            Id = (_isGtf ? _geneId : _id) is { } id ? (id == _locusTag ? _locusTag : id) : null,
            ProteinId = _proteinId,
            LocusTag = _locusTag,
            Name = _gene is "NA" or "-" ? null : _gene,
            Product = _product,
            Translation = _translation is null ? null : CdsQualifiers.Residues(_translation),
            Phase = phase,
            GeneticCode = int.TryParse(_table, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : geneticCode,
            IsPseudo = _pseudo,
            Exceptions = _exceptions.Count == 0 ? [] : [.. _exceptions.Select(CdsQualifiers.Exception).OfType<(int, char)>()],
            EcNumbers = CdsQualifiers.Distinct(_ec),
            GoTerms = CdsQualifiers.Distinct(_go),
            Cogs = CdsQualifiers.Distinct(_cogs),
            Pfams = CdsQualifiers.Distinct(_pfams),
            DbXrefs = CdsQualifiers.Distinct(_xrefs),
            OldLocusTags = CdsQualifiers.Distinct(_oldTags),
        };

    private void Add(ReadOnlySpan<char> name, ReadOnlySpan<byte> value)
    {
        switch (name)
        {
            case "id":
                _id ??= Text(value);
                break;
            case "gene_id":
                _geneId ??= Text(value);
                break;
            case "protein_id":
                _proteinId ??= Text(value);
                break;
            case "locus_tag":
                _locusTag ??= Text(value);
                break;
            case "old_locus_tag":
                CdsQualifiers.Tags(Text(value), _oldTags);
                break;
            case "gene":
            case "gene_name" when _isGtf:
                _gene ??= Text(value);
                break;
            case "product":
                _product ??= Text(value);
                break;
            case "translation":
                _translation ??= Text(value);
                break;
            case "transl_table":
                _table ??= Text(value);
                break;
            case "partial":
                _partial ??= Text(value);
                break;
            case "start_range":
                _startRange ??= Text(value);
                break;
            case "end_range":
                _endRange ??= Text(value);
                break;
            case "pseudo":
                _pseudo |= Ascii.EqualsIgnoreCase(value, "true"u8);
                break;
            case "pseudogene":
                _pseudo = true;
                break;
            case "transl_except":
                Values(value, _exceptions.Add);
                break;
            case "ec" or "ec_number":
                Values(value, _ec.Add);
                break;
            case "dbxref" or "db_xref" or "ontology_term":
                Values(value, reference => CdsQualifiers.Sort(reference, _go, _cogs, _pfams, _xrefs));
                break;
            case "cog" or "eggnog":
                CdsQualifiers.Terms(Text(value), "COG", 4, _cogs);
                break;
            case "pfam":
                CdsQualifiers.Terms(Text(value), "PF", 5, _pfams);
                break;
            case "note" or "inference":
                // Nearly all notes hold neither, and need not become strings.
                if (value.IndexOf("COG"u8) >= 0)
                    CdsQualifiers.Terms(Text(value), "COG", 4, _cogs);
                if (value.IndexOf("PF"u8) >= 0)
                    CdsQualifiers.Terms(Text(value), "PF", 5, _pfams);
                break;
        }
    }

    private string Text(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return !_isGtf && text.Contains('%') ? Uri.UnescapeDataString(text) : text;
    }

    // Commas separate in GFF3, where those that belong to a value are escaped; GTF repeats the attribute.
    private void Values(ReadOnlySpan<byte> value, Action<string> add)
    {
        if (_isGtf)
            add(Text(value));
        else
            foreach (var range in value.Split((byte)','))
                if (value[range].Trim((byte)' ') is { IsEmpty: false } part)
                    add(Text(part));
    }

    // Prodigal's partial=10 names the ends; with NCBI's partial=true, ranges that begin or end with a dot do.
    private PartialEnds Partial() =>
        _partial switch
        {
            "10" => PartialEnds.Left,
            "01" => PartialEnds.Right,
            "11" => PartialEnds.Left | PartialEnds.Right,
            "true" => (_startRange?.StartsWith('.') == true ? PartialEnds.Left : 0)
                | (_endRange?.EndsWith('.') == true ? PartialEnds.Right : 0),
            _ => PartialEnds.None,
        };
}
