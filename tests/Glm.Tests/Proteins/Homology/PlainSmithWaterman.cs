using Glm.Proteins.Homology;

namespace Glm.Tests.Proteins.Homology;

/// <summary>
/// Smith and Waterman's local alignment with affine gaps (Gotoh), as plain as it can be written; what the fast ones must equal.
/// </summary>
internal static class PlainSmithWaterman
{
    public static int Score(string query, string target)
    {
        var score = new int[query.Length + 1, target.Length + 1];
        var gapInTarget = new int[query.Length + 1, target.Length + 1];
        var gapInQuery = new int[query.Length + 1, target.Length + 1];
        var best = 0;
        for (var i = 0; i <= query.Length; i++)
        for (var j = 0; j <= target.Length; j++)
        {
            gapInTarget[i, j] = gapInQuery[i, j] = -1_000_000;
            if (i == 0 || j == 0)
                continue;
            gapInTarget[i, j] = Math.Max(score[i - 1, j] - 12, gapInTarget[i - 1, j] - 1);
            gapInQuery[i, j] = Math.Max(score[i, j - 1] - 12, gapInQuery[i, j - 1] - 1);
            var aligned = score[i - 1, j - 1] + Blosum62.Score(Code(query[i - 1]), Code(target[j - 1]));
            score[i, j] = Math.Max(Math.Max(0, aligned), Math.Max(gapInTarget[i, j], gapInQuery[i, j]));
            best = Math.Max(best, score[i, j]);
        }
        return best;
    }

    public static byte Code(char letter) => Blosum62.TryCode(letter, out var code) ? code : throw new ArgumentException($"{letter}");
}
