using Glm.Arrays;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling.Functions;

/// <summary>
/// PlasGO's network (Ji, Shang, Guan, Sun 2024): functions of each gene of a plasmid, or of a stretch of a genome, from the protein
/// vectors of all of them. A linear map of each vector and a learned vector of its place go through LayerNorm and a BERT encoder; from
/// what comes out, and for some models from the protein's vector too, one linear map reads the labels and a second how far each is to be
/// trusted. Computes in float32. Owns its weights; one thread at a time.
/// </summary>
/// <remarks>B windows, L genes (padded), d protein width, H hidden size, h heads, C labels.</remarks>
public sealed class FunctionModel : IDisposable
{
    private const double NormEpsilon = 1e-12;

    /// <summary>The spread of fresh weights, as in BERT.</summary>
    private const double FreshSpread = 0.02;

    internal FunctionModel(string name, FunctionModelConfig config, FunctionModelLayout layout, FlatTensors weights) =>
        (Name, Config, Layout, Weights) = (name, config, layout, weights);

    /// <summary>Of the file that it was read from, or what made it. Untrusted text.</summary>
    public string Name { get; private set; }

    /// <summary>Its shape and labels.</summary>
    public FunctionModelConfig Config { get; }

    /// <summary>By what protein vectors are standardised before they are read; null for a model that reads them as they are.</summary>
    public ColumnMoments? Input { get; internal set; }

    /// <summary>What loading found, key by key; null for a model with fresh weights.</summary>
    public CheckpointReport? LoadReport { get; internal init; }

    /// <summary>What had to be assumed while loading, in sentences; empty where the file said all.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>How many numbers it has.</summary>
    public long ParameterCount => Weights.Values.shape[0];

    internal FunctionModelLayout Layout { get; }

    internal FlatTensors Weights { get; }

    /// <summary>A model with fresh weights, drawn as BERT's are. The same seed gives the same weights.</summary>
    /// <exception cref="GlmException">The configuration describes no model.</exception>
    public static FunctionModel Create(FunctionModelConfig config, long seed = 1)
    {
        NativeTorch.Ensure();
        var layout = new FunctionModelLayout(config);
        var model = new FunctionModel(
            "fresh weights",
            config,
            layout,
            new FlatTensors(layout.Tensors.Select(tensor => tensor.Shape), CPU)
        );
        using var still = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        for (var i = 0; i < layout.Tensors.Count; i++)
        {
            var (key, shape) = layout.Tensors[i];
            if (shape.Length == 2)
                model.View(i).copy_(empty(shape).normal_(0, FreshSpread, generator));
            else if (key.EndsWith("LayerNorm.weight", StringComparison.Ordinal))
                TensorArithmetic.With(1, model.View(i).fill_);
        }
        return model;
    }

    /// <inheritdoc cref="FunctionModelFile.Open"/>
    public static FunctionModel Load(string path) => FunctionModelFile.Open(path);

    /// <summary>Writes it as .safetensors (see <see cref="FunctionModelFile.Write"/>), whose name it has from then on.</summary>
    /// <exception cref="GlmException">The name ends otherwise, or the file cannot be written.</exception>
    public void Save(string path)
    {
        FunctionModelFile.Write(path, this);
        Name = Path.GetFileName(path);
    }

    public void Dispose() => Weights.Dispose();

    /// <summary>A tensor of the layout as a view without gradient; belongs to the caller's dispose scope.</summary>
    internal Tensor View(int number) => Weights[number].detach();

    /// <summary>Reads windows. Gradients are recorded unless the caller forbids it.</summary>
    /// <param name="proteins">[B, L, d], standardised already where the model asks for it; padding is 0. L is at most the places.</param>
    /// <param name="isGene">[B, L] boolean, false for padding; each window has a gene.</param>
    /// <param name="training">Whether dropout is on.</param>
    internal FunctionLogits Forward(Tensor proteins, Tensor isGene, bool training = false)
    {
        using var scope = NewDisposeScope();
        var length = proteins.shape[1];
        var x = Linear(Layout.ProjectionAt, proteins).Plus(Weights[Layout.PlacesAt].narrow(0, 0, length)); // [B, L, H]
        x = Drop(Norm(Layout.NormAt, x), training);
        var seen = isGene.unsqueeze(1).unsqueeze(1); // [B, 1, 1, L]
        foreach (var layer in Layout.Layers)
            x = Layer(layer, x, seen, training);
        var read = Config.ConcatenatesInput ? cat([proteins, x], dim: 2) : x;
        var confidences = Linear(Layout.ImportanceAt, read).sigmoid(); // [B, L, C]
        var logits = Linear(Layout.ClassifierAt, Drop(read, training)).mul(confidences);
        return new FunctionLogits(logits.MoveToOuterDisposeScope(), confidences.MoveToOuterDisposeScope());
    }

    /// <summary>A layer of BERT, normalised after each of its two sums.</summary>
    private Tensor Layer(FunctionLayer layer, Tensor x, Tensor seen, bool training)
    {
        using var scope = NewDisposeScope();
        var (b, l, h) = (x.shape[0], x.shape[1], (long)Config.Heads);
        var attended = F.scaled_dot_product_attention(
                Heads(layer.Query),
                Heads(layer.Key),
                Heads(layer.Value),
                seen,
                training ? Config.Dropout : 0
            )
            .transpose(1, 2)
            .reshape(b, l, -1);
        var between = Norm(layer.AttentionNorm, Drop(Linear(layer.Output, attended), training).Plus(x));
        var made = Drop(Linear(layer.Narrow, F.gelu(Linear(layer.Wide, between))), training);
        return Norm(layer.OutputNorm, made.Plus(between)).MoveToOuterDisposeScope();

        // [B, L, H] -> [B, h, L, H/h]
        Tensor Heads(int map) => Linear(map, x).view(b, l, h, -1).transpose(1, 2);
    }

    private Tensor Linear(int map, Tensor x) => F.linear(x, Weights[map], Weights[map + 1]);

    private Tensor Norm(int norm, Tensor x) => F.layer_norm(x, [x.shape[^1]], Weights[norm], Weights[norm + 1], NormEpsilon);

    private Tensor Drop(Tensor x, bool training) => training ? Dropout.Apply(x, Config.Dropout) : x;
}
