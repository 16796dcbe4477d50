namespace Glm.Training.Processes;

/// <summary>What a process that follows is to do next.</summary>
internal enum GroupTask
{
    /// <summary>Nothing more.</summary>
    End,

    /// <summary>To take the weights and the optimiser's state of the process that leads.</summary>
    Take,

    /// <summary>To learn from its part of a batch.</summary>
    Learn,
}

/// <summary>What the process that leads tells the others.</summary>
/// <param name="Task">To be done.</param>
/// <param name="Step">Number of the batch, from 0; of a state, the updates that it has seen.</param>
/// <param name="End">The first batch that will not be asked for.</param>
/// <param name="Pieces">In how many each process computes its part.</param>
/// <param name="Rate">The learning rate.</param>
internal readonly record struct GroupOrder(GroupTask Task, int Step = 0, int End = 0, int Pieces = 0, double Rate = 0)
{
    /// <summary>Tells it, in the process that leads.</summary>
    public void Send(IProcessGroup group)
    {
        Span<long> numbers = [(long)Task, Step, End, Pieces, BitConverter.DoubleToInt64Bits(Rate)];
        group.Share(numbers);
    }

    /// <summary>Waits for the next, in the others.</summary>
    public static GroupOrder Receive(IProcessGroup group)
    {
        Span<long> numbers = stackalloc long[5];
        group.Share(numbers);
        var (step, end, pieces) = ((int)numbers[1], (int)numbers[2], (int)numbers[3]);
        return new GroupOrder((GroupTask)numbers[0], step, end, pieces, BitConverter.Int64BitsToDouble(numbers[4]));
    }
}
