namespace Glm.Runtime;

/// <summary>One thing that the doctor examined.</summary>
/// <param name="Topic">For example "libtorch".</param>
/// <param name="Value">What was found, one line. Holds paths: encode it for HTML.</param>
/// <param name="Remedy">What to do about it, one line; null if nothing needs to be done.</param>
/// <param name="IsFailure">True if the engine cannot compute because of it.</param>
public sealed record DoctorFinding(string Topic, string Value, string? Remedy = null, bool IsFailure = false);
