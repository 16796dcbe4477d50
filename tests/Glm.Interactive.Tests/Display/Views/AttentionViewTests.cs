using System.Text.Json;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class AttentionViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/AttentionView", () =>
            AttentionView.Create(Samples.Attention("lac"), proteins: Samples.Set("lac").Proteins)
        );

    [Fact]
    public void Should_send_attention_that_decodes_to_what_it_was()
    {
        var attention = Samples.Attention();
        var html = AttentionView.Create(attention, 1, 2).Parts[MimeBundle.Html];
        using var data = JsonDocument.Parse(Regex.Match(html, "class=\"glm-data\">(.*?)</script>").Groups[1].Value);
        var root = data.RootElement;
        Assert.Equal(
            (1, 2, 2),
            (root.GetProperty("layer").GetInt32(), root.GetProperty("head").GetInt32(), root.GetProperty("bytes").GetInt32())
        );
        var packed = Convert.FromBase64String(root.GetProperty("values").GetString()!);
        var size = attention.Length * attention.Length;
        for (var i = 0; i < attention.Values.Length; i++)
        {
            var value = BitConverter.ToUInt16(packed, 2 * i) * root.GetProperty("scales")[i / size].GetDouble();
            Assert.Equal(attention.Values[i], value, 1e-5);
        }
    }

    [Fact]
    public void Should_keep_the_largest_published_model_under_two_megabytes()
    {
        var bundle = AttentionView.Create(Samples.Attention(layers: 19, heads: 10, genes: 30));
        Assert.InRange(bundle.Parts[MimeBundle.Html].Length, 1, 1_000_000);
        Assert.Equal(30 * 30, Regex.Count(bundle.Parts[MimeBundle.Svg].Split("glm-cells")[1].Split("</g>")[0], "<rect"));
    }

    [Fact]
    public void Should_list_the_strongest_pairs_in_plain_text()
    {
        var attention = Samples.Attention();
        attention.Values[(8 * 0) + 5] = 0.9f;
        var lines = AttentionView.Create(attention, 0, 0).Plain.Split('\n');
        Assert.EndsWith("layer 0, head 0, strongest pairs (A + Aᵀ):", lines[0]);
        Assert.Matches(@"^  namen0 – name  0\.9|^  namen0 – name  1\.0", lines[1]);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(-3, 0)]
    public void Should_refuse_a_head_that_is_not_there(int layer, int head)
    {
        var error = Assert.Throws<GlmException>(() => AttentionView.Create(Samples.Attention(), layer, head));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Should_show_attention_of_one_gene_and_of_numbers_that_are_not_finite()
    {
        AttentionView.Create(Samples.Attention(genes: 1));
        var attention = Samples.Attention();
        attention.Values[3] = float.NaN;
        attention.Values[4] = float.PositiveInfinity;
        Assert.DoesNotContain("NaN", AttentionView.Create(attention, 0, 0).Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }
}
