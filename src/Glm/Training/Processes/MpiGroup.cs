using System.Globalization;
using Glm.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Training.Processes;

/// <summary>The processes that <c>mpirun</c> or <c>srun</c> started together.</summary>
internal sealed unsafe class MpiGroup : IProcessGroup
{
    /// <summary>Numbers per call: MPI counts in int32, and a call as long as this costs nothing more.</summary>
    private const int MostNumbers = 1 << 28;

    private static readonly Lazy<MpiGroup?> Started = new(Start);

    private readonly MpiLibrary _library;

    private MpiGroup(MpiLibrary library)
    {
        _library = library;
        library.Initialize();
        (Rank, Size) = library.Place();
    }

    /// <summary>
    /// That of this process; null where it was started alone. The first question joins the group, and waits for all others.
    /// </summary>
    /// <exception cref="GlmException">There are several processes, and no MPI.</exception>
    public static MpiGroup? Current => Started.Value;

    public int Rank { get; }

    public int Size { get; }

    /// <summary>Leaves the group at the end of a process that went well; the others are waited for.</summary>
    public static void Leave()
    {
        if (Started is { IsValueCreated: true, Value: { } group })
            group._library.Complete();
    }

    public void Sum(Tensor numbers) => Exchange(numbers, (address, count) => _library.Sum((void*)address, count, _library.Single));

    public void Share(Tensor numbers) => Exchange(numbers, (address, count) => _library.Share((void*)address, count, _library.Single));

    public void Sum(Span<double> numbers)
    {
        fixed (double* first = numbers)
            _library.Sum(first, numbers.Length, _library.Double);
    }

    public void Share(Span<long> numbers)
    {
        fixed (long* first = numbers)
            _library.Share(first, numbers.Length, _library.Long);
    }

    private static MpiGroup? Start()
    {
        // Open MPI's mpirun; MPICH's and srun --mpi=pmi2; srun --mpi=pmix.
        var isPmix = Environment.GetEnvironmentVariable("PMIX_RANK") is not null;
        string?[] sizes =
        [
            Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE"),
            Environment.GetEnvironmentVariable("PMI_SIZE"),
            isPmix ? Environment.GetEnvironmentVariable("SLURM_NTASKS") : null,
        ];
        return sizes.Any(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 1)
            ? new MpiGroup(MpiLibrary.Load())
            : null;
    }

    /// <summary>Does something with the address of the numbers, or of a copy of them where a device has them.</summary>
    private static void Exchange(Tensor numbers, Action<nint, int> exchange)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var isHere = numbers.device_type == DeviceType.CPU;
        var here = isHere ? numbers : numbers.cpu();
        for (var first = 0L; first < here.numel(); first += MostNumbers)
        {
            using var part = here.narrow(0, first, Math.Min(MostNumbers, here.numel() - first));
            fixed (byte* address = part.bytes)
                exchange((nint)address, (int)part.numel());
        }
        if (!isHere)
            numbers.copy_(here);
    }
}
