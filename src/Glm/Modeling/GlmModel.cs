using Glm.Formats;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>
/// gLM: a projection of feature rows, a post-LayerNorm transformer encoder with relative positions, and the prediction head.
/// Owns its parameters; one thread at a time.
/// </summary>
/// <remarks>
/// B windows, L genes, D feature width, H hidden size, A heads, F feed-forward size, P predictions, K label width, N rows.
/// </remarks>
public sealed partial class GlmModel : IDisposable
{
    internal GlmModel(GlmConfig config, FlatParameters parameters) => (Config, Parameters) = (config, parameters);

    public GlmConfig Config { get; }

    public FlatParameters Parameters { get; }

    /// <summary>Where the model computes.</summary>
    public Device Device => Parameters.Values.device;

    private ParameterLayout Layout => Parameters.Layout;

    /// <summary>
    /// A model with fresh weights, drawn as <see cref="GlmConfig.Initialization"/> says. The same seed gives the same weights.
    /// </summary>
    public static GlmModel Create(GlmConfig config, long seed = 1, Device? device = null)
    {
        var model = new GlmModel(config, new FlatParameters(new ParameterLayout(config), device ?? CPU));
        FreshWeights.Fill(model, seed);
        return model;
    }

    /// <summary>Reads windows. Gradients are recorded unless the caller forbids it (<c>no_grad</c> or <c>inference_mode</c>).</summary>
    /// <param name="batch">On the model's device, with its feature width.</param>
    /// <param name="outputs">What to return besides the last hidden state.</param>
    /// <param name="training">Whether dropout is on.</param>
    /// <returns>Tensors that the caller disposes.</returns>
    public GlmOutput Forward(GeneBatch batch, GlmOutputs outputs = GlmOutputs.Predictions, bool training = false)
    {
        using var scope = NewDisposeScope();
        var hiddenStates = outputs.HasFlag(GlmOutputs.HiddenStates) ? new List<Tensor>(Config.Layers + 1) : null;
        var attentions = outputs.HasFlag(GlmOutputs.Attentions) ? new List<Tensor>(Config.Layers) : null;
        var x = Encode(batch, training, hiddenStates, attentions);               // [B, L, H]

        (Tensor, Tensor)? head = null;
        if (outputs.HasFlag(GlmOutputs.Predictions))
        {
            var (b, l) = (x.shape[0], x.shape[1]);
            var (predictions, likelihoods) = Predict(x.view(b * l, Config.HiddenSize));   // [B·L, P, K], [B·L, P]
            head = (Keep(predictions.view(b, l, Config.Predictions, Config.LabelWidth)), Keep(likelihoods.view(b, l, Config.Predictions)));
        }
        return new GlmOutput(Keep(x), hiddenStates?.ConvertAll(Keep), attentions?.ConvertAll(Keep), head);

        static Tensor Keep(Tensor tensor) => tensor.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Reads windows for what they say of their masked genes alone: the last hidden states of these, [M, H], without the work of the last
    /// layer on the others. Belongs to the caller's dispose scope.
    /// </summary>
    /// <param name="batch">With masked genes, on the model's device, with its feature width.</param>
    /// <param name="training">Whether dropout is on.</param>
    internal Tensor ForwardMasked(GeneBatch batch, bool training) => Encode(batch, training, rows: batch.MaskedGenes());

    /// <summary>As above, and those of other genes, [N, H], which are not hidden.</summary>
    /// <param name="batch">With masked genes, on the model's device, with its feature width.</param>
    /// <param name="others">[N] positions among B·L.</param>
    /// <param name="training">Whether dropout is on.</param>
    internal (Tensor Masked, Tensor Others) ForwardMasked(GeneBatch batch, long[] others, bool training)
    {
        var x = Encode(batch, training, rows: batch.MaskedGenes(others));   // [M + N, H]
        var masked = x.shape[0] - others.Length;
        return (x.narrow(0, 0, masked), x.narrow(0, masked, others.Length));
    }

    /// <summary>The masked genes' features in the last feed-forward block: [M, F]. Belongs to the caller's dispose scope.</summary>
    internal Tensor LastFeatures(GeneBatch batch)
    {
        var x = Encode(batch, training: false, layers: Config.Layers - 1);
        var last = Layout.Layers[^1];
        var attended = Attend(last, x, batch, PaddedKeys(batch), training: false, attentions: null, batch.MaskedGenes());
        return Wide(last, attended, training: false);
    }

    /// <summary>[N, H] hidden rows -> predictions [N, P, K] and raw likelihoods [N, P]. Belongs to the caller's dispose scope.</summary>
    public (Tensor Predictions, Tensor Likelihoods) Predict(Tensor hidden)
    {
        var head = Layout.Head.Both;
        return PredictionHead.Forward(hidden, Of(head.Weight), Of(head.Bias), Config.Predictions);
    }

    /// <summary>Gives the weights back; a model with an <see cref="Adapter"/> only borrows them.</summary>
    public void Dispose()
    {
        if (Adapter is null)
            Parameters.Dispose();
    }

    /// <summary>[B, L, D] -> [B, L, H].</summary>
    internal Tensor Project(Tensor features) => Linear(Layout.Input, features, training: false);

    /// <summary>The embedding block: [B, L, H] -> [B, L, H]. No absolute positions; every gene has token type 0.</summary>
    /// <param name="projected">[B, L, H].</param>
    /// <param name="droppedIn">The batch, where dropout is on; else null.</param>
    internal Tensor Embed(Tensor projected, GeneBatch? droppedIn) =>
        Drop(Norm(Layout.InputNorm, projected.Plus(Of(Layout.TokenType))), droppedIn);

    /// <summary>
    /// The hidden states after the last layer, [B, L, H], or [M, H] of the rows that are asked for; or after fewer layers, [B, L, H].
    /// </summary>
    private Tensor Encode(
        GeneBatch batch, bool training, List<Tensor>? hiddenStates = null, List<Tensor>? attentions = null,
        GeneRows? rows = null, int? layers = null)
    {
        CheckBatch(batch);
        var paddedKeys = PaddedKeys(batch);
        var x = Embed(Project(batch.Features), training ? batch : null);   // [B, L, H]
        for (var i = 0; i < (layers ?? Config.Layers); i++)
        {
            hiddenStates?.Add(x.alias());
            x = Layer(Layout.Layers[i], x, batch, paddedKeys, training, attentions, i == Config.Layers - 1 ? rows : null);
        }
        hiddenStates?.Add(x.alias());
        return x;
    }

    /// <summary>[B, L, H] -> [B, L, H], or [M, H] of the rows that are asked for.</summary>
    private Tensor Layer(
        LayerParameters layer, Tensor x, GeneBatch batch, Tensor? paddedKeys, bool training, List<Tensor>? attentions, GeneRows? rows)
    {
        using var scope = NewDisposeScope();
        x = Attend(layer, x, batch, paddedKeys, training, attentions, rows);
        var narrow = Linear(layer.FeedForwardOut, Wide(layer, x, training), training);   // [B, L, H]
        return Norm(layer.FeedForwardNorm, Drop(narrow, training ? batch : null, rows).Plus(x)).MoveToOuterDisposeScope();
    }

    /// <summary>The first half of a layer: [B, L, H] -> [B, L, H], or [M, H] of the rows that are asked for.</summary>
    private Tensor Attend(
        LayerParameters layer, Tensor x, GeneBatch batch, Tensor? paddedKeys, bool training, List<Tensor>? attentions, GeneRows? rows)
    {
        using var scope = NewDisposeScope();
        var (context, probabilities) = RelativeAttention.Forward(                // [B, L, H], [B, A, L, L]
            Linear(layer.QueryKeyValue, x, training), Of(layer.Distances), Config.Heads, paddedKeys,
            training ? Config.AttentionDropout : 0, training ? batch.BlocksOfWindows(Config.Heads) : []);
        attentions?.Add(probabilities.MoveToOuterDisposeScope().MoveToOuterDisposeScope());
        if (rows is { } some)
            (context, x) = (Rows(context, some.Positions), Rows(x, some.Positions));
        var attended = Linear(layer.AttentionOut, context, training);            // [B, L, H]
        return Norm(layer.AttentionNorm, Drop(attended, training ? batch : null, rows).Plus(x)).MoveToOuterDisposeScope();

        Tensor Rows(Tensor all, Tensor positions) => all.reshape(-1, Config.HiddenSize).index_select(0, positions);   // [M, H]
    }

    /// <summary>[B, L, H] -> [B, L, F], exact GELU.</summary>
    private Tensor Wide(LayerParameters layer, Tensor x, bool training) => F.gelu(Linear(layer.FeedForwardIn, x, training));

    /// <summary>[B, 1, L]; null where no window is padded.</summary>
    private static Tensor? PaddedKeys(GeneBatch batch) => batch.HasPadding ? RelativeAttention.PaddedKeys(batch.AttentionMask) : null;

    private Tensor Linear(WeightAndBias<ParameterLeaf> map, Tensor x, bool training)
    {
        var weight = Of(map.Weight);
        var y = F.linear(x.to(weight.dtype), weight, Of(map.Bias));
        return Adapter is null ? y : Adapter.AddTo(y, map.Weight, x, training);
    }

    private Tensor Norm(WeightAndBias<ParameterLeaf> norm, Tensor x) =>
        F.layer_norm(x, [Config.HiddenSize], Of(norm.Weight), Of(norm.Bias), Config.LayerNormEpsilon);

    /// <summary>Dropout on hidden states of all genes of a batch, or of some alone; none without a batch.</summary>
    private Tensor Drop(Tensor x, GeneBatch? batch, GeneRows? rows = null) =>
        batch is null || Config.HiddenDropout == 0 ? x
        : Dropout.Apply(x, Config.HiddenDropout, rows is { } some ? some.Blocks : batch.BlocksOfWindows());

    private void CheckBatch(GeneBatch batch)
    {
        var width = batch.Features.shape[2];
        if (width != Config.FeatureWidth)
            throw new GlmException($"The feature rows have {width} numbers; this model reads {Config.FeatureWidth} (a protein vector of "
                + $"{Config.ProteinWidth} and the orientation). Embed the proteins with the embedder that the model was trained on.");
        if (batch.Length > Config.MaxPositions)
            throw new GlmException($"A window has {batch.Length} genes; this model's distance tables reach {Config.MaxPositions}. Cut the "
                + $"scaffolds into shorter windows ({Setting.Of(nameof(LoadOptions.MaxGenes))}).");
    }
}
