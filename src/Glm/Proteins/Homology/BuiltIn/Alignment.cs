namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>A local alignment; ends are exclusive.</summary>
internal readonly record struct Alignment(
    int Score,
    int Matches,
    int Columns,
    int QueryStart,
    int QueryEnd,
    int TargetStart,
    int TargetEnd
);
