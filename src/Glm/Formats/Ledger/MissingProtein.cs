namespace Glm.Formats.Ledger;

/// <summary>Why a coding sequence has no protein.</summary>
/// <param name="Kind">The same for all genes that the ledger counts together.</param>
/// <param name="Reason">One line; where genes of one kind differ in it, as in the names of their sequences, the ledger keeps the
/// first.</param>
internal sealed record MissingProtein(string Kind, string Reason)
{
    /// <summary>A reason that is the same for all its genes.</summary>
    public MissingProtein(string reason)
        : this(reason, reason) { }
}
