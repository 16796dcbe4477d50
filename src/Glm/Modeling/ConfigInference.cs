using Glm.Arrays;
using Glm.Runtime;
using Names = Glm.Modeling.PublishedLayout;

namespace Glm.Modeling;

/// <summary>Works out a model's configuration from the shapes of its tensors, for checkpoints that come without one.</summary>
internal static class ConfigInference
{
    /// <exception cref="GlmException">A tensor that the shape follows from is missing, or two tensors contradict each other.</exception>
    public static GlmConfig FromShapes(string file, IReadOnlyList<WeightTensor> tensors)
    {
        var shapes = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        var input = Matrix(Names.Input + Names.Weight);                          // [H, D]
        var distances = Matrix(Names.Layers + "0" + Names.Distances);            // [2P-1, d]
        var wide = Matrix(Names.Layers + "0" + Names.FeedForwardIn + Names.Weight);   // [F, H]
        var labels = Matrix(Names.Predictions + Names.Weight);                   // [P·K, H]
        var likelihoods = Matrix(Names.Likelihoods + Names.Weight);              // [P, H]
        if (input.Rows % distances.Columns != 0 || labels.Rows % likelihoods.Rows != 0)
            throw new GlmException($"{file}: the tensors' shapes contradict each other (hidden size {input.Rows}, head size "
                + $"{distances.Columns}; {labels.Rows} label rows, {likelihoods.Rows} predictions). Give the config.json that belongs "
                + $"to it.");

        var positions = (distances.Rows + 1) / 2;
        var config = new GlmConfig
        {
            ProteinWidth = input.Columns - 1,
            HiddenSize = input.Rows,
            Heads = input.Rows / distances.Columns,
            Layers = shapes.Keys.Where(key => key.StartsWith(Names.Layers, StringComparison.Ordinal))
                .Select(key => key[Names.Layers.Length..].Split('.')[0]).Distinct().Count(),
            FeedForwardSize = wide.Rows,
            LabelWidth = labels.Rows / likelihoods.Rows,
            Predictions = likelihoods.Rows,
            MaxPositions = positions,
            MaxGenes = Math.Min(GlmConfig.Paper.MaxGenes, positions),
        };
        config.Validate();
        return config;

        (int Rows, int Columns) Matrix(string key)
        {
            if (!shapes.TryGetValue(key, out var shape))
                throw new GlmException($"{file}: no tensor '{key}', so this is not a gLM checkpoint ({tensors.Count} "
                    + $"tensors{(tensors.Count > 0 ? $", the first is '{tensors[0].Name}'" : "")}). Give a glm.bin or a "
                    + $"model.safetensors of this program.");
            if (shape.Count != 2 || shape.Any(size => size is < 1 or > int.MaxValue))
                throw new GlmException($"{file}: '{key}' has shape [{string.Join(", ", shape)}]; a matrix is expected.");
            return ((int)shape[0], (int)shape[1]);
        }
    }
}
