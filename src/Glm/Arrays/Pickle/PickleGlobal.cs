namespace Glm.Arrays.Pickle;

/// <summary>The name of a Python class or function. Only a name: nothing is imported or called.</summary>
/// <param name="Module">For example "numpy.core.multiarray".</param>
/// <param name="Name">For example "_reconstruct".</param>
internal sealed record PickleGlobal(string Module, string Name)
{
    /// <summary>"module.name", the form that <see cref="PickleOptions.AllowedGlobals"/> lists.</summary>
    public string FullName { get; } = $"{Module}.{Name}";

    public override string ToString() => FullName;
}
