using System.Text.Json.Nodes;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.TorchArchive;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Testing;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels.Models;

/// <summary>Every array of fair-esm, reproduced.</summary>
public sealed class Esm2GoldenTests
{
    private static readonly GoldenEncoder Golden = new("esm2-tiny");

    [Fact]
    public void Should_read_letters_as_fair_esm_does() => Golden.ShouldRead(ProteinAlphabet.Esm2);

    [Fact]
    public void Should_give_the_vectors_and_logits_of_fair_esm()
    {
        using var model = Open();
        for (var i = 0; i < Golden.Proteins.Count; i++)
        {
            using var scope = torch.NewDisposeScope();
            var batch = Golden.Batch($"seq{i}_tokens");
            Golden.ShouldBe($"seq{i}_repr", model.Forward(batch, model.Layers), 5e-5);
            Golden.ShouldBe($"seq{i}_logits", model.Logits(batch), 2e-4);
        }
    }

    [Fact]
    public void Should_give_every_layer_the_attentions_and_the_contacts()
    {
        using var model = Open();
        using var scope = torch.NewDisposeScope();
        var batch = Golden.Batch("seq2_tokens");
        var layers = torch.stack(Enumerable.Range(0, model.Layers + 1).Select(layer => model.Forward(batch, layer)).ToArray());
        Golden.ShouldBe("seq2_all_layers", layers, 5e-5);
        Golden.ShouldBe("seq2_attentions", model.Attentions(batch.Tokens), 2e-5);
        Golden.ShouldBe("seq2_contacts", model.Contacts(batch.Tokens), 2e-5);
    }

    [Fact]
    public void Should_scale_for_masked_residues()
    {
        using var model = Open();
        using var scope = torch.NewDisposeScope();
        Golden.ShouldBe("masked_repr", model.Forward(Golden.Batch("masked_tokens"), model.Layers), 5e-5);
    }

    [Fact]
    public void Should_pool_as_the_published_vectors_were()
    {
        using var model = Open();
        Golden.ShouldPool(model);
    }

    [Fact]
    public void Should_read_half_precision()
    {
        using var half = (Esm2Model)ProteinLanguageModelFile.Open(Path.Combine(Golden.Folder, "esm2_t3_tiny_fp16.pt"));
        using var whole = Open();
        Assert.False(half.PredictsContacts);
        var (a, b) = (
            new LanguageModelEmbedder(half).EmbedSingles(Golden.Proteins),
            new LanguageModelEmbedder(whole).EmbedSingles(Golden.Proteins)
        );
        Assert.InRange(a.Zip(b, (x, y) => Math.Abs(x - y)).Max(), 1e-7, 2e-3);
    }

    /// <summary>The same weights by the names of Hugging Face, in a folder, in two parts.</summary>
    [Fact]
    public void Should_read_the_layout_of_hugging_face()
    {
        using var folder = new TemporaryFolder();
        using var ours = TorchArchiveFile.Open(Path.Combine(Golden.Folder, "esm2_t3_tiny.pt"));
        var names = JsonNode.Parse(File.ReadAllText(Path.Combine(Golden.Folder, "key_map.json")))!["keys"]!
            .AsArray()
            .Select(key =>
                (
                    Ours: "model." + key!["official_file_key"]!.GetValue<string>(),
                    Theirs: key["huggingface_EsmForMaskedLM"]!.GetValue<string>().Split(' ')[0]
                )
            )
            .Where(name => ours.Find(name.Ours) is not null)
            .ToList();
        Directory.CreateDirectory(folder["esm"]);
        var map = new JsonObject();
        for (var part = 0; part < 2; part++)
        {
            var file = $"model-0000{part + 1}-of-00002.safetensors";
            var mine = names.Where((_, i) => i % 2 == part).ToList();
            SafeTensorsWriter.Write(
                Path.Combine(folder["esm"], file),
                [
                    .. mine.Select(name =>
                    {
                        var tensor = ours.Read(name.Ours);
                        return new SafeTensorSource(name.Theirs, tensor.Type, tensor.Shape, stream => stream.Write(tensor.Bytes));
                    }),
                ],
                new Dictionary<string, string> { ["format"] = "pt" }
            );
            foreach (var name in mine)
                map[name.Theirs] = file;
        }
        File.WriteAllText(folder["esm/model.safetensors.index.json"], new JsonObject { ["weight_map"] = map }.ToJsonString());
        File.WriteAllText(
            folder["esm/config.json"],
            """{"model_type":"esm","num_hidden_layers":3,"num_attention_heads":4,"position_embedding_type":"rotary"}"""
        );
        using var model = (Esm2Model)ProteinLanguageModelFile.Open(folder["esm"]);
        using var scope = torch.NewDisposeScope();
        Assert.Equal("esm", model.Name);
        Golden.ShouldBe("seq2_logits", model.Logits(Golden.Batch("seq2_tokens")), 2e-4);
    }

    [Fact]
    public void Should_account_for_every_key()
    {
        using var model = Open();
        Assert.True(model.Report.IsComplete, model.Report.ToString());
        Assert.Equal(40_398, model.Parameters);
    }

    private static Esm2Model Open() => (Esm2Model)ProteinLanguageModelFile.Open(Path.Combine(Golden.Folder, "esm2_t3_tiny.pt"));
}
