using Glm.Arrays.Storage;
using Glm.Runtime;
using PureHDF;

namespace Glm.Arrays.Hdf5;

/// <summary>Writes arrays of numbers into the root of an HDF5 file, uncompressed, which every reader of HDF5 understands.</summary>
internal static class Hdf5Writer
{
    /// <summary>Writes all arrays and replaces the file only once it is complete.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="arrays">Names, numbers (an array of one dimension of a primitive type, row-major) and sizes.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<(string Name, Array Values, long[] Shape)> arrays)
    {
        var file = new H5File();
        foreach (var (name, values, shape) in arrays)
            file[name] = new H5Dataset(values, fileDims: Array.ConvertAll(shape, size => (ulong)size));
        StoredFile.Replace(path, stream => file.Write(stream));
    }
}
