using System.Runtime.InteropServices;
using Glm.Training.Processes;
using TorchSharp;

namespace Glm.Tests.Training;

/// <summary>Threads that play the processes of a group.</summary>
internal sealed class ThreadGroup(int rank, ThreadGroup.Meeting meeting) : IProcessGroup
{
    public int Rank => rank;

    public int Size => meeting.Numbers.Length;

    /// <summary>Does something as each of some processes.</summary>
    public static T[] Run<T>(int count, Func<IProcessGroup, T> work)
    {
        var meeting = new Meeting(count);
        var results = new T[count];
        var failures = new Exception?[count];
        var threads = Enumerable
            .Range(0, count)
            .Select(rank => new Thread(() =>
            {
                try
                {
                    results[rank] = work(new ThreadGroup(rank, meeting));
                }
                catch (Exception failure)
                {
                    failures[rank] = failure;
                    meeting.Barrier.Dispose(); // so that nobody waits for this one
                }
            }))
            .ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (failures.FirstOrDefault(failure => failure is not null and not ObjectDisposedException) is { } first)
            throw first;
        return results;
    }

    public void Sum(torch.Tensor numbers)
    {
        using var bytes = numbers.alias();
        var own = MemoryMarshal.Cast<byte, float>(bytes.bytes);
        var all = Exchange(Array.ConvertAll(own.ToArray(), number => (double)number));
        for (var i = 0; i < own.Length; i++)
            own[i] = (float)all.Sum(numbers => numbers[i]);
    }

    public void Sum(Span<double> numbers)
    {
        var all = Exchange(numbers.ToArray());
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = all.Sum(own => own[i]);
    }

    public void Share(torch.Tensor numbers)
    {
        using var bytes = numbers.alias();
        var own = MemoryMarshal.Cast<byte, float>(bytes.bytes);
        var all = Exchange(Array.ConvertAll(own.ToArray(), number => (double)number));
        for (var i = 0; i < own.Length; i++)
            own[i] = (float)all[0][i];
    }

    public void Share(Span<long> numbers)
    {
        var all = Exchange(Array.ConvertAll(numbers.ToArray(), BitConverter.Int64BitsToDouble));
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BitConverter.DoubleToInt64Bits(all[0][i]);
    }

    private double[][] Exchange(double[] own)
    {
        meeting.Numbers[rank] = own;
        meeting.Barrier.SignalAndWait();
        double[][] all = [.. meeting.Numbers];
        meeting.Barrier.SignalAndWait();
        return all;
    }

    /// <summary>Where threads wait for each other, and what each brought.</summary>
    internal sealed class Meeting(int count)
    {
        public double[][] Numbers { get; } = new double[count][];

        public Barrier Barrier { get; } = new(count);
    }
}
