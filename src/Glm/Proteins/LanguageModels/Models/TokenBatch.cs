using static TorchSharp.torch;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// Some sequences of tokens one after the other, without padding: matrix products take them as one, and attention takes those of one
/// length together. So no work is wasted, and nothing of a sequence reaches another.
/// </summary>
/// <remarks>S sequences, T tokens of all of them.</remarks>
public sealed class TokenBatch
{
    /// <param name="sequences">At least one, none empty, shortest or longest first: neighbours of one length are one group.</param>
    public TokenBatch(IReadOnlyList<byte[]> sequences)
    {
        Tokens = [.. sequences.SelectMany(tokens => tokens)];
        var groups = new List<TokenGroup>();
        for (var (i, start) = (0, 0); i < sequences.Count; i += groups[^1].Count, start = groups[^1].End)
        {
            var length = sequences[i].Length;
            var count = 1;
            while (i + count < sequences.Count && sequences[i + count].Length == length)
                count++;
            groups.Add(new TokenGroup(start, count, length));
        }
        Groups = groups;
    }

    /// <summary>[T].</summary>
    public byte[] Tokens { get; }

    /// <summary>Sequences of one length, in their order.</summary>
    public IReadOnlyList<TokenGroup> Groups { get; }

    /// <summary>The most tokens of a sequence.</summary>
    internal int LongestLength => Groups.Max(group => group.Length);

    /// <summary>[T], int64.</summary>
    internal Tensor TokensOn(Device device) => tensor(Array.ConvertAll(Tokens, token => (long)token), device: device);

    /// <summary>[T], int64: where in its sequence each token stands, from 0.</summary>
    internal Tensor PositionsOn(Device device) =>
        tensor(
            Groups.SelectMany(group => Enumerable.Range(0, group.Count * group.Length).Select(i => (long)(i % group.Length))).ToArray(),
            device: device
        );
}
