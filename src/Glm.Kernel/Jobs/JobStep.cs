using Glm.Interactive.CommandLanguage;

namespace Glm.Kernel.Jobs;

/// <summary>One command of a job.</summary>
/// <param name="Place">Where it stands: the file and the line, "job.yaml:3".</param>
/// <param name="Line">The command as one would type it after <c>#!glm</c>, for people to read.</param>
/// <param name="Parsed">The command with its checked values.</param>
internal sealed record JobStep(string Place, string Line, ParsedCommandLine Parsed);
