using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// The weights at the smallest held-out loss so far. They are kept in memory and written with the next checkpoint, so that an evaluation
/// costs a copy and not a save. Owns its copy.
/// </summary>
internal sealed class BestModel(GlmModel model) : IDisposable
{
    private FlatParameters? _weights;

    /// <summary>After how many steps they were; null where no copy is kept.</summary>
    public int? Step { get; private set; }

    /// <summary>Whether the copy was not written yet.</summary>
    public bool IsUnsaved { get; private set; }

    /// <summary>Keeps the weights as they are now.</summary>
    public void Keep(int step)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        _weights ??= new FlatParameters(model.Parameters.Layout, CPU);
        _weights.Values.copy_(model.Parameters.Values);
        (Step, IsUnsaved) = (step, true);
    }

    /// <summary>Gives the model the weights that were kept.</summary>
    public void Restore()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        model.Parameters.Values.copy_(_weights!.Values);
    }

    /// <summary>Writes them as a model.</summary>
    public void Save(string folder)
    {
        new GlmCheckpoint(model.Config, _weights!) { Features = model.Features, TrainedOn = model.TrainedOn }.Save(folder);
        IsUnsaved = false;
    }

    public void Dispose() => _weights?.Dispose();
}
