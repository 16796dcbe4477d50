using static TorchSharp.torch;

namespace Glm.Training.Processes;

/// <summary>
/// Processes that train one model together, each with its part of every batch. What they say to each other they all say in the same order.
/// </summary>
internal interface IProcessGroup
{
    /// <summary>Which one this is, from 0, the one that leads.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>Replaces numbers by their sums over all processes, the same bits in each.</summary>
    /// <param name="numbers">Float32, one dimension, contiguous; on any device.</param>
    void Sum(Tensor numbers);

    /// <summary>Replaces numbers by their sums over all processes.</summary>
    void Sum(Span<double> numbers);

    /// <summary>Replaces numbers by those of the process that leads.</summary>
    /// <param name="numbers">As above.</param>
    void Share(Tensor numbers);

    /// <summary>Replaces numbers by those of the process that leads.</summary>
    void Share(Span<long> numbers);
}

/// <summary>How work is dealt to processes; null stands for one that works alone.</summary>
internal static class ProcessGroupExtensions
{
    /// <summary>Which of some things in a row this one computes: parts of about one size, in order.</summary>
    public static (int First, int End) PartOf(this IProcessGroup? group, int count) =>
        group is null ? (0, count) : ((int)((long)count * group.Rank / group.Size), (int)((long)count * (group.Rank + 1) / group.Size));
}
