using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Corpora;
using Glm.Formats;
using Glm.Proteins.Composition;
using Glm.Testing;

namespace Glm.Tests.Corpora;

/// <summary>Files of called genes with random proteins, and corpora made of them.</summary>
internal sealed class CorpusBench : IDisposable
{
    /// <summary>Windows of 3 to 8 genes.</summary>
    public static LoadOptions Options { get; } = new() { MinGenes = 3, MaxGenes = 8 };

    public TemporaryFolder Folder { get; } = new();

    public string Corpus => Folder["corpus"];

    /// <summary>All files of this bench.</summary>
    public string Pattern => Folder["*.faa"];

    public void Dispose() => Folder.Dispose();

    /// <summary>Writes a file of contigs with 2 to 20 genes, named in Prodigal's way.</summary>
    /// <param name="name">Without ending; the contigs' names begin with it.</param>
    /// <param name="contigs">How many.</param>
    /// <param name="shared">Share of the genes whose protein is one of a dozen that all files have.</param>
    public string Write(string name, int contigs, double shared = 0)
    {
        var random = new Random(name.Sum(c => c));
        var common = new Random(5);
        var pool = Enumerable.Range(0, 12).Select(_ => Sequence(common)).ToArray();
        var text = new StringBuilder();
        for (var contig = 1; contig <= contigs; contig++)
        for (var (gene, genes) = (1, random.Next(2, 21)); gene <= genes; gene++)
        {
            var strand = random.Next(2) == 0 ? 1 : -1;
            var protein = random.NextDouble() < shared ? pool[random.Next(pool.Length)] : Sequence(random);
            var (start, bases) = (gene * 1000, 3 * (protein.Length + 1));
            text.Append(
                CultureInfo.InvariantCulture,
                $">{name}{contig}_{gene} # {start} # {start + bases - 1} # {strand} # ID={contig}_{gene};partial=00\n{protein}\n"
            );
        }
        return Folder.Write($"{name}.faa", text.ToString());
    }

    public CorpusAddition Add(string? path = null) => CorpusFiles.Add(Corpus, path ?? Pattern, Options);

    /// <summary>Adds all files and embeds their proteins.</summary>
    public Corpus Open()
    {
        Add();
        CorpusFiles.Embed(Corpus, new CompositionEmbedder());
        return Glm.Corpora.Corpus.Open(Corpus);
    }

    /// <summary>Makes the corpus one of version 1, which kept neither places nor names of genes.</summary>
    public void Age()
    {
        string[] files = ["gene_starts.npy", "gene_ends.npy", "gene_offsets.npy", "genes.tsv"];
        var journal = Path.Combine(Corpus, "journal.jsonl");
        var lines = File.ReadAllLines(journal).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        lines[0]["version"] = 1;
        foreach (var step in lines.Skip(1))
        {
            step.Remove("uncovered_genes");
            step.Remove("untranslated_genes");
            foreach (var file in files)
                step["files"]!.AsObject().Remove(file);
        }
        File.WriteAllText(journal, string.Concat(lines.Select(line => line.ToJsonString() + "\n")));
        foreach (var file in files)
            File.Delete(Path.Combine(Corpus, file));
    }

    /// <summary>
    /// Puts other bytes in place of some of a file, and their checksum into the journal, as somebody would who knows it; of a corpus of
    /// one step.
    /// </summary>
    public void Forge(string name, Action<byte[]> change)
    {
        var path = Path.Combine(Corpus, name);
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
        var data = Path.GetExtension(name) == ".npy" ? bytes.AsSpan(128) : bytes;
        var journal = Path.Combine(Corpus, "journal.jsonl");
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data));
        File.WriteAllText(
            journal,
            Regex.Replace(File.ReadAllText(journal), $"(\"{name}\":{{\"end\":\\d+,\"sha256\":\")[0-9a-f]+", match =>
                match.Groups[1].Value + checksum
            )
        );
    }

    private static string Sequence(Random random) => string.Create(random.Next(30, 90), random, (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = "ACDEFGHIKLMNPQRSTVWY"[source.Next(20)];
        });
}
