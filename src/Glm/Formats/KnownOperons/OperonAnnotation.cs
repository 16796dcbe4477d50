namespace Glm.Formats.KnownOperons;

/// <summary>
/// What a file says about operons: which genes are in which, or which pairs of genes are in one. Immutable by convention; made by
/// <see cref="OperonAnnotationReader"/>.
/// </summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Form">Which form of file it is, such as "list of operons".</param>
/// <param name="Members">In file order; empty for a file of pairs.</param>
/// <param name="Pairs">In file order; empty for a file of genes.</param>
public sealed record OperonAnnotation(
    string Source,
    string Form,
    IReadOnlyList<OperonMember> Members,
    IReadOnlyList<LabelledGenePair> Pairs
);
