using System.IO.Compression;
using System.Text;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>What programs and databases write besides the plain formats, and how it reaches us.</summary>
public sealed class DialectTests : IDisposable
{
    private const string ProdigalFlat =
        "DEFINITION  seqnum=1;seqlen=120;seqhdr=\"c1 made "
        + "up\";version=Prodigal.v2.6.3;run_type=Metagenomic;model=\"45|M|B|52.8|4|1\";gc_cont=52.80;transl_table=4;uses_sd=1\n"
        + "FEATURES             Location/Qualifiers\n     CDS             <11..22\n                     "
        + "/note=\"ID=1_1;partial=10;start_type=ATG;\"\n     CDS             complement(41..52)\n                     "
        + "/note=\"ID=1_2;partial=00;\"\n//\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fna", ">c1\n")]
    [InlineData("faa", null)]
    public void Should_load_the_flat_files_of_Prodigal_with_what_lies_beside_them(string ending, string? header)
    {
        _folder.Write("p/g.gbk", ProdigalFlat);
        _folder.Write(
            $"p/g.{ending}",
            header is null
                ? ">c1_1 # 11 # 22 # 1 # ID=1_1\nMKA*\n>c1_2 # 41 # 52 # -1 # ID=1_2\nMKA*\n"
                : header + MadeUpGenomes.Bases + "\n"
        );
        var scaffold = Assert.Single(ScaffoldFiles.Load(_folder["p"], new LoadOptions { MinGenes = 1 }).Scaffolds);
        Assert.Equal(("c1", "c1 made up", 120), (scaffold.Id, scaffold.Description, scaffold.Length));
        Assert.Equal(
            [("1_1", 11, Strand.Forward, PartialEnds.Left), ("1_2", 41, Strand.Reverse, PartialEnds.None)],
            scaffold.Genes.Select(gene => (gene.Id, gene.Start!.Value, gene.Strand, gene.Partial))
        );
        var summary = FileInspector.Inspect(_folder["p/g.gbk"]);
        Assert.Equal(
            (1, 2, 0, 1),
            (summary.Counts["records"], summary.Counts["cds"], summary.Counts["cds_translated"], summary.Counts["cds_partial"])
        );
        Assert.All(GenBankReader.Enumerate(_folder["p/g.gbk"]).Single().Cds, cds => Assert.Equal(4, cds.GeneticCode));
    }

    [Fact]
    public void Should_load_the_translated_coding_sequences_of_NCBI()
    {
        const string Proteins =
            ">lcl|NC_1.2_prot_P_1.1_1 [gene=abcA] [locus_tag=T_1] [protein=a [big] protein] [protein_id=P_1.1] "
            + "[location=join(115..120,1..6)] [gbkey=CDS]\nMKL\n"
            + ">lcl|NC_1.2_prot_2 [locus_tag=T_2] [protein=b] [location=complement(<41..52)] [gbkey=CDS]\nMKA\n";
        var set = ScaffoldFiles.Load(_folder.Write("x_translated_cds.faa", Proteins), new LoadOptions { MinGenes = 1 });
        Assert.Equal(
            [
                ("T_2", "b", 41, 52, Strand.Reverse, PartialEnds.Left),
                ("T_1", "a [big] protein", 115, 120, Strand.Forward, PartialEnds.None),
            ],
            Assert
                .Single(set.Scaffolds)
                .Genes.Select(gene => (gene.LocusTag!, gene.Product!, gene.Start!.Value, gene.End!.Value, gene.Strand, gene.Partial))
        );
        Assert.Equal(
            ("NC_1.2", "P_1.1", "abcA"),
            (set.Scaffolds[0].Id, set.Scaffolds[0].Genes[1].ProteinId, set.Scaffolds[0].Genes[1].Name)
        );
        Assert.Contains(
            "the location of 'lcl|NC_1.2_prot_2', '(41'",
            Assert
                .Throws<GlmException>(() => ScaffoldFiles.Load(_folder.Write("y.faa", ">lcl|NC_1.2_prot_2 [location=(41]\nMKA\n")))
                .Message
        );
        Assert.Contains(
            "holds genes, not contigs",
            Assert
                .Throws<GlmException>(() =>
                    ScaffoldFiles.Load(_folder.Write("y.fna", ">lcl|NC_1.2_cds_P_1 [location=1..30]\natgatgatgatgatgatgatgatgatgatg\n"))
                )
                .Message
        );
    }

    [Fact]
    public void Should_find_the_files_of_the_tool_datasets()
    {
        foreach (var (assembly, gff) in new[] { ("GCF_1", true), ("GCF_2", false) })
        {
            _folder.Write(
                $"data/{assembly}/genomic.{(gff ? "gff" : "gbff")}",
                gff ? MadeUpGenomes.Gff(withBases: false) : MadeUpGenomes.GenBank().Replace("TEST01", "TEST02")
            );
            if (gff)
                _folder.Write($"data/{assembly}/protein.faa", ">cds1\nMKA\n>cds2\nMKA\n");
        }
        _folder.Write("data/.hidden/genomic.gff", "damaged");
        var set = ScaffoldFiles.Load(_folder["data/*/genomic.*"], new LoadOptions { MinGenes = 1 });
        Assert.Equal(
            [("GCF_1", 2), ("GCF_2", 2)],
            set.Genomes.Select(genome => (genome.Id, genome.Scaffolds.Sum(scaffold => scaffold.Genes.Count)))
        );
        Assert.Equal(2, FileInspector.FilesOf(_folder["data/*/genomic.*"]).Count);
        Assert.Equal(["genomic.gff", "protein.faa"], FileInspector.FilesOf(_folder["data/GCF_1"]).Select(Path.GetFileName));
        Assert.Equal([_folder["none/*.gff"]], FileInspector.FilesOf(_folder["none/*.gff"]));
    }

    [Fact]
    public void Should_keep_to_the_exceptions_and_codes_of_GFF3()
    {
        const string Gff =
            "##gff-version 3\n# Model Data: "
            + "version=Prodigal.v2.6.3;transl_table=4;uses_sd=1\nTEST01.2\tp\tCDS\t71\t82\t.\t+\t0\tID=a\n# Model Data: "
            + "version=Prodigal.v2.6.3;transl_table=11;uses_sd=1\n"
            + "TEST01.2\tp\tCDS\t71\t82\t.\t+\t0\tID=b;transl_except=(pos:74..76%2Caa:Sec)\nTEST01.2\tp\tCDS\t71\t82\t.\t+\t0\tID=c\n";
        var record = Assert.Single(GffReader.Read(Stream(Gff + $"##FASTA\n>TEST01.2\n{MadeUpGenomes.Bases}\n"), "a.gff").Records);
        // UAA, which no code of these reads: Mycoplasma's code has W for UGA only.
        Assert.Equal(["M*A", "MUA", "M*A"], record.Cds.Select(cds => CdsTranslator.Translate(cds, record)));
        Assert.Equal([4, 11, 11], record.Cds.Select(cds => cds.GeneticCode));
    }

    [Fact]
    public void Should_tell_a_gene_that_runs_past_the_end_of_a_ring_from_numbers_that_were_swapped()
    {
        var ring = MadeUpGenomes.GenBank().Replace("11..22", "115..6", StringComparison.Ordinal);
        var location = GenBankReader.Enumerate(Stream(ring), "a.gb").Single().Cds[0].Location;
        Assert.Equal((true, 115, 2, 126), (location.CrossesOrigin, location.Start, location.Parts.Count, location.EndOn(120)));
        Assert.Contains(
            "a.gb:15: the location of the CDS, '115..6', cannot be read: it runs from 115 to 6, as only a ring",
            Assert
                .Throws<GlmException>(() =>
                    GenBankReader.Enumerate(Stream(ring.Replace("circular", "linear", StringComparison.Ordinal)), "a.gb").Single()
                )
                .Message
        );
    }

    [Fact]
    public void Should_read_what_older_records_say()
    {
        var text = MadeUpGenomes
            .GenBank()
            .Replace(
                "VERSION     TEST01.2",
                "COMMENT     of an\n            ORGANISM of old\nVERSION     TEST01.2",
                StringComparison.Ordinal
            )
            .Replace("/EC_number=\"1.2.3.4\"", "/GO_process=\"transport [goid 0006810] [evidence IEA]\"", StringComparison.Ordinal)
            .Replace("complement(41..>52)", "complement(41..<52)", StringComparison.Ordinal);
        var record = GenBankReader.Enumerate(Stream(text), "a.gb").Single();
        Assert.Equal("Escherichia testii", record.Organism);
        Assert.Equal(["GO:0006810", "GO:0000001"], record.Cds[0].GoTerms);
        Assert.Equal(PartialEnds.Right, record.Cds[1].Location.Partial);
    }

    [Theory]
    [InlineData("MKA*", "MKA")]
    [InlineData("MK*A", "MK*A")]
    [InlineData("mka", "MKA")]
    public void Should_keep_a_stop_inside_a_given_protein(string given, string kept)
    {
        var cds = GenBankReader
            .Enumerate(Stream(MadeUpGenomes.GenBank().Replace("\"MKA\"", $"\"{given}\"", StringComparison.Ordinal)), "a.gb")
            .Single()
            .Cds[1];
        Assert.Equal(kept, cds.Translation);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\r\n")]
    public void Should_read_the_line_ends_of_other_days(string newLine)
    {
        foreach (
            var (name, text) in new[]
            {
                ("a.gbk", MadeUpGenomes.GenBank()),
                ("a.gff", MadeUpGenomes.Gff()),
                ("a.faa", MadeUpGenomes.Prodigal()),
            }
        )
            Assert.Equal(
                FileInspector.Inspect(_folder.Write(name, text)).Counts,
                FileInspector.Inspect(_folder.Write(name, text.ReplaceLineEndings(newLine))).Counts
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_read_what_comes_through_a_pipe(bool gzip)
    {
        var bytes = new MemoryStream();
        using (
            var writer = new StreamWriter(
                gzip ? new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true) : bytes,
                leaveOpen: !gzip
            )
        )
            writer.Write(MadeUpGenomes.GenBank());
        var summary = FileInspector.Inspect(new Pipe(bytes.ToArray()), "-");
        Assert.Equal(("-", null, "genbank", 3), (summary.File, summary.Error, summary.Format, summary.Counts["cds"]));
    }

    [Fact]
    public void Should_find_features_behind_other_text()
    {
        Assert.Equal(
            "gff3",
            FileInspector.Inspect(_folder.Write("a.txt", "track name=genes\n" + MadeUpGenomes.Gff().Split("1 120\n")[1])).Format
        );
        Assert.Contains(
            "none of the formats",
            FileInspector
                .Inspect(_folder.Write("a.dat", "ID   AMIR_PSEAE              Reviewed;         196 AA.\nAC   P10932;\n//\n"))
                .Error
        );
        Assert.Contains(
            "none of the formats",
            FileInspector.Inspect(_folder.Write("a.sco", "# Sequence Data: seqnum=1;seqlen=120\n>1_11_22_+\n")).Error
        );
    }

    [Fact]
    public void Should_say_on_which_line_gzip_data_end()
    {
        var whole = new MemoryStream();
        using (var writer = new StreamWriter(new GZipStream(whole, CompressionLevel.Fastest)))
            writer.Write(MadeUpGenomes.GenBank());
        var summary = FileInspector.Inspect(new MemoryStream(whole.ToArray()[..^30]), "x.gz");
        Assert.Matches("^x\\.gz:[0-9]+: the gzip data ", summary.Error);
        Assert.NotNull(summary.ErrorLine);
        Assert.Equal(
            ("x.gb:1: there is no text in the file. Write or fetch it again.", 1L),
            (FileInspector.Inspect(new MemoryStream(), "x.gb").Error, FileInspector.Inspect(new MemoryStream(), "x.gb").ErrorLine)
        );
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Cannot be rewound, and gives a few bytes at a time.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 100));
    }
}
