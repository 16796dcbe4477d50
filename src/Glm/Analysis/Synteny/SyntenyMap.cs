using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Synteny;

/// <summary>Stretches of scaffolds one below the other, and which of their genes are homologous. Immutable by convention.</summary>
/// <param name="Tracks">From top to bottom; at least one.</param>
/// <param name="Links">Between neighbouring tracks, by track and position.</param>
/// <param name="MinIdentity">The least identity that makes two proteins homologous, 0 to 1.</param>
/// <param name="Proteins">Of the shown genes, by id.</param>
public sealed record SyntenyMap(
    IReadOnlyList<SyntenyTrack> Tracks,
    IReadOnlyList<SyntenyLink> Links,
    double MinIdentity,
    IReadOnlyDictionary<string, Protein> Proteins
)
{
    /// <summary>How many homology groups the map's genes form.</summary>
    public int GroupCount => Tracks.Max(track => track.Groups.DefaultIfEmpty(-1).Max()) + 1;

    /// <summary>
    /// One row per shown gene: track (from 1), scaffold, position on it (from 1), gene, name, product, strand, start, end and homology
    /// group (from 1; null for none).
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var rows = Tracks
            .SelectMany(
                (track, t) =>
                    track.Region.Genes.Select((gene, i) => (Track: t + 1, track.Region, Gene: gene, Index: i, Group: track.Groups[i]))
            )
            .ToList();
        return new DataFrame(
            new PrimitiveDataFrameColumn<int>("track", rows.Select(row => row.Track)),
            new StringDataFrameColumn("scaffold", rows.Select(row => row.Region.Scaffold.Id)),
            new PrimitiveDataFrameColumn<int>("position", rows.Select(row => row.Region.Start + row.Index + 1)),
            new StringDataFrameColumn("gene", rows.Select(row => row.Gene.Id)),
            new StringDataFrameColumn("name", rows.Select(row => row.Gene.Name)),
            new StringDataFrameColumn("product", rows.Select(row => row.Gene.Product)),
            new StringDataFrameColumn("strand", rows.Select(row => row.Gene.Strand == Strand.Forward ? "+" : "-")),
            new PrimitiveDataFrameColumn<int>("start", rows.Select(row => row.Gene.Start)),
            new PrimitiveDataFrameColumn<int>("end", rows.Select(row => row.Gene.End)),
            new PrimitiveDataFrameColumn<int>("group", rows.Select(row => row.Group < 0 ? (int?)null : row.Group + 1))
        );
    }
}
