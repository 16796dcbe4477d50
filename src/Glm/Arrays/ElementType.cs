namespace Glm.Arrays;

/// <summary>Element types that the array formats of this project exchange.</summary>
public enum ElementType
{
    Bool,
    UInt8,
    Int8,
    Int16,
    Int32,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
}
