using Glm.Formats.Text;

namespace Glm.Formats.Labels;

/// <summary>
/// One kind of table that gives genes labels: how it is recognised and how its rows become cells. <see cref="LabelFormats.All"/> lists
/// them. They are no <see cref="FileFormat"/>: a table of labels is named by the user and never found among the files of a genome.
/// </summary>
internal abstract class LabelFormat
{
    /// <summary>What messages call such a table.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the first lines of a file are of this kind.</summary>
    /// <param name="head">Lines without their ends, comments and blank lines included.</param>
    public abstract bool Recognises(IReadOnlyList<string> head);

    /// <summary>Begins to read.</summary>
    /// <param name="lines">From the beginning of the file; stays open.</param>
    /// <param name="head">The file's first lines, which <paramref name="lines"/> gives too.</param>
    public abstract LabelRows Open(TableLines lines, IReadOnlyList<string> head);
}
