using Glm.Formats;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Modeling.Sets;
using Glm.Proteins;
using Glm.Proteins.Sets;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>Every file that an example of a command names, made once.</summary>
public sealed class ExampleFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExampleFiles()
    {
        var sample = Directory.CreateDirectory(_folder["data-samples"]).FullName;
        SimulationFiles.Write(GenomeSimulator.Simulate(new SimulationOptions()), sample);
        // The examples call a scaffold contig_7.
        foreach (var table in new[] { "scaffolds.tsv", "taxonomy.tsv" })
            File.WriteAllText(
                Path.Combine(sample, table),
                File.ReadAllText(Path.Combine(sample, table)).Replace("\nG02_s1\t", "\ncontig_7\t", StringComparison.Ordinal)
            );
        File.Copy(Path.Combine(sample, "scaffolds.tsv"), _folder["contigs.tsv"]);
        File.Copy(Path.Combine(sample, "proteins.faa"), _folder["proteins.faa"]);
        File.WriteAllLines(_folder["query.faa"], File.ReadLines(_folder["proteins.faa"]).Take(12));
        File.WriteAllLines(_folder["few.tsv"], File.ReadLines(Path.Combine(sample, "scaffolds.tsv")).Take(8));
        File.WriteAllLines(_folder["few.taxonomy.tsv"], File.ReadLines(Path.Combine(sample, "taxonomy.tsv")).Take(9));
        string[] ids =
        [
            .. File.ReadLines(_folder["proteins.faa"]).Where(line => line[0] == '>').Take(4).Select(line => line[1..].Split(' ')[0]),
        ];
        File.WriteAllLines(_folder["labels.tsv"], ["protein\tec\tgo", .. ids.Select((id, i) => $"{id}\t1.1.1.{i};2.7.1.1\tGO:000000{i}")]);
        File.WriteAllLines(_folder["essential.txt"], ids);
        _folder.Write("proteins.esm.embs.pkl", MadeUpFiles.Embeddings(ScaffoldFiles.Load(sample)));
        _folder.Write(
            "genome.gbk",
            """
            LOCUS       G1                        60 bp    DNA     linear   BCT 01-JAN-2026
            FEATURES             Location/Qualifiers
                 CDS             1..12
                                 /locus_tag="g_1"
                                 /translation="MKA"
                 CDS             complement(31..42)
                                 /locus_tag="g_2"
                                 /translation="MKV"
            ORIGIN
                    1 atgaaagcat aaggggggga aaaaaaaaaa ttatactttc atgggggggg gggggggggg
            //

            """
        );
        _folder.Write("esm2_t33_650M_UR50D.pt", MadeUpFiles.Esm2());
        _folder.Write("norm.pkl", MadeUpFiles.Normalizer());
        _folder.Write("pca.pkl", MadeUpFiles.LabelPca());
        using var model = GlmModel.Create(GlmConfig.Tiny, seed: 5);
        _folder.Write("glm.bin", MadeUpFiles.Checkpoint(model));
        using var sets = ProteinSetTransformer.Create(SetTransformerConfig.Of(MadeUpFiles.EmbeddingWidth, layers: 2), seed: 5);
        _folder.Write("PST-TL-P__small.ckpt", MadeUpFiles.Checkpoint(sets, _folder["sets.safetensors"]));
        GraphFile.Write(
            _folder["viruses.graphfmt.h5"],
            ScaffoldProteins.Of(ScaffoldFiles.Load(sample), EmbeddingFile.Read(_folder["proteins.esm.embs.pkl"]))
        );
    }

    /// <summary>Copies them into a new folder and returns it.</summary>
    public string CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return folder;
    }

    public void Dispose() => _folder.Dispose();
}
