using System.Text;

namespace Glm.Tests.Formats.Annotation;

/// <summary>
/// A small genome in each format: three genes on 120 bases, the middle one on the reverse strand, the last a pseudogene without protein.
/// </summary>
internal static class MadeUpGenomes
{
    // MKA* on 11..22, its reverse complement on 41..52, and a gene that holds a stop on 71..82.
    public static readonly string Bases =
        new string('c', 10)
        + "atgaaagcataa"
        + new string('g', 18)
        + "ttatgctttcat"
        + new string('c', 18)
        + "atgtaagcataa"
        + new string('g', 38);

    public static string GenBank(string newline = "\n", bool withTranslations = true) =>
        string.Join(
            newline,
            "LOCUS       TEST01                   120 bp    DNA     circular BCT 01-JAN-2026",
            "DEFINITION  Escherichia testii, a made-up",
            "            plasmid.",
            "ACCESSION   TEST01",
            "VERSION     TEST01.2",
            "SOURCE      Escherichia testii",
            "  ORGANISM  Escherichia testii",
            "            Bacteria; Pseudomonadati; Pseudomonadota; Gammaproteobacteria;",
            "            Enterobacterales; Enterobacteriaceae; Escherichia.",
            "FEATURES             Location/Qualifiers",
            "     source          1..120",
            "                     /organism=\"Escherichia testii\"",
            "     gene            11..22",
            "                     /gene=\"abcA\"",
            "     CDS             11..22",
            "                     /gene=\"abcA\"",
            "                     /locus_tag=\"T_1\"",
            "                     /EC_number=\"1.2.3.4\"",
            "                     /note=\"COG0001 and GO:0000001; a note of",
            "                     two lines with a \"\"quotation\"\"\"",
            "                     /product=\"a long-",
            "                     named protein of two words\"",
            "                     /db_xref=\"UniProtKB:P1\"",
            "                     /protein_id=\"P_1.1\"",
            withTranslations
                ? "                     /translation=\"MK" + newline + "                     A\""
                : "                     /transl_table=11",
            "     CDS             complement(41..>52)",
            "                     /locus_tag=\"T_2\"",
            withTranslations ? "                     /translation=\"MKA\"" : "                     /transl_table=11",
            "     CDS             71..82",
            "                     /locus_tag=\"T_3\"",
            "                     /pseudo",
            "ORIGIN",
            Numbered(),
            "//",
            ""
        );

    public static string Embl() =>
        string.Join(
            '\n',
            "ID   TEST01; SV 2; circular; genomic DNA; STD; PRO; 120 BP.",
            "XX",
            "DE   A made-up plasmid.",
            "OS   Escherichia testii",
            "OC   Bacteria; Pseudomonadota; Gammaproteobacteria; Enterobacterales;",
            "OC   Enterobacteriaceae; Escherichia.",
            "FH   Key             Location/Qualifiers",
            "FT   CDS             11..22",
            "FT                   /gene=\"abcA\"",
            "FT                   /locus_tag=\"T_1\"",
            "FT                   /translation=\"MKA\"",
            "FT   CDS             complement(41..>52)",
            "FT                   /locus_tag=\"T_2\"",
            "FT   CDS             71..82",
            "FT                   /locus_tag=\"T_3\"",
            "FT                   /pseudo",
            "SQ   Sequence 120 BP;",
            "     " + Bases[..60] + "        60",
            "     " + Bases[60..] + "       120",
            "//",
            ""
        );

    public static string Gff(bool withBases = true, string plus = "+", string minus = "-") =>
        string.Join(
            '\n',
            "##gff-version 3",
            "##sequence-region TEST01.2 1 120",
            "TEST01.2\ttest\tregion\t1\t120\t.\t+\t.\tID=TEST01.2;Is_circular=true",
            $"TEST01.2\ttest\tgene\t41\t52\t.\t{minus}\t.\tID=gene2;locus_tag=T_2",
            $"TEST01.2\ttest\tCDS\t41\t52\t.\t{minus}\t0\tID=cds2;Parent=gene2;product=a%3B b;Dbxref=GO:0000002,X:1",
            $"TEST01.2\ttest\tCDS\t11\t22\t.\t{plus}\t0\tID=cds1;locus_tag=T_1;gene=abcA;eC_number=1.2.3.4;partial=10",
            $"TEST01.2\ttest\tCDS\t71\t82\t.\t{plus}\t0\tID=cds3;locus_tag=T_3;pseudo=true",
            "a line that is no feature"
        ) + (withBases ? $"\n##FASTA\n>TEST01.2 made up\n{Bases}\n" : "\n");

    public static string Prodigal() =>
        ">TEST01.2_2 # 41 # 52 # -1 # ID=1_2;partial=01;start_type=ATG\nMKA*\n>TEST01.2_1 # 11 # 22 # 1 # "
        + "ID=1_1;partial=00;start_type=ATG\nmka*\n>other_5_16_+\nMKC\n";

    public static string ProteinTable() =>
        "A made-up plasmid - 1..120\n2 "
        + "proteins\nLocation\tStrand\tLength\tPID\tGene\tSynonym\tCode\tCOG\tProduct\n11..22\t+\t3\t101\tabcA\tT_1\t-\tCOG0001E\ta "
        + "protein\n41..52\t-\t3\t102\t-\tT_2\t-\t-\tanother\n";

    private static string Numbered()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Bases.Length; i += 60)
            text.Append(i + 1, 9)
                .Append(' ')
                .AppendJoin(' ', Bases.Substring(i, 60).Chunk(10).Select(chunk => new string(chunk)))
                .Append(i + 60 < Bases.Length ? "\n" : "");
        return text.ToString();
    }

    private static StringBuilder Append(this StringBuilder text, int number, int width) =>
        text.Append(number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width));
}
