using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>Progress with an end: the session reports how the command ended.</summary>
public interface ICompletableProgress : IProgress<ProgressReport>
{
    /// <summary>Called once, after the last report.</summary>
    /// <param name="failure">Null after success; an <see cref="OperationCanceledException"/> after an interruption.</param>
    void Complete(Exception? failure);
}
