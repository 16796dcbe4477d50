namespace Glm.Formats.Fasta;

/// <summary>
/// The fields that an NCBI-style FASTA description carries: <c>[gene=thrA] [locus_tag=b0002] [protein=aspartate kinase]</c>. Each is null
/// where absent or empty; brackets inside a value are kept as long as they balance. Untrusted text.
/// </summary>
/// <param name="Gene">Gene symbol.</param>
/// <param name="LocusTag">Locus tag.</param>
/// <param name="Product">What the protein is ("protein" in the header).</param>
internal readonly record struct FastaHeader(string? Gene, string? LocusTag, string? Product)
{
    /// <summary>The protein's accession ("protein_id"); null where absent.</summary>
    public string? ProteinId { get; init; }

    /// <summary>Where the gene lies ("location"), in the notation of GenBank; null where absent.</summary>
    public string? Location { get; init; }

    /// <summary>Reads the fields of a description; the first field of a name counts.</summary>
    public static FastaHeader Parse(string description)
    {
        string? gene = null,
            locusTag = null,
            product = null,
            proteinId = null,
            location = null;
        var rest = description.AsSpan();
        while (rest.IndexOf('[') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var length = FieldLength(rest);
            var field = rest[..length];
            rest = rest[length..];
            var equals = field.IndexOf('=');
            if (equals < 0 || field[(equals + 1)..].Trim() is not { IsEmpty: false } value)
                continue;
            switch (field[..equals])
            {
                case "gene":
                    gene ??= value.ToString();
                    break;
                case "locus_tag":
                    locusTag ??= value.ToString();
                    break;
                case "protein":
                    product ??= value.ToString();
                    break;
                case "protein_id":
                    proteinId ??= value.ToString();
                    break;
                case "location":
                    location ??= value.ToString();
                    break;
            }
        }
        return new FastaHeader(gene, locusTag, product) { ProteinId = proteinId, Location = location };
    }

    // Up to the bracket that closes the field, counting inner pairs; where they do not balance, up to the first "] [".
    private static int FieldLength(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '[')
                depth++;
            else if (text[i] == ']' && depth-- == 0)
                return i;
        }
        var next = text.IndexOf("] [");
        return next >= 0 ? next
            : text.LastIndexOf(']') is var last and >= 0 ? last
            : text.Length;
    }
}
