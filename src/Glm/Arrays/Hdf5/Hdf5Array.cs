using PureHDF;

namespace Glm.Arrays.Hdf5;

/// <summary>An array of an HDF5 file that was not read yet.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Dataset">Of the library.</param>
internal sealed record Hdf5Array(string Name, IReadOnlyList<long> Shape, IH5Dataset Dataset)
{
    /// <summary>Whether it holds texts.</summary>
    public bool IsText => Dataset.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength;
}
