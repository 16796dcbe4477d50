using System.IO.Compression;
using System.Text;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Formats.Ptt;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

public sealed class ReadersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Should_read_everything_of_a_GenBank_record(string newline)
    {
        var record = Assert.Single(GenBankReader.Enumerate(Stream("\uFEFF" + MadeUpGenomes.GenBank(newline)), "a.gb"));
        Assert.Equal(
            ("TEST01.2", "Escherichia testii, a made-up plasmid.", 120, true, "Escherichia testii"),
            (record.Id, record.Description, record.Length, record.IsCircular, record.Organism)
        );
        Assert.Equal(
            "d__Bacteria;p__Pseudomonadota;c__Gammaproteobacteria;o__Enterobacterales;f__Enterobacteriaceae;g__Escherichia;s__Escherichia "
                + "testii",
            NcbiTaxa.ToLineage(record.Taxa, record.Organism)!.ToString()
        );
        Assert.Equal(MadeUpGenomes.Bases, Encoding.ASCII.GetString(record.Sequence.Span));
        var first = record.Cds[0];
        Assert.Equal(
            ("abcA", "T_1", "a long-named protein of two words", "P_1.1", "MKA", 15L),
            (first.Name, first.LocusTag, first.Product, first.ProteinId, first.Translation, first.Line)
        );
        Assert.Equal(["1.2.3.4"], first.EcNumbers);
        Assert.Equal(["COG0001"], first.Cogs);
        Assert.Equal(["GO:0000001"], first.GoTerms);
        Assert.Equal(["UniProtKB:P1"], first.DbXrefs);
        Assert.Equal(
            (41, 52, Strand.Reverse, PartialEnds.Right),
            (record.Cds[1].Location.Start, record.Cds[1].Location.End, record.Cds[1].Location.Strand, record.Cds[1].Location.Partial)
        );
        Assert.True(record.Cds[2].IsPseudo);
    }

    [Fact]
    public void Should_make_the_proteins_that_a_record_does_not_give()
    {
        var record = Assert.Single(GenBankReader.Enumerate(Stream(MadeUpGenomes.GenBank(withTranslations: false)), "a.gb"));
        Assert.Equal(["MKA", "MKA", "M*A"], record.Cds.Select(cds => CdsTranslator.Translate(cds, record)));
    }

    [Fact]
    public void Should_read_EMBL_alike()
    {
        var record = Assert.Single(EmblReader.Enumerate(Stream(MadeUpGenomes.Embl()), "a.embl"));
        var same = Assert.Single(GenBankReader.Enumerate(Stream(MadeUpGenomes.GenBank()), "a.gb"));
        Assert.Equal(
            (same.Id, same.Length, same.IsCircular, same.Organism, Encoding.ASCII.GetString(same.Sequence.Span)),
            (record.Id, record.Length, record.IsCircular, record.Organism, Encoding.ASCII.GetString(record.Sequence.Span))
        );
        Assert.Equal(
            same.Cds.Select(cds => (cds.LocusTag, cds.Location.Start, cds.Location.Strand, cds.IsPseudo)),
            record.Cds.Select(cds => (cds.LocusTag, cds.Location.Start, cds.Location.Strand, cds.IsPseudo))
        );
    }

    [Theory]
    [InlineData("+", "-")]
    [InlineData("1", "-1")]
    public void Should_read_GFF3_with_its_parents_and_bases(string plus, string minus)
    {
        var file = GffReader.Read(Stream(MadeUpGenomes.Gff(true, plus, minus)), "a.gff");
        Assert.Equal(new GffSummary(5, 3, 1, 3, 2, 1, 1, 1, 1), file.Summary);
        var record = Assert.Single(file.Records);
        Assert.Equal(
            ("TEST01.2", 120, true, MadeUpGenomes.Bases),
            (record.Id, record.Length, record.IsCircular, Encoding.ASCII.GetString(record.Sequence.Span))
        );
        Assert.Equal(
            [("T_2", "a; b", Strand.Reverse), ("T_1", null, Strand.Forward), ("T_3", null, Strand.Forward)],
            record.Cds.Select(cds => (cds.LocusTag!, cds.Product, cds.Location.Strand!.Value))
        );
        Assert.Equal(["GO:0000002"], record.Cds[0].GoTerms);
        Assert.Equal(["X:1"], record.Cds[0].DbXrefs);
        Assert.Equal((PartialEnds.Left, "abcA"), (record.Cds[1].Location.Partial, record.Cds[1].Name));
    }

    [Fact]
    public void Should_join_the_lines_of_one_CDS_in_reading_order()
    {
        const string Gff = "##gff-version 3\nc\t.\tCDS\t1\t10\t.\t-\t0\tID=a\nc\t.\tCDS\t21\t30\t.\t-\t2\tID=a\n";
        var cds = Assert.Single(Assert.Single(GffReader.Read(Stream(Gff), "a.gff").Records).Cds);
        Assert.Equal([21, 1], cds.Location.Parts.Select(part => part.Start));
        Assert.Equal(2, cds.Phase);
    }

    [Fact]
    public void Should_read_a_protein_table()
    {
        var record = PttReader.Read(Stream(MadeUpGenomes.ProteinTable()), "x/NC_1.2.ptt");
        Assert.Equal(("NC_1.2", "A made-up plasmid", 120), (record.Id, record.Description, record.Length));
        Assert.Equal(
            [("T_1", "abcA", 11, Strand.Forward), ("T_2", null, 41, Strand.Reverse)],
            record.Cds.Select(cds => (cds.LocusTag!, cds.Name, cds.Location.Start, cds.Location.Strand!.Value))
        );
        Assert.Equal(
            "a.ptt:4: the table breaks off: it has 1 of 2 proteins. Fetch the file again.",
            Assert.Throws<GlmException>(() => PttReader.Read(Stream(MadeUpGenomes.ProteinTable().Split("41..")[0]), "a.ptt")).Message
        );
    }

    [Fact]
    public void Should_load_all_formats_alike()
    {
        _folder.Write("gb/g.gbk", MadeUpGenomes.GenBank());
        _folder.Write("embl/g.embl", MadeUpGenomes.Embl());
        _folder.Write("gff/g.gff3", MadeUpGenomes.Gff());
        _folder.Write("pair/g.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("pair/g.fna", $">TEST01.2\n{MadeUpGenomes.Bases}\n");
        _folder.Write("faa/g.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("faa/g.faa", ">cds1\nMKA\n>cds2\nMKA*\n");
        foreach (var folder in new[] { "gb", "embl", "gff", "pair", "faa" })
        {
            var set = ScaffoldFiles.Load(_folder[folder], new LoadOptions { MinGenes = 1 });
            var scaffold = Assert.Single(set.Scaffolds);
            Assert.Equal(("TEST01.2", "g", 120, true), (scaffold.Id, scaffold.GenomeId, scaffold.Length, scaffold.IsCircular));
            Assert.Equal(
                [("T_1", 11, 22, Strand.Forward), ("T_2", 41, 52, Strand.Reverse)],
                scaffold.Genes.Select(gene => (gene.LocusTag!, gene.Start!.Value, gene.End!.Value, gene.Strand))
            );
            Assert.All(scaffold.Genes, gene => Assert.Equal("MKA", set.Proteins[gene.ProteinId].Sequence));
            Assert.Empty(set.Dropped);
            Assert.Equal(["T_3"], Assert.Single(set.Ledger.LeftOut).Examples);
            Assert.Equal(folder is "gb" or "embl" ? "Escherichia" : null, set.Genomes[0].Lineage?[TaxonomicRank.Genus]);
        }
    }

    [Fact]
    public void Should_put_a_gene_across_the_origin_last()
    {
        _folder.Write(
            "ring.gbk",
            MadeUpGenomes
                .GenBank()
                .Replace(
                    "     CDS             11..22",
                    "     CDS             join(115..120,1..6)\n                     /locus_tag=\"T_0\"\n                     "
                        + "/translation=\"MKL\"\n     CDS             11..22",
                    StringComparison.Ordinal
                )
        );
        var genes = ScaffoldFiles.Load(_folder["ring.gbk"], new LoadOptions { MinGenes = 1 }).Scaffolds[0].Genes;
        Assert.Equal(["T_1", "T_2", "T_0"], genes.Select(gene => gene.LocusTag));
        Assert.Equal((115, 126), (genes[2].Start, genes[2].End));
    }

    [Fact]
    public void Should_load_called_genes_patterns_and_lineages()
    {
        _folder.Write("a/one.faa", MadeUpGenomes.Prodigal());
        _folder.Write("a/two.faa", MadeUpGenomes.Prodigal().Replace(" # 11 # ", " # 8 # ").Replace(" # 22 # ", " # 19 # "));
        using (var gzip = new GZipStream(File.Create(_folder["a/three.gbk.gz"]), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(MadeUpGenomes.GenBank()));
        var set = ScaffoldFiles.Load(_folder["a/*o*.faa"], new LoadOptions { MinGenes = 1, Lineage = "d__Bacteria;p__Bacillota" });
        Assert.Equal(["one", "two"], set.Genomes.Select(genome => genome.Id));
        Assert.Equal(["TEST01.2", "other", "two|TEST01.2", "two|other"], set.Scaffolds.Select(scaffold => scaffold.Id));
        Assert.Equal(
            [("TEST01.2_1", PartialEnds.None), ("TEST01.2_2", PartialEnds.Right)],
            set.Scaffolds[0].Genes.Select(gene => (gene.Id, gene.Partial))
        );
        Assert.Equal("Bacillota", set.Genomes[1].Lineage![TaxonomicRank.Phylum]);
        Assert.Equal(3, ScaffoldFiles.Load(_folder["a"], new LoadOptions { MinGenes = 1 }).Genomes.Count);
        Assert.Equal(
            "Escherichia",
            ScaffoldFiles.Load(_folder["a/three.gbk.gz"], new LoadOptions { MinGenes = 1 }).Genomes[0].Lineage![TaxonomicRank.Genus]
        );
    }

    [Fact]
    public void Should_call_genes_on_bare_contigs_as_the_program_alone_does()
    {
        var contigs = Repository.Shared("genomes", "metagenomic", "N5_271_010G1_scaffold_min1000.fa.gz");
        Assert.SkipWhen(GeneCaller.Version is null, "needs prodigal or pyrodigal");
        var options = new LoadOptions { MinGenes = 1, Calling = CallingMode.Meta };
        var set = ScaffoldFiles.Load(contigs, options);
        Assert.Contains($"genes called by {GeneCaller.Version}, meta mode", set.Scaffolds[0].Description);
        Assert.Equal(178, set.Scaffolds.Count + set.Dropped.Count(dropped => dropped.Reason == "no coding sequence"));
        // The same contigs in one process, by hand.
        using (var unzipped = File.Create(_folder["all.fna"]))
        using (var gzip = new GZipStream(File.OpenRead(contigs), CompressionMode.Decompress))
            gzip.CopyTo(unzipped);
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "prodigal",
                ["-i", _folder["all.fna"], "-a", _folder["all.faa"], "-p", "meta", "-q", "-o", _folder["all.gbk.txt"]]
            )
        )!;
        process.WaitForExit();
        var alone = ScaffoldFiles.Load(_folder["all.faa"], options);
        Assert.Equal(
            alone
                .Scaffolds.SelectMany(scaffold => scaffold.Genes)
                .Select(gene => (gene.Id, gene.Start, gene.End, gene.Strand, gene.Partial)),
            set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => (gene.Id, gene.Start, gene.End, gene.Strand, gene.Partial))
        );
        Assert.Equal(alone.Proteins.Values.Select(protein => protein.Sequence), set.Proteins.Values.Select(protein => protein.Sequence));
    }

    [Fact]
    public void Should_say_what_a_gene_caller_says_when_it_fails()
    {
        Assert.SkipWhen(GeneCaller.Version is null, "needs prodigal or pyrodigal");
        _folder.Write("short.fna", $">c\n{MadeUpGenomes.Bases}\n");
        var message = Assert
            .Throws<GlmException>(() => ScaffoldFiles.Load(_folder["short.fna"], new LoadOptions { Calling = CallingMode.Single }))
            .Message;
        Assert.Matches("prodigal failed \\(exit code [0-9]+\\): Error:.* Try Calling = meta\\.", message);
        Assert.Contains("no gene has a protein", Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["short.fna"])).Message);
        _folder.Write("twice.fna", ">c\nacgtacgtacgtacgtacgtacgtacgt\n>c\nacgt\n");
        Assert.Contains(
            "twice.fna:3: contig 'c' was already on line 1",
            Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["twice.fna"])).Message
        );
    }

    [Fact]
    public void Should_say_what_is_missing()
    {
        _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("bare.fna", $">c\n{MadeUpGenomes.Bases}\n");
        _folder.Write("no.gbk", "LOCUS       X  5 bp DNA\nFEATURES             Location/Qualifiers\n     CDS             1..(3\n//\n");
        Assert.Contains("Set Proteins or Bases to a FASTA file.", Refused("a.gff"));
        Assert.Contains("no.gbk:3: the location of the CDS, '1..(3', cannot be read", Refused("no.gbk"));
        Assert.Contains("no file has such a name", Refused("*.none"));
        Assert.Contains(
            "Lineage is 'x__y'",
            Assert
                .Throws<GlmException>(() =>
                    ScaffoldFiles.Load(
                        _folder["bare.fna"].Replace("bare.fna", "g.gbk", StringComparison.Ordinal) is var path
                        && _folder.Write("g.gbk", MadeUpGenomes.GenBank()) is not null
                            ? path
                            : "",
                        new LoadOptions { Lineage = "x__y" }
                    )
                )
                .Message
        );

        string Refused(string name) =>
            Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder[name], new LoadOptions { MinGenes = 1 })).Message;
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
