namespace Glm.Interactive.Bundles;

/// <summary>A parameter of a notebook, with its value in the run that was bundled. Its texts are untrusted.</summary>
/// <param name="Name">Of the C# variable.</param>
/// <param name="Type">As C# writes it, for example "int"; null where C# leaves it to the value.</param>
/// <param name="Value">As it is written; empty where a declaration gives none.</param>
/// <param name="Default">The value unless another is given; empty where a declaration has none.</param>
/// <param name="Description">One sentence; empty for none.</param>
public sealed record BundledParameter(string Name, string? Type, string Value, string Default = "", string Description = "");
