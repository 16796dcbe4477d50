namespace Glm.Sessions;

/// <summary>What a session's folder holds. Immutable by convention.</summary>
/// <param name="Variables">In the order in which the session got them.</param>
/// <param name="LeftOut">What could not be saved.</param>
/// <param name="Program">Which version saved it, such as "Glm.Interactive 0.1.0". Untrusted text.</param>
public sealed record SavedSession(IReadOnlyList<SavedVariable> Variables, IReadOnlyList<LeftOutVariable> LeftOut, string Program);
