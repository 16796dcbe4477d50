namespace Glm.Interactive.Tests.Commands;

/// <summary>Tests that measure what the whole process allocates run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AllocationMeasure
{
    public const string Name = "allocation";
}
