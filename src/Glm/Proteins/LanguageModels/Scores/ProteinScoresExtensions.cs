using Microsoft.Data.Analysis;

namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>Scores of a language model as a table.</summary>
public static class ProteinScoresExtensions
{
    /// <summary>One row per residue of every protein, or per mutation.</summary>
    public static DataFrame ToDataFrame(this ProteinScores scores)
    {
        if (scores.Mutated is { } mutated)
            return new DataFrame(
                new StringDataFrameColumn("protein", scores.Mutations.Select(_ => mutated)),
                new StringDataFrameColumn("mutation", scores.Mutations.Select(mutation => $"{mutation.Mutation}")),
                new DoubleDataFrameColumn("log_odds", scores.Mutations.Select(mutation => mutation.LogOdds))
            );
        return new DataFrame(
            new StringDataFrameColumn("protein", scores.Proteins.SelectMany(protein => Enumerable.Repeat(protein.Id, protein.Length))),
            new Int32DataFrameColumn("residue", scores.Proteins.SelectMany(protein => Enumerable.Range(1, protein.Length))),
            new DoubleDataFrameColumn(
                "log_likelihood",
                scores.Proteins.SelectMany(protein => protein.LogLikelihoods.Select(log => (double)log))
            )
        );
    }
}
