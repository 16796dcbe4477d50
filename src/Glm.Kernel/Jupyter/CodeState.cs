namespace Glm.Kernel.Jupyter;

/// <summary>Whether code could run as it is.</summary>
/// <param name="Status"><c>complete</c>, <c>incomplete</c> or <c>invalid</c>.</param>
/// <param name="Indent">Begins the next line of incomplete code.</param>
internal sealed record CodeState(string Status, string Indent = "")
{
    public static CodeState Complete { get; } = new("complete");

    public static CodeState Invalid { get; } = new("invalid");
}
