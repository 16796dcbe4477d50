namespace Glm.Kernel.CSharp;

/// <summary>A variable of the notebook; of several with one name, the newest.</summary>
public sealed record CellVariable(string Name, Type Type, object? Value);
