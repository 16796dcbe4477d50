using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.Labels;

/// <summary>Six genes with every kind of name, and a folder for tables about them.</summary>
internal sealed class LabelBench : IDisposable
{
    /// <summary>
    /// thrA and thrB; two copies of one transposase (symbol insA twice, one protein); two genes of one symbol (hyp) and one
    /// cross-reference, whose proteins differ.
    /// </summary>
    public static ScaffoldSet Set { get; } = Make();

    public TemporaryFolder Folder { get; } = new();

    public LabelTable Read(string text, string? column = null, string? id = null, string? name = null, string file = "labels.tsv") =>
        GeneLabelReader.Read(
            Set,
            Folder.Write(file, text),
            new GeneLabelOptions
            {
                Column = column,
                Id = id,
                Name = name,
            },
            cancellation: TestContext.Current.CancellationToken
        );

    /// <summary>The labels, gene by gene: "b1=x,y b2=" and so on, without genes that have none.</summary>
    public static string Told(LabelTable table) =>
        string.Join(
            ' ',
            table
                .GeneIds.Zip(table.Labels.PerGene)
                .Where(gene => gene.Second.Count > 0)
                .Select(gene => $"{gene.First}={string.Join(',', gene.Second)}")
        );

    public void ShouldFail(string text, string? column, params string[] parts)
    {
        TextInput.ShouldFail(() => Read(text, column), parts);
    }

    public void Dispose() => Folder.Dispose();

    private static ScaffoldSet Make()
    {
        Gene[] genes =
        [
            New(1, "thrA", "NP_1.1", "ASAP:ABE-8", "UniProtKB/Swiss-Prot:P00561"),
            New(2, "thrB", "NP_2.1", "GeneID:947498", "UniProtKB/Swiss-Prot:P00547"),
            New(3, "insA", "NP_3.1", "UniProtKB/Swiss-Prot:P0CF07"),
            New(4, "insA", "NP_3.1", "UniProtKB/Swiss-Prot:P0CF07"),
            New(5, "hyp", "NP_5.1", "InterPro:IPR1"),
            New(6, "hyp", "NP_6.1", "InterPro:IPR1"),
        ];
        var scaffold = new Scaffold("chr", genes, "G");
        return new ScaffoldSet(
            "made up",
            [new Genome("G", [scaffold], null)],
            genes
                .DistinctBy(gene => gene.ProteinId)
                .ToDictionary(gene => gene.ProteinId, gene => new Protein(gene.ProteinId, Letters(gene))),
            [new GeneWindow(scaffold, 0, 6)],
            []
        );
    }

    private static Gene New(int number, string name, string protein, params string[] references) =>
        new($"b{number}", Strand.Forward, protein)
        {
            Name = name,
            LocusTag = $"b{number}",
            DbXrefs = references,
            Start = number * 1000,
            End = (number * 1000) + 299,
        };

    private static string Letters(Gene gene) => "M" + new string((char)('A' + gene.ProteinId[3] - '0'), 20);
}
