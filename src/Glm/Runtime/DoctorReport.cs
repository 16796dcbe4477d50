using System.Text;

namespace Glm.Runtime;

/// <summary>What <see cref="GlmDoctor"/> found. Immutable.</summary>
/// <param name="Findings">The most interesting first.</param>
/// <param name="Torch">How libtorch was loaded, in full.</param>
public sealed record DoctorReport(IReadOnlyList<DoctorFinding> Findings, NativeTorchStatus Torch)
{
    private const int TopicColumn = 14;

    /// <summary>True if the engine can compute.</summary>
    public bool IsHealthy => !Findings.Any(finding => finding.IsFailure);

    /// <summary>A line per finding, its remedy below it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(IsHealthy ? "All is well." : "Something is wrong.");
        foreach (var finding in Findings)
        {
            text.Append($"\n{(finding.IsFailure ? "! " : "  ")}{finding.Topic.PadRight(TopicColumn)}{finding.Value}");
            if (finding.Remedy is { } remedy)
                text.Append($"\n  {new string(' ', TopicColumn)}-> {remedy}");
        }
        return text.ToString();
    }
}
