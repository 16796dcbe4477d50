using System.Globalization;
using System.Text;

namespace Glm.Formats.Annotation;

/// <summary>Collects the qualifiers of one CDS after the other from an INSDC feature table.</summary>
internal sealed class CdsQualifiers
{
    private static readonly (byte[] Bytes, string Text)[] Names =
    [
        .. new[]
        {
            "gene",
            "locus_tag",
            "old_locus_tag",
            "product",
            "protein_id",
            "translation",
            "EC_number",
            "db_xref",
            "transl_table",
            "codon_start",
            "transl_except",
            "pseudo",
            "pseudogene",
            "GO_function",
            "GO_process",
            "GO_component",
            "note",
            "inference",
        }.Select(name => (Encoding.ASCII.GetBytes(name), name)),
    ];

    private string? _id,
        _gene,
        _locusTag,
        _product,
        _proteinId,
        _translation,
        _table,
        _start;
    private readonly List<string> _ec = [],
        _go = [],
        _cogs = [],
        _pfams = [],
        _xrefs = [],
        _oldTags = [];
    private readonly List<(int, char)> _exceptions = [];
    private bool _pseudo;

    /// <summary>The name of a qualifier whose value is kept; otherwise null.</summary>
    public static string? Known(ReadOnlySpan<byte> name)
    {
        foreach (var (bytes, text) in Names)
            if (name.SequenceEqual(bytes))
                return text;
        return null;
    }

    /// <summary>Whether <see cref="FileInspector"/> counts anything in a known qualifier.</summary>
    public static bool IsCounted(string name) =>
        name
            is "translation"
                or "EC_number"
                or "db_xref"
                or "transl_except"
                or "pseudo"
                or "pseudogene"
                or "GO_function"
                or "GO_process"
                or "GO_component"
                or "note";

    /// <summary>Whether a value holds anything that is kept: most notes and inferences do not, and need not become strings.</summary>
    public static bool Matters(string name, ReadOnlySpan<byte> value) =>
        name switch
        {
            "note" => value.IndexOf("GO:"u8) >= 0 || value.IndexOf("COG"u8) >= 0 || value.StartsWith("ID="u8),
            "inference" => value.IndexOf("PF"u8) >= 0 || value.IndexOf("COG"u8) >= 0,
            _ => true,
        };

    /// <summary>Begins the next CDS.</summary>
    public CdsQualifiers Clear()
    {
        _id = _gene = _locusTag = _product = _proteinId = _translation = _table = _start = null;
        _pseudo = false;
        foreach (var list in (ReadOnlySpan<List<string>>)[_ec, _go, _cogs, _pfams, _xrefs, _oldTags])
            list.Clear();
        _exceptions.Clear();
        return this;
    }

    /// <summary>Takes one qualifier; where only one of a name can count, it is the first.</summary>
    public void Add(string name, string value)
    {
        switch (name)
        {
            case "EC_number":
                _ec.Add(value);
                break;
            case "old_locus_tag":
                Tags(value, _oldTags);
                break;
            case "db_xref":
                Reference(value);
                break;
            case "GO_function" or "GO_process" or "GO_component":
                Terms(value, "GO:", 7, _go);
                // Until 2009: transport [goid 0006810] [evidence IEA]
                if (value.IndexOf("[goid ", StringComparison.Ordinal) is var goid and >= 0)
                    Terms("GO:" + value[(goid + "[goid ".Length)..], "GO:", 7, _go);
                break;
            case "note":
                // Prodigal's own: ID=1_7;partial=00;…
                if (value.StartsWith("ID=", StringComparison.Ordinal))
                    _id ??= value[3..].Split(';')[0];
                Terms(value, "GO:", 7, _go);
                Terms(value, "COG", 4, _cogs);
                break;
            case "inference":
                Terms(value, "PF", 5, _pfams);
                Terms(value, "COG", 4, _cogs);
                break;
            case "pseudo" or "pseudogene":
                _pseudo = true;
                break;
            case "transl_except":
                if (Exception(value) is { } exception)
                    _exceptions.Add(exception);
                break;
            case "gene":
                _gene ??= value;
                break;
            case "locus_tag":
                _locusTag ??= value;
                break;
            case "product":
                _product ??= value;
                break;
            case "protein_id":
                _proteinId ??= value;
                break;
            case "translation":
                _translation ??= value;
                break;
            case "transl_table":
                _table ??= value;
                break;
            case "codon_start":
                _start ??= value;
                break;
        }
    }

