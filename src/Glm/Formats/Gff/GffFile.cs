using Glm.Formats.Annotation;

namespace Glm.Formats.Gff;

/// <summary>A GFF3 file as it was read.</summary>
/// <param name="Records">One for each sequence that features lie on, in the order in which they appear; those without a CDS too.</param>
/// <param name="Summary">Counts.</param>
public sealed record GffFile(IReadOnlyList<AnnotatedRecord> Records, GffSummary Summary);
