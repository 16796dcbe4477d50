using Glm.Formats;
using Glm.Formats.Gff;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>GFF3 and GTF: two genes never become one, nothing is cut in silence, and joined files give both.</summary>
public sealed class FeatureFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_both_of_two_files_that_were_joined()
    {
        var first = MadeUpGenomes.Gff();
        var second = first.Replace("TEST01", "TEST02", StringComparison.Ordinal).Replace("T_", "U_", StringComparison.Ordinal);
        var set = Load("both.gff", first + second);
        Assert.Equal([("TEST01.2", 120), ("TEST02.2", 120)], set.Scaffolds.Select(scaffold => (scaffold.Id, scaffold.Length!.Value)));
        Assert.Equal(["T_1", "T_2", "U_1", "U_2"], set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.LocusTag));
        // Also where the first file has no last line end, and where only the second has sequences.
        Refused("glued.gff", first.TrimEnd('\n') + second, ": position 121 of the line, in contig 'TEST01.2', holds '#', not a base");
        Refused(
            "again.gff",
            first + first,
            ":13: sequence 'TEST01.2' was already on line 2, before another ##gff-version: two files were joined"
        );
        Refused("bare.gff", MadeUpGenomes.Gff(withBases: false) + first, "sequence 'TEST01.2' was already on line 2");
        Refused("features.gff", first + second.Split('\n', 3)[2], ": a feature comes within the sequences of ##FASTA");
    }

    [Theory]
    [InlineData("\tCDS\t11\t22\t.\t+", "\tCDS\t22\t11\t.\t+", null)]
    [InlineData(
        "##sequence-region TEST01.2 1 120",
        "##sequence-region TEST01.2 1 125",
        ":2: sequence 'TEST01.2' is announced with 125 bases, and 120 came before the file breaks off"
    )]
    [InlineData(
        "##gff-version 3\n",
        "##gff-version 3\n##sequence-region TEST01.2 1 121\n",
        ":3: sequence 'TEST01.2' is announced with 120 bases, and with 121 on line 2"
    )]
    [InlineData(
        "##gff-version 3\n",
        "##gff-version 3\n# Sequence Data: seqnum=1;seqlen=99;seqhdr=\"TEST01.2 x\"\n",
        "is announced with 120 bases, and with 99 on line 2"
    )]
    [InlineData(
        "11\t22\t.\t+\t0\tID=cds1;",
        "11\t22\t.\t+\t0\tID=cds2;",
        ":6: CDS 'cds2' has strand '+' here and '-' on line 5; lines of one id are one gene"
    )]
    [InlineData(
        "11\t22\t.\t+\t0\tID=cds1;locus_tag=T_1",
        "11\t22\t.\t-\t0\tID=cds2;Parent=gene9",
        ":6: CDS 'cds2' has Parent 'gene9' here and 'gene2' on line 5"
    )]
    [InlineData("\tCDS\t11\t22\t.\t+\t0\t", "\tCDS\t11\t22\t.\t+\t", ":6: the CDS has 8 columns, and GFF3 and GTF have nine")]
    [InlineData("\tCDS\t11\t22\t.\t+\t0\t", "   CDS  11 22 . + 0  ", ":6: the columns are separated by spaces, not tabs")]
    [InlineData(
        "ID=cds1;locus_tag=T_1",
        "gene_id \"T_1\"; locus_tag \"T_1\"",
        ":6: the attributes are written as in GTF, and those above as in GFF3"
    )]
    [InlineData(">TEST01.2 made up\n", "", ": 'cccccccccc")]
    public void Should_refuse_a_file_that_contradicts_itself(string old, string changed, string? part)
    {
        var text = MadeUpGenomes.Gff();
        Assert.Contains(old, text, StringComparison.Ordinal);
        text = text.Replace(old, changed, StringComparison.Ordinal);
        if (part is not null)
            Refused("a.gff", text, part);
        else
        {
            // On a ring, a gene may end before it begins; on a line it may not.
            Assert.Contains((22, 131), Load("a.gff", text).Scaffolds[0].Genes.Select(gene => (gene.Start!.Value, gene.End!.Value)));
            Refused(
                "a.gff",
                text.Replace(";Is_circular=true", "", StringComparison.Ordinal),
                ":6: the CDS runs from 22 to 11, as only a circular sequence"
            );
        }
    }

    [Fact]
    public void Should_refuse_a_region_that_a_FASTA_file_beside_it_does_not_fill()
    {
        _folder.Write("a.fna", $">TEST01.2\n{MadeUpGenomes.Bases[..100]}\n");
        Refused("a.gff", MadeUpGenomes.Gff(withBases: false), ":2: record 'TEST01.2' announces 120 bases, and 100 came");
    }

    [Fact]
    public void Should_join_the_two_lines_of_a_gene_across_the_origin()
    {
        foreach (var (strand, first) in new[] { ('+', 115), ('-', 1) })
        {
            var text = MadeUpGenomes
                .Gff()
                .Replace(
                    "a line that is no feature",
                    $"TEST01.2\ttest\tCDS\t115\t120\t.\t{strand}\t0\tID=r\nTEST01.2\ttest\tCDS\t1\t6\t.\t{strand}\t0\tID=r",
                    StringComparison.Ordinal
                );
            var cds = GffReader.Read(TextInput.Utf8(text), "a.gff").Records[0].Cds[^1];
            Assert.Equal(
                (true, 115, 126, first),
                (cds.Location.CrossesOrigin, cds.Location.Start, cds.Location.EndOn(120), cds.Location.Parts[0].Start)
            );
        }
    }

    [Fact]
    public void Should_read_a_line_once_that_stands_there_twice_and_say_what_was_passed_over()
    {
        const string Line = "c\t.\tCDS\t1\t9\t.\t+\t0\tID=a\n";
        var record = GffReader.Read(TextInput.Utf8($"##gff-version 3\n{Line}{Line}no feature\nnor this\n"), "a.gff").Records.Single();
        Assert.Single(Assert.Single(record.Cds).Location.Parts);
        Assert.Equal(
            [
                "2 lines without nine columns were passed over, the first is line 4",
                "1 CDS lines stand there twice, the first again on line 3; each was read once",
            ],
            record.Notes
        );
    }

    [Fact]
    public void Should_read_a_line_without_an_id_once_that_stands_there_twice()
    {
        const string Line = "c\t.\tCDS\t1\t12\t.\t+\t0\tlocus_tag=a\n";
        Assert.Single(Load("a.gff", $"##gff-version 3\n{Line}{Line}##FASTA\n>c\natgaaagcataa\n").Scaffolds[0].Genes);
    }

    [Fact]
    public void Should_keep_the_parts_of_a_gene_that_is_spliced_from_both_strands()
    {
        const string Gff =
            "##gff-version "
            + "3\nc\t.\tCDS\t1\t9\t.\t+\t0\tID=a;exception=trans-splicing\nc\t.\tCDS\t21\t29\t.\t-\t0\tID=a;exception=trans-splicing\n";
        Assert.Null(Assert.Single(GffReader.Read(TextInput.Utf8(Gff), "a.gff").Records[0].Cds).Location.Strand);
    }

    [Fact]
    public void Should_say_that_no_feature_is_a_CDS() =>
        Refused(
            "a.gff",
            "##gff-version 3\nc\t.\tgene\t1\t9\t.\t+\t.\tID=a\nc\t.\texon\t1\t9\t.\t+\t.\tID=b\n",
            ": none of the 2 features is a CDS; they are 'gene', 'exon'. Genes are read from the CDS lines"
        );

    [Fact]
    public void Should_read_GTF_as_GFF3_is_read()
    {
        _folder.Write("n/a.fna", $">TEST01.2\n{MadeUpGenomes.Bases}\n");
        // As NCBI writes it: the stop codon stands beside the CDS, and the gene has the locus tag.
        _folder.Write(
            "n/a.gtf",
            "#gtf-version 2.2\n#!genome-build x\n"
                + "TEST01.2\tRefSeq\tgene\t11\t22\t.\t+\t.\tgene_id \"T_1\"; transcript_id \"\"; gene \"abcA\"; locus_tag \"T_1\"; \n"
                + "TEST01.2\tRefSeq\tCDS\t11\t19\t.\t+\t0\tgene_id \"T_1\"; transcript_id \"unassigned_transcript_1\"; product \"a; b\"; "
                + "db_xref \"GO:0000002\"; db_xref \"X:1\"; protein_id \"P_1.1\"; transl_table \"11\"; exon_number \"1\"; \n"
                + "TEST01.2\tRefSeq\tstop_codon\t20\t22\t.\t+\t0\tgene_id \"T_1\"; transcript_id \"unassigned_transcript_1\"; \n"
                + "TEST01.2\tRefSeq\tCDS\t44\t52\t.\t-\t0\tgene_id \"T_2\"; transcript_id \"unknown_transcript_1\"; locus_tag "
                + "\"T_2\"; partial \"true\"; \n"
                + "TEST01.2\tRefSeq\tstop_codon\t41\t43\t.\t-\t0\tgene_id \"T_2\"; transcript_id \"unknown_transcript_1\"; \n"
                + "TEST01.2\tRefSeq\tCDS\t71\t82\t.\t+\t0\tgene_id \"T_3\"; transcript_id \"unknown_transcript_1\"; pseudo \"true\"; \n"
        );
        var set = ScaffoldFiles.Load(_folder["n/a.gtf"], new LoadOptions { MinGenes = 1 });
        Assert.Equal(
            [("T_1", "T_1", "abcA", "a; b", 11, 22, Strand.Forward), ("T_2", "T_2", null, null, 41, 52, Strand.Reverse)],
            set.Scaffolds[0]
                .Genes.Select(gene => (gene.Id, gene.LocusTag!, gene.Name, gene.Product, gene.Start!.Value, gene.End!.Value, gene.Strand))
        );
        Assert.All(set.Scaffolds[0].Genes, gene => Assert.Equal("MKA", set.Proteins[gene.ProteinId].Sequence));
        Assert.Equal(["GO:0000002"], set.Scaffolds[0].Genes[0].GoTerms);
        Assert.Equal(["X:1"], set.Scaffolds[0].Genes[0].DbXrefs);
        var summary = FileInspector.Inspect(_folder["n/a.gtf"]);
        Assert.Equal(
            ("gtf", 6L, 3L, 2L, 1L),
            (summary.Format, summary.Counts["feature_lines"], summary.Counts["cds"], summary.Counts["plus"], summary.Counts["minus"])
        );
    }

    [Fact]
    public void Should_read_GTF_of_several_exons_and_of_GeneMark()
    {
        _folder.Write("a.fna", ">c\natgaaaggggggcaccgttaaggggg\n");
        // ATG AAA | CAC CGT | TAA behind an intron.
        var cds = "c\tx\tCDS\t{0}\t.\t+\t{1}\tgene_id \"g\"; transcript_id \"g.1\"; gene_name \"n\";\n";
        var set = Load(
            "a.gtf",
            string.Format(null, cds, "1\t6", 0)
                + string.Format(null, cds, "13\t18", 0)
                + string.Format(null, cds, "19\t21", 0).Replace("CDS", "stop_codon", StringComparison.Ordinal)
        );
        var gene = Assert.Single(Assert.Single(set.Scaffolds).Genes);
        Assert.Equal(("g", "n", 1, 21, "MKHR"), (gene.Id, gene.Name, gene.Start, gene.End, set.Proteins[gene.ProteinId].Sequence));
        // GeneMark's GFF2 has no quotation marks, and its CDS hold their stops.
        set = Load(
            "a.gtf",
            "##gff-version 2\n# GeneMark.hmm-2 prokaryotic version: 1.25\n\n##sequence-region c 1 26\n"
                + "c\tGeneMark.hmm2\tCDS\t1\t6\t3.5\t+\t0\tgene_id 1; gene_type native; partial 01; gc 50; length 6;\n"
        );
        Assert.Equal(
            ("1", "MK", PartialEnds.Right),
            (set.Scaffolds[0].Genes[0].Id, set.Proteins[set.Scaffolds[0].Genes[0].ProteinId].Sequence, set.Scaffolds[0].Genes[0].Partial)
        );
        Refused(
            "a.gtf",
            "c\tx\tCDS\t1\t6\t.\t+\t0\tgene_id \"g\"; product \"open\nc\tx\texon\t1\t6\t.\t+\t0\tgene_id \"g\";\n",
            ":1: the quotation of 'product' does not end"
        );
        Refused("a.gtf", "c\tx\tCDS\t1\t6\t.\t+\t0\tgene_id \"g\"; produ", ":1: the file breaks off within the attributes");
        Refused("a.gtf", "c\tx\texon\t1\t6\t.\t+\t0\tgene_id \"g\";\n", ": none of the 1 features is a CDS; they are 'exon'");
        Refused(
            "a.gtf",
            "c x CDS 1 6 . + 0 gene_id \"g\";\nc\tx\tCDS\t1\t6\t.\t+\t0\tgene_id \"g\";\n",
            ":1: the columns are separated by spaces"
        );
    }

    private void Refused(string name, string text, string part)
    {
        var message = Assert.Throws<GlmException>(() => Load(name, text)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.StartsWith(_folder[name], message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private ScaffoldSet Load(string name, string text) => ScaffoldFiles.Load(_folder.Write(name, text), new LoadOptions { MinGenes = 1 });
}