    public AnnotatedCds Finish(CdsLocation location, long line) =>
        new(location, line)
        {
            Id = Text(_id),
            Name = Text(_gene),
            LocusTag = Text(_locusTag),
            Product = Text(_product),
            ProteinId = Text(_proteinId),
            Translation = Text(_translation) is { } translation && Residues(translation) is { Length: > 0 } residues ? residues : null,
            Phase = Number(_start) is >= 1 and <= 3 and var start ? start - 1 : 0,
            GeneticCode = Number(_table),
            Exceptions = _exceptions.Count == 0 ? [] : [.. _exceptions],
            IsPseudo = _pseudo,
            EcNumbers = Distinct(_ec),
            GoTerms = Distinct(_go),
            Cogs = Distinct(_cogs),
            Pfams = Distinct(_pfams),
            DbXrefs = Distinct(_xrefs),
            OldLocusTags = Distinct(_oldTags),
        };

    /// <summary>Locus tags of one qualifier: submitters write several into one, with commas or blanks between them.</summary>
    public static void Tags(string value, List<string> tags) =>
        tags.AddRange(value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Puts a cross-reference into the list where it belongs.</summary>
    public static void Sort(string value, List<string> go, List<string> cogs, List<string> pfams, List<string> others)
    {
        if (value.StartsWith("GO:", StringComparison.Ordinal))
            go.Add(value.StartsWith("GO:GO:", StringComparison.Ordinal) ? value[3..] : value);
        else if (value.StartsWith("COG:", StringComparison.Ordinal))
            cogs.Add(value[4..]);
        else if (value.StartsWith("PFAM:", StringComparison.OrdinalIgnoreCase))
            pfams.Add(value[5..]);
        else
            others.Add(value);
    }

    /// <summary>Finds all words that consist of a prefix and a given number of digits.</summary>
    public static void Terms(string text, string prefix, int digits, List<string> found)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            var end = at + prefix.Length;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - at - prefix.Length == digits && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])))
                found.Add(text[at..end]);
        }
    }

    /// <summary>
    /// Letters in upper case, without spaces and without the stop at the end; stops inside are kept, because they show that the protein is
    /// not whole.
    /// </summary>
    public static string Residues(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('A', 'Z')
            ? text
            : string.Concat(text.Where(c => char.IsAsciiLetter(c) || c == '*')).TrimEnd('*').ToUpperInvariant();

    private void Reference(string value) => Sort(value, _go, _cogs, _pfams, _xrefs);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static int? Number(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Each value once, without empty ones; a fresh list.</summary>
    public static IReadOnlyList<string> Distinct(List<string> values) =>
        values switch
        {
            [] => [],
            [{ Length: > 0 } only] => [only],
            _ => [.. values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)],
        };

    /// <summary>
    /// Reads (pos:213..215,aa:Sec); on the reverse strand the location stands in complement(). Null if the value is not an exception.
    /// </summary>
    public static (int Base, char Residue)? Exception(string value)
    {
        var (position, residue) = (value.IndexOf("pos:", StringComparison.Ordinal), value.IndexOf("aa:", StringComparison.Ordinal));
        if (position < 0 || residue < position)
            return null;
        try
        {
            var location = CdsLocation.Parse(value[(position + 4)..residue].TrimEnd(' ', ','));
            var letter = value[(residue + 3)..].TrimEnd(')', ' ').ToUpperInvariant() switch
            {
                "SEC" => 'U',
                "PYL" => 'O',
                "TERM" => '*',
                "MET" => 'M',
                "ALA" => 'A',
                "ARG" => 'R',
                "ASN" => 'N',
                "ASP" => 'D',
                "CYS" => 'C',
                "GLN" => 'Q',
                "GLU" => 'E',
                "GLY" => 'G',
                "HIS" => 'H',
                "ILE" => 'I',
                "LEU" => 'L',
                "LYS" => 'K',
                "PHE" => 'F',
                "PRO" => 'P',
                "SER" => 'S',
                "THR" => 'T',
                "TRP" => 'W',
                "TYR" => 'Y',
                "VAL" => 'V',
                _ => 'X',
            };
            return (location.Strand == Genomes.Strand.Reverse ? location.End : location.Start, letter);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
