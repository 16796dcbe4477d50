using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Glm.Formats.Annotation;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>What holds for any genome, checked on genomes that FsCheck makes up and makes smaller where it fails.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], MaxTest = 300, QuietOnSuccess = true)]
public sealed class PropertyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property]
    public void Should_read_any_location_that_is_written(MadeLocation made)
    {
        var location = CdsLocation.Parse(made.Text);
        Assert.Equal(made.Parts, location.Parts);
        Assert.Equal(made.Partial, location.Partial);
        Assert.Equal(location, CdsLocation.Parse(made.Text.Replace(",", ",\n ", StringComparison.Ordinal)), Same);

        static bool Same(CdsLocation a, CdsLocation b) =>
            a.Parts.SequenceEqual(b.Parts) && a.Partial == b.Partial && a.CrossesOrigin == b.CrossesOrigin;
    }

    [Property]
    public void Should_read_any_record_that_is_written(MadeRecord made, NewLine newLine, bool gzip)
    {
        var path = Write("a.gbk", made.ToGenBank().ReplaceLineEndings(newLine == NewLine.Dos ? "\r\n" : "\n"), gzip);
        var record = Assert.Single(GenBankReader.Enumerate(path));
        Assert.Equal((made.Id, made.Bases), (record.Id, Encoding.ASCII.GetString(record.Sequence.Span)));
        Assert.Equal(made.Genes.Length, record.Cds.Count);
        foreach (var (gene, cds) in made.Genes.Zip(record.Cds))
        {
            Assert.Equal(gene.Location.Parts, cds.Location.Parts);
            Assert.Equal((gene.Tag, gene.Product, gene.Protein), (cds.LocusTag, cds.Product ?? "", cds.Translation ?? ""));
        }
    }

    [Property]
    public void Should_read_any_proteins_that_are_written(MadeRecord made, NewLine newLine, bool gzip)
    {
        var proteins = made
            .Genes.Where(gene => gene.Protein.Length > 0)
            .Select((gene, i) => new Protein($"p{i}", gene.Protein, gene.Product.Trim()))
            .ToArray();
        if (proteins.Length == 0)
            return;
        FastaWriter.Write(_folder["plain.faa"], proteins);
        var path = Write("a.faa", File.ReadAllText(_folder["plain.faa"]).ReplaceLineEndings(newLine == NewLine.Dos ? "\r\n" : "\n"), gzip);
        Assert.Equal(proteins, FastaReader.Read(path));
    }

    [Property]
    public void Should_put_every_gene_into_a_window_or_say_why_not(
        PositiveInt genes,
        PositiveInt least,
        PositiveInt more,
        PositiveInt step,
        bool keepShort
    )
    {
        var (min, max) = (1 + (least.Get % 40), 0);
        max = Math.Min(WindowCutter.MaxGenesLimit, min + (more.Get % 40));
        int? stride = step.Get % 3 == 0 ? null : 1 + (step.Get % max);
        var scaffold = new Scaffold("s", [.. Enumerable.Range(0, genes.Get).Select(i => new Gene($"g{i}", Strand.Forward, $"g{i}"))], "s");
        var cut = WindowCutter.Cut([scaffold], min, max, stride, keepShort);
        var covered = cut.Windows.SelectMany(window => Enumerable.Range(window.Start, window.Length)).ToHashSet();
        Assert.Equal(genes.Get, covered.Count + cut.Dropped.Sum(dropped => dropped.Genes));
        Assert.All(cut.Windows, window => Assert.InRange(window.Length, keepShort ? 1 : min, max));
        Assert.All(cut.Windows.Zip(cut.Windows.Skip(1)), pair => Assert.Equal(stride ?? max, pair.Second.Start - pair.First.Start));
        if (keepShort)
            Assert.Empty(cut.Dropped);
    }

    private string Write(string name, string text, bool gzip)
    {
        using var file = File.Create(_folder[name]);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return _folder[name];
    }

    public enum NewLine
    {
        Unix,
        Dos,
    }

    /// <summary>A location with what it must be read as.</summary>
    public sealed record MadeLocation(string Text, CdsPart[] Parts, PartialEnds Partial)
    {
        public override string ToString() => Text;
    }

    public sealed record MadeGene(MadeLocation Location, string Tag, string Product, string Protein);

    public sealed record MadeRecord(string Id, string Bases, MadeGene[] Genes)
    {
        public override string ToString() => ToGenBank();

        public string ToGenBank()
        {
            var text = new StringBuilder(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"LOCUS       {Id} {Bases.Length} bp DNA linear BCT 01-JAN-2026\nVERSION     {Id}\nFEATURES             "
                        + $"Location/Qualifiers\n"
                )
            );
            const string Indent = "                     ";
            foreach (var gene in Genes)
            {
                text.Append(
                    $"     gene            1..2\n                     /gene=\"none\"\n     CDS             "
                        + $"{gene.Location.Text}\n                     /locus_tag=\"{gene.Tag}\"\n"
                );
                // Values are broken anywhere after a space, and quotes doubled.
                var product = gene.Product.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal);
                text.Append($"{Indent}/product=\"{product.Replace(" ", "\n" + Indent, StringComparison.Ordinal)}\"\n");
                if (gene.Protein.Length > 0)
                {
                    var lines = gene.Protein.Chunk(58).Select(part => new string(part));
                    text.Append($"{Indent}/translation=\"{string.Join("\n" + Indent, lines)}\"\n");
                }
            }
            text.Append("ORIGIN\n");
            for (var start = 0; start < Bases.Length; start += 60)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{start + 1, 9} {string.Join(' ', Bases.Skip(start).Take(60).Chunk(10).Select(group => new string(group)))}\n"
                );
            return text.Append("//\n").ToString();
        }
    }

    public static class Arbitraries
    {
        private static readonly Gen<string> Word = Gen.Elements(
                "kinase",
                "3'-5'",
                "\"so-called\"",
                "ß-lactamase",
                "/gene=",
                "LOCUS",
                "//x",
                "a,b;c=d",
                "(EC",
                "1.1.1.1)",
                "DUF1"
            )
            .Select(word => word);

        public static Arbitrary<MadeLocation> Locations() => Arb.From(Location);

        public static Arbitrary<MadeRecord> Records() => Arb.From(Record, Smaller);

        private static Gen<MadeLocation> Location =>
            from starts in Gen.Choose(1, 90).NonEmptyListOf()
            from lengths in Gen.Choose(1, 40).ArrayOf(starts.Count)
            from sides in Gen.Choose(0, 1).ArrayOf(starts.Count)
            from list in Gen.Elements("join", "order")
            from before in Gen.Elements(true, false)
            from after in Gen.Elements(true, false)
            from whole in Gen.Elements(true, false)
            select Write([.. starts.Zip(lengths, (start, length) => (start, start + length))], sides, list, before, after, whole);

        /// <summary>Parts as written, from left to right; a complement around all of them turns their order and their strands.</summary>
        private static MadeLocation Write((int Start, int End)[] places, int[] sides, string list, bool before, bool after, bool whole)
        {
            var texts = new List<string>();
            var parts = new List<CdsPart>();
            for (var i = 0; i < places.Length; i++)
            {
                var (start, end) = places[i];
                var range = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(before && i == 0 ? "<" : "")}{start}..{(after && i == places.Length - 1 ? ">" : "")}{end}"
                );
                texts.Add(sides[i] == 1 ? $"complement({range})" : range);
                parts.Add(new CdsPart(start, end, sides[i] == 1 ? Strand.Reverse : Strand.Forward));
            }
            var text = texts.Count == 1 ? texts[0] : $"{list}({string.Join(',', texts)})";
            if (whole)
            {
                text = $"complement({text})";
                parts.Reverse();
                parts = parts.ConvertAll(part => part with { Strand = (Strand)(-(int)part.Strand) });
            }
            return new MadeLocation(text, [.. parts], (before ? PartialEnds.Left : 0) | (after ? PartialEnds.Right : 0));
        }

        private static Gen<MadeGene> Gene =>
            from location in Location
            from tag in Gen.Choose(1, 9999)
            from words in Word.ListOf()
            from protein in Gen.Elements("ACDEFGHIKLMNPQRSTVWYX".ToCharArray()).ListOf()
            select new MadeGene(
                location,
                string.Create(CultureInfo.InvariantCulture, $"T_{tag:0000}"),
                string.Join(' ', words),
                new string([.. protein])
            );

        private static Gen<MadeRecord> Record =>
            from number in Gen.Choose(1, 99)
            from bases in Gen.Elements("acgtn".ToCharArray()).NonEmptyListOf()
            from times in Gen.Choose(1, 9)
            from genes in Gene.ListOf()
            select new MadeRecord(
                string.Create(CultureInfo.InvariantCulture, $"R{number}.1"),
                string.Concat(Enumerable.Repeat(new string([.. bases]), times)),
                [.. genes]
            );

        private static IEnumerable<MadeRecord> Smaller(MadeRecord record) =>
            record
                .Genes.Select((_, i) => record with { Genes = [.. record.Genes.Where((_, other) => other != i)] })
                .Concat(
                    record.Genes.SelectMany(
                        (gene, i) =>
                            new[] { gene with { Product = "" }, gene with { Protein = "" } }
                                .Where(smaller => smaller != gene)
                                .Select(smaller =>
                                    record with
                                    {
                                        Genes = [.. record.Genes.Select((other, at) => at == i ? smaller : other)],
                                    }
                                )
                    )
                );
    }
}
