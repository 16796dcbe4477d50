using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Modeling;

public sealed class GlmConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_what_it_writes()
    {
        var config = SmallModel.Config with
        {
            MaxGenes = 17,
            HiddenDropout = 0.25,
            AttentionDropout = 0,
            LayerNormEpsilon = 1e-5,
            InitializerRange = 0.5,
            Initialization = GlmInitialization.Neighbours,
        };
        Assert.Equal(config, GlmConfigFile.Read(_folder.Write("config.json", GlmConfigFile.Write(config))));
    }

    [Fact]
    public void Should_mean_the_published_value_where_a_key_is_absent_or_null()
    {
        Assert.Equal(GlmConfig.Paper, GlmConfigFile.Read(_folder.Write("config.json", "{}")));
        Assert.Equal(GlmConfig.Paper, GlmConfigFile.Read(_folder.Write("config.json", """{"hidden_size": null, "hidden_act": null}""")));
    }

    [Fact]
    public void Should_pass_over_keys_of_other_programs()
    {
        const string Text =
            """{"architectures": ["gLM"], "id2label": {"0": "x"}, "vocab_size": 30522, "max_position_embedding": 30, """
            + """ "hidden_size": 40, "num_attention_heads": 4, "_derived": {"hidden_size": 7}}""";
        var config = GlmConfigFile.Read(_folder.Write("config.json", Text));
        Assert.Equal(GlmConfig.Paper with { HiddenSize = 40, Heads = 4 }, config);
    }

    [Fact]
    public void Should_not_promise_longer_windows_than_the_distance_tables_reach() =>
        Assert.Equal(12, GlmConfigFile.Read(_folder.Write("config.json", """{"max_position_embeddings": 12}""")).MaxGenes);

    [Theory]
    [InlineData("""{"hidden_size": "40"}""", "hidden_size is \"40\"; it must be a whole number")]
    [InlineData("""{"hidden_size": 40.5}""", "it must be a whole number")]
    [InlineData("""{"hidden_size": [40]}""", "it must be a whole number")]
    [InlineData("""{"hidden_size": 99999999999}""", "it must be a whole number")]
    [InlineData("""{"layer_norm_eps": "small"}""", "it must be a number")]
    [InlineData("""{"num_attention_heads": 3}""", "1280 is not a multiple of the 3 heads")]
    [InlineData("""{"emb_dim": -2147483648}""", "protein width")]
    [InlineData("""{"num_hidden_layers": 2000000000}""", "number of layers")]
    [InlineData("""{"hidden_act": "relu"}""", "hidden_act is \"relu\"")]
    [InlineData("""{"position_embedding_type": "absolute"}""", "relative_key_query")]
    [InlineData("""{"predict_probs": false}""", "predict_probs is false")]
    [InlineData("""{"glm_initialization": "zeros"}""", "glm_initialization is \"zeros\"; it must be one of published, neighbours.")]
    [InlineData("""{"glm_initialization": 1}""", "glm_initialization is 1; it must be one of published, neighbours.")]
    [InlineData("""{"hidden_size": 40, "hidden_size": 80}""", "not a JSON object")]
    [InlineData("""{"layer_norm_eps": NaN}""", "not a JSON object")]
    [InlineData("[1, 2]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("", "not a JSON object")]
    public void Should_refuse_in_one_line(string text, string part)
    {
        var path = _folder.Write("config.json", text);
        var error = Assert.Throws<GlmException>(() => GlmConfigFile.Read(path)).Message;
        Assert.StartsWith(path, error);
        Assert.Contains(part, error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_refuse_nesting_and_length_that_no_configuration_has()
    {
        Assert.Throws<GlmException>(() => GlmConfigFile.Read(_folder.Write("deep.json", new string('[', 100_000))));
        Assert.Contains(
            "more than",
            Assert.Throws<GlmException>(() => GlmConfigFile.Read(_folder.Write("long.json", new string(' ', 2_000_000)))).Message
        );
        Assert.Contains("none.json", Assert.Throws<GlmException>(() => GlmConfigFile.Read(_folder["none.json"])).Message);
        Assert.Throws<GlmException>(() => GlmConfigFile.Read(_folder.Path));
    }
}
