using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Fasta;

/// <summary>The rules for FASTA text are the same, whatever the text belongs to.</summary>
public sealed class StrictnessTests : IDisposable
{
    private const string Long = "MKVLAAMKVLAAMKVLAAMKVLAAMKVLAAMKVLAAMKVLAAMKVLAAMKVLAAMKVLAA";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Damage =>
        new()
        {
            { "{0}MKA>{1}MKA\n", [":2: position 4 of the line, in protein 'p_1', holds '>', a header sign within a line"] },
            { "{0}MKA\n{0}MKA\n", [":3: protein 'p_1' was already on line 1; ids must be unique"] },
            { "{0}MKA\n{1}{0}MKA\n", [":4: protein 'p_1' was already on line 1"] },
            { "{0}MK-A\n{1}MKA\n", [":2: position 3", "'-', an alignment gap"] },
            { "{0}M.KA\n{1}MKA\n", [":2: position 2", "'.', an alignment gap"] },
            { "{0}MKA\n{1}MK7A\n", [":4: position 3 of the line, in protein 'p_2', holds '7', not a residue"] },
            { "{0}MKA\n{1}MKäA\n", [":4: position 3 of the line, in protein 'p_2', holds 'ä', not a residue"] },
            { "{0}\n{1}MKA\n", [":1: protein 'p_1' has no sequence"] },
            { "{0}MKA\n{1}", [":3: protein 'p_2' has no sequence"] },
            { "{0}MKA\n>\nMKA\n", [":3: the header has no id"] },
            { "{0}MKA\n>p_3" + Long + "\nMKA\n", [":3: the header of protein 'p_3MKVL", " ends in 60 letters without a blank"] },
            { "{0}MKA\n>p_3 # 1 # 12 # 1 # a=0.7MKVLAAMKVLAA*\n", [":3: the header of protein 'p_3' ends in 12 letters"] },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public void Should_refuse_the_same_proteins_however_they_are_reached(string text, string[] parts)
    {
        var bare = string.Format(null, text, ">p_1\n", ">p_2\n");
        _folder.Write("map/map.tsv", "p\t+p_1;-p_2\n");
        _folder.Write("map/a.fasta", bare);
        _folder.Write("gff/a.gff", "##gff-version 3\np\t.\tCDS\t1\t12\t.\t+\t0\tID=p_1\np\t.\tCDS\t21\t32\t.\t-\t0\tID=p_2\n");
        _folder.Write("gff/a.faa", bare);
        _folder.Write("called/a.faa", string.Format(null, text, ">p_1 # 1 # 12 # 1 # ID=1_1\n", ">p_2 # 21 # 32 # -1 # ID=1_2\n"));
        foreach (var path in new[] { "map/map.tsv", "gff/a.gff", "called/a.faa" })
        {
            var message = Assert.Throws<GlmException>(() => Load(path)).Message;
            Assert.DoesNotContain('\n', message);
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
        Assert.Contains(parts[0], FileInspector.Inspect(_folder["gff/a.faa"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">c\nacgt>d\nacgt\n", ":2: position 5 of the line, in contig 'c', holds '>'")]
    [InlineData(">c\nacgt\n>d\nacgt\n>c\nacgt\n", ":5: contig 'c' was already on line 1")]
    [InlineData(">c\nac-gt\n", ":2: position 3 of the line, in contig 'c', holds '-', an alignment gap")]
    [InlineData(">c\nacgt\nac1gt\n", ":3: position 3 of the line, in contig 'c', holds '1', not a base")]
    [InlineData(">c\nacgt*\n", ":2: position 5 of the line, in contig 'c', holds '*', not a base")]
    [InlineData(">c\nacgtMKL\n", ":2: position 7 of the line, in contig 'c', holds 'L', not a base")]
    [InlineData(">c\n>d\nacgt\n", ":1: contig 'c' has no sequence. Add its bases")]
    [InlineData(">cacgtacgtacgt\n>d\nacgt\n", ":1: the header of contig 'cacgtacgtacgt' ends in 13 letters")]
    public void Should_refuse_the_same_bases_however_they_are_reached(string fasta, string part)
    {
        const string Gff = "##gff-version 3\nc\t.\tCDS\t1\t3\t.\t+\t0\tID=a\n";
        _folder.Write("pair/a.gff", Gff);
        // Behind enough bases for the file to be taken for one of contigs.
        _folder.Write("pair/a.fna", $"{fasta}>last\n{new string('a', 400)}\n");
        Assert.Contains(part, Assert.Throws<GlmException>(() => Load("pair/a.gff")).Message, StringComparison.Ordinal);
        Assert.Contains(part, Assert.Throws<GlmException>(() => Load("pair/a.fna")).Message, StringComparison.Ordinal);
        Assert.Contains(part, FileInspector.Inspect(_folder["pair/a.fna"]).Error, StringComparison.Ordinal);
        var inside = Assert.Throws<GlmException>(() => Load(_folder.Write("in/a.gff", $"{Gff}##FASTA\n{fasta}"))).Message;
        // Three lines come before it.
        Assert.Contains(part[part.IndexOf(' ', StringComparison.Ordinal)..].Split(" was already")[0], inside, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_ids_that_are_sequences_for_what_they_are()
    {
        var contig = string.Concat(Enumerable.Repeat("acgt", 20));
        Assert.Null(FileInspector.Inspect(_folder.Write("asv.fna", $">{contig}\n{contig}\n")).Error);
    }

    private ScaffoldSet Load(string path) => ScaffoldFiles.Load(_folder[path], new LoadOptions { MinGenes = 1 });
}
