using System.Globalization;
using System.Text;

namespace Glm.Formats.Annotation;

/// <summary>Gathers what the qualifiers of one CDS of an INSDC feature table say.</summary>
internal sealed class CdsQualifiers
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _ec = [], _go = [], _cogs = [], _pfams = [], _xrefs = [];
    private readonly List<(int, char)> _exceptions = [];
    private bool _pseudo;

    /// <summary>Whether a qualifier says anything that is kept.</summary>
    public static bool Knows(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name) is "gene" or "locus_tag" or "product" or "protein_id" or "translation" or "EC_number" or "db_xref" or "transl_table"
        or "codon_start" or "transl_except" or "pseudo" or "pseudogene" or "GO_function" or "GO_process" or "GO_component" or "note" or "inference";

    /// <summary>Takes one qualifier; the first of a name counts where only one can.</summary>
    public void Add(string name, string value)
    {
        switch (name)
        {
            case "EC_number":
                _ec.Add(value);
                break;
            case "db_xref":
                Reference(value);
                break;
            case "GO_function" or "GO_process" or "GO_component":
                Terms(value, "GO:", 7, _go);
                break;
            case "note":
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
            default:
                _texts.TryAdd(name, value);
                break;
        }
    }

    public AnnotatedCds Finish(CdsLocation location, long line) => new(location, line)
    {
        Name = Text("gene"), LocusTag = Text("locus_tag"), Product = Text("product"), ProteinId = Text("protein_id"),
        Translation = Text("translation") is { } translation && Residues(translation) is { Length: > 0 } residues ? residues : null,
        Phase = Number("codon_start") is >= 1 and <= 3 and var start ? start - 1 : 0,
        GeneticCode = Number("transl_table"), Exceptions = _exceptions, IsPseudo = _pseudo,
        EcNumbers = Distinct(_ec), GoTerms = Distinct(_go), Cogs = Distinct(_cogs), Pfams = Distinct(_pfams), DbXrefs = Distinct(_xrefs),
    };

    /// <summary>A cross-reference to where it belongs.</summary>
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

    /// <summary>All words of a text that are a prefix and so many digits.</summary>
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

    /// <summary>Letters alone, in upper case: neither blanks nor the stop.</summary>
    public static string Residues(string text) => string.Concat(text.Where(char.IsAsciiLetter)).ToUpperInvariant();

    private void Reference(string value) => Sort(value, _go, _cogs, _pfams, _xrefs);

    private string? Text(string name) => _texts.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IReadOnlyList<string> Distinct(List<string> values) => values.Count == 0 ? [] : [.. values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    // (pos:213..215,aa:Sec); on the reverse strand the location stands in complement().
    private static (int, char)? Exception(string value)
    {
        var (position, residue) = (value.IndexOf("pos:", StringComparison.Ordinal), value.IndexOf("aa:", StringComparison.Ordinal));
        if (position < 0 || residue < position)
            return null;
        try
        {
            var location = CdsLocation.Parse(value[(position + 4)..residue].TrimEnd(' ', ','));
            var letter = value[(residue + 3)..].TrimEnd(')', ' ').ToUpperInvariant() switch
            {
                "SEC" => 'U', "PYL" => 'O', "TERM" => '*', "MET" => 'M', "ALA" => 'A', "ARG" => 'R', "ASN" => 'N', "ASP" => 'D', "CYS" => 'C', "GLN" => 'Q', "GLU" => 'E', "GLY" => 'G', "HIS" => 'H',
                "ILE" => 'I', "LEU" => 'L', "LYS" => 'K', "PHE" => 'F', "PRO" => 'P', "SER" => 'S', "THR" => 'T', "TRP" => 'W', "TYR" => 'Y', "VAL" => 'V', _ => 'X',
            };
            return (location.Strand == Genomes.Strand.Reverse ? location.End : location.Start, letter);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
