using Glm.Arrays;

namespace Glm.Interactive.Results;

/// <summary>An array that a result is exported as.</summary>
/// <param name="Name">Of the tensor in a file that holds several.</param>
/// <param name="Values">The numbers.</param>
/// <param name="Rows">What each row of the first axis is, for the file of ids beside the array; null where it has none.</param>
internal sealed record ResultArray(string Name, NdArray Values, IEnumerable<string>? Rows = null);
