using System.Runtime.InteropServices;
using Glm.Runtime;

namespace Glm.Training.Processes;

/// <summary>
/// The six calls of MPI that training needs, of the library that the launcher's processes have: Open MPI's, or one with MPICH's binary
/// interface. By hand: MPI.NET copies arrays into buffers of its own for every call, and a gradient has up to a gigabyte.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private static readonly string[] Names = ["libmpi.so.40", "libmpi.so.80", "libmpi.so.12", "libmpi.so"];

    private readonly delegate* unmanaged<int*, byte***, int, int*, int> _initialize;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<nint, void*, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly nint _world;
    private readonly nint _sum;
    private readonly nint _inPlace;

    private MpiLibrary(nint library)
    {
        var isOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _world);
        nint Handle(string name, int ofMpich) => isOpenMpi ? NativeLibrary.GetExport(library, name) : ofMpich;
        _world = Handle("ompi_mpi_comm_world", 0x44000000);
        _sum = Handle("ompi_mpi_op_sum", 0x58000003);
        (Single, Double, Long) = (
            Handle("ompi_mpi_float", 0x4c00040a),
            Handle("ompi_mpi_double", 0x4c00080b),
            Handle("ompi_mpi_int64_t", 0x4c00083a)
        );
        _inPlace = isOpenMpi ? 1 : -1;
        _initialize = (delegate* unmanaged<int*, byte***, int, int*, int>)NativeLibrary.GetExport(library, "MPI_Init_thread");
        _finalize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "MPI_Finalize");
        _rank = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_size");
        _allReduce = (delegate* unmanaged<nint, void*, int, nint, nint, nint, int>)NativeLibrary.GetExport(library, "MPI_Allreduce");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)NativeLibrary.GetExport(library, "MPI_Bcast");
    }

    /// <summary>MPI's name of float32.</summary>
    public nint Single { get; }

    /// <summary>MPI's name of float64.</summary>
    public nint Double { get; }

    /// <summary>MPI's name of int64.</summary>
    public nint Long { get; }

    /// <summary>The first library that is there.</summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static MpiLibrary Load()
    {
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library);
        throw new GlmException(
            $"The launcher started several processes, and none of MPI's libraries is there ({string.Join(", ", Names)}). Install Open MPI "
                + $"(Debian: libopenmpi3), or start one process."
        );
    }

    /// <summary>Once per process. A later error in a call ends the whole job, as MPI has it.</summary>
    public void Initialize()
    {
        const int OneThreadAtATime = 2;
        int provided;
        Check(_initialize(null, null, OneThreadAtATime, &provided), "MPI_Init_thread");
    }

    public void Complete() => Check(_finalize(), "MPI_Finalize");

    public (int Rank, int Size) Place()
    {
        int rank,
            size;
        Check(_rank(_world, &rank), "MPI_Comm_rank");
        Check(_size(_world, &size), "MPI_Comm_size");
        return (rank, size);
    }

    public void Sum(void* numbers, int count, nint type) =>
        Check(_allReduce(_inPlace, numbers, count, type, _sum, _world), "MPI_Allreduce");

    public void Share(void* numbers, int count, nint type) => Check(_broadcast(numbers, count, type, 0, _world), "MPI_Bcast");

    private static void Check(int code, string call)
    {
        if (code != 0)
            throw new GlmException($"{call} failed with code {code}: the processes of the job cannot reach each other. Start it again.");
    }
}
