using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>Creates the display of one activity's progress.</summary>
/// <param name="host">Where to show it.</param>
/// <param name="activity">For example "train".</param>
/// <returns>An <see cref="ICompletableProgress"/> if it needs to know how the activity ended.</returns>
public delegate IProgress<ProgressReport> ProgressFactory(INotebookHost host, string activity);
