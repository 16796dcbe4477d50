namespace Glm.Interactive.Display.Progress;

/// <summary>How a long task stands.</summary>
public enum ProgressPhase
{
    Running,
    Completed,
    Failed,
    Interrupted,
}
