namespace Glm.Interactive.Tests.Commands;

/// <summary>Tests that draw from torch's random numbers, of which a process has one sequence: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RandomState
{
    public const string Name = "torch's random numbers";
}
