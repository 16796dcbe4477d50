using System.Diagnostics;
using Microsoft.Data.Analysis;

namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>Scores of a language model as a table.</summary>
public static class ProteinScoresExtensions
{
    /// <summary>One row per residue of every protein, or per mutation.</summary>
    public static DataFrame ToDataFrame(this ProteinScores scores) =>
        scores switch
        {
            ProteinLikelihoods { Proteins: var proteins } => new DataFrame(
                new StringDataFrameColumn("protein", proteins.SelectMany(protein => Enumerable.Repeat(protein.Id, protein.Length))),
                new Int32DataFrameColumn("residue", proteins.SelectMany(protein => Enumerable.Range(1, protein.Length))),
                new DoubleDataFrameColumn(
                    "log_likelihood",
                    proteins.SelectMany(protein => protein.LogLikelihoods.Select(log => (double)log))
                )
            ),
            MutationScores { Mutations: var mutations } own => new DataFrame(
                new StringDataFrameColumn("protein", mutations.Select(_ => own.Protein)),
                new StringDataFrameColumn("mutation", mutations.Select(mutation => $"{mutation.Mutation}")),
                new DoubleDataFrameColumn("log_odds", mutations.Select(mutation => mutation.LogOdds))
            ),
            _ => throw new UnreachableException(),
        };
}
