using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>Makes what shows the progress of one activity of a command.</summary>
/// <param name="host">Where to show it.</param>
/// <param name="activity">For example "train".</param>
/// <returns>An <see cref="ICompletableProgress"/> if it wants to know the end.</returns>
public delegate IProgress<ProgressReport> ProgressFactory(INotebookHost host, string activity);
