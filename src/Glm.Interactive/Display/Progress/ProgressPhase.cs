namespace Glm.Interactive.Display.Progress;

/// <summary>The state of a long task.</summary>
public enum ProgressPhase
{
    Running,
    Completed,
    Failed,
    Interrupted,
}
