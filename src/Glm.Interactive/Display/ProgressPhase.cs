namespace Glm.Interactive.Display;

/// <summary>How a long task stands.</summary>
public enum ProgressPhase
{
    Running,
    Completed,
    Failed,
    Interrupted,
}
