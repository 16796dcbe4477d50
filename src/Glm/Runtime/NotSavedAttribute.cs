namespace Glm.Runtime;

/// <summary>
/// Marks a field that is made of the others when it is first asked for: a saved object comes back with it empty.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class NotSavedAttribute : Attribute;
