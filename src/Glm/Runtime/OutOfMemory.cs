using System.Runtime.InteropServices;

namespace Glm.Runtime;

/// <summary>How a lack of memory shows itself: libtorch has no exception of its own for it, only words.</summary>
internal static class OutOfMemory
{
    /// <summary>Of the allocators for CUDA, for the CPU, and of older ones.</summary>
    private static readonly string[] Words = ["out of memory", "can't allocate memory", "not enough memory", "std::bad_alloc"];

    /// <summary>Whether a computation failed for want of memory.</summary>
    public static bool IsCauseOf(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException && Words.Any(words => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
