using Glm.Runtime;
using Glm.Training.Processes;

namespace Glm.Training;

/// <summary>
/// The processes that MPI's <c>mpirun</c> or Slurm's <c>srun</c> started together, in which <see cref="Trainer"/> computes each
/// batch in parts. Every one prepares the same model and data; the first alone evaluates, reports and saves.
/// </summary>
public static class TrainingProcesses
{
    /// <summary>How many there are; 1 where this process was started alone.</summary>
    /// <exception cref="GlmException">There are several, and no library of MPI.</exception>
    public static int Count => MpiGroup.Current?.Size ?? 1;

    /// <summary>Which one this is, from 0.</summary>
    /// <exception cref="GlmException">There are several, and no library of MPI.</exception>
    public static int Rank => MpiGroup.Current?.Rank ?? 0;

    /// <summary>Call once at the end of a process that went well: a launcher takes one that ends without it for a failure.</summary>
    public static void Leave() => MpiGroup.Leave();
}
