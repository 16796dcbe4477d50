namespace Glm.Interactive.Hosting;

/// <summary>An object that describes its size in a few words, for <c>#!glm info</c>.</summary>
public interface IDescribable
{
    /// <summary>One line without a line break, for example "24 genomes, 2,304 genes". May hold untrusted text.</summary>
    string Description { get; }
}
