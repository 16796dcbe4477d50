namespace Glm.Kernel.Jupyter;

/// <summary>One completion.</summary>
/// <param name="Text">To insert.</param>
/// <param name="Kind">What it is, for example "method"; empty where unknown.</param>
/// <param name="Signature">Its declaration and documentation; empty where unknown.</param>
internal readonly record struct CodeMatch(string Text, string Kind, string Signature = "");
