using System.Security.Cryptography;
using System.Text;

namespace Glm.Features;

/// <summary>
/// What tells one set of windows from another without keeping them: sizes, and checksums (SHA-256, hexadecimal) of what stands in them.
/// Data of equal identities give a training equal numbers, to the bit. Immutable.
/// </summary>
/// <param name="Windows">How many there are.</param>
/// <param name="FeatureWidth">Numbers per feature row.</param>
/// <param name="LabelWidth">Numbers per label row.</param>
/// <param name="Genes">Checksum over the scaffold, place, strands and proteins of every window.</param>
/// <param name="Transform">Checksum of the normaliser and the label components.</param>
/// <param name="Vectors">Checksum of the protein vectors.</param>
public sealed record DataIdentity(int Windows, int FeatureWidth, int LabelWidth, string Genes, string Transform, string Vectors)
{
    /// <summary>Of no data.</summary>
    internal static DataIdentity None { get; } = new(0, 0, 0, "", "", "");

    /// <summary>What is different about other data, as the end of a sentence that begins with "they"; null where nothing is.</summary>
    internal string? DifferenceOf(DataIdentity other) =>
        other.FeatureWidth != FeatureWidth ? $"have {other.FeatureWidth} numbers per feature row, not {FeatureWidth}"
        : other.LabelWidth != LabelWidth ? $"have {other.LabelWidth} numbers per label row, not {LabelWidth}"
        : other.Windows != Windows ? $"have {other.Windows} windows, not {Windows}"
        : other.Genes != Genes ? "have other scaffolds or genes in their windows"
        : other.Transform != Transform ? "have another normaliser or other label components, as other protein vectors bring them about"
        : other.Vectors != Vectors ? "have other protein vectors"
        : null;

    /// <summary>Makes a checksum of what is added piece by piece.</summary>
    internal sealed class Sum : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public void Add(long number) => Add(BitConverter.GetBytes(number));

        public void Add(string text)
        {
            Add((long)text.Length);
            Add(Encoding.UTF8.GetBytes(text));
        }

        /// <summary>The checksum, hexadecimal.</summary>
        public string Take() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Dispose() => _hash.Dispose();
    }
}
