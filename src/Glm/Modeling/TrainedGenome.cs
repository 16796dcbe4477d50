using Glm.Features;
using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>A genome that a model was trained on. Immutable.</summary>
/// <param name="Id">What it was called. Untrusted text.</param>
/// <param name="Sketch">Of the proteins of its scaffolds that were learned from; null where nothing but the id is known.</param>
public sealed record TrainedGenome(string Id, GenomeSketch? Sketch)
{
    /// <summary>As one harmless line: "G01", or "G01, known by name alone".</summary>
    public override string ToString() => LineText.Shown(Id, 60) + (Sketch is null ? ", known by name alone" : "");
}
