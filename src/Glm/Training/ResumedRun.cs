namespace Glm.Training;

/// <summary>How a training went on that was found in its folder.</summary>
/// <param name="Folder">Where the run was.</param>
/// <param name="Step">After how many steps it went on.</param>
/// <param name="WasFinished">True where it had done all its steps, stopped early, or used up its time: nothing was trained.</param>
public sealed record ResumedRun(string Folder, int Step, bool WasFinished);
