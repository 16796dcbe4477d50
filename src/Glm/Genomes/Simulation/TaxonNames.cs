namespace Glm.Genomes.Simulation;

/// <summary>Made-up taxa in the form of real ones. None is a published name on purpose.</summary>
internal static class TaxonNames
{
    // Order alternates so that the first classes fall into two phyla.
    private static readonly string[] Phyla = ["Lacunobacteriota", "Vespertinota", "Calderospirota", "Nivalimicrobiota"];
    private static readonly string[] ClassStems =
    [
        "Umbricol",
        "Ferrilac",
        "Thermoviv",
        "Salinospir",
        "Psychrolim",
        "Sulfuripet",
        "Pelagovir",
        "Argillid",
    ];
    private static readonly string[] GenusEndings = ["ibacter", "imonas", "ispira", "icoccus", "ivibrio", "ithrix", "ibacillus", "ibium"];

    // csharpier-ignore
    private static readonly string[] Epithets =
    [
        "profundus", "lentus", "gracilis", "vernalis", "tenax", "mobilis", "pallidus", "robustus", "insularis", "montanus",
        "lucidus", "obscurus", "tardus", "velox", "minor", "grandis", "borealis", "australis", "fluvialis", "littoralis",
        "silvestris", "ruber", "flavus", "niger",
    ];

    public static int MaxClasses => ClassStems.Length;

    /// <summary>The lineage of a species; all numbers count from 0, the genus and the species within their parent.</summary>
    public static Lineage Lineage(int taxonomicClass, int genus, int species)
    {
        var stem = ClassStems[taxonomicClass];
        var genusName = stem + GenusEndings[genus % GenusEndings.Length] + Numbered(genus / GenusEndings.Length);
        // Sister genera take their epithets from different places of the list.
        var epithet = Epithets[((genus * 7) + (taxonomicClass * 5) + species) % Epithets.Length] + Numbered(species / Epithets.Length);
        return new Lineage(
            "Bacteria",
            Phyla[taxonomicClass / 2],
            stem + "ia",
            stem + "ales",
            stem + "aceae",
            genusName,
            $"{genusName} {epithet}"
        );
    }

    private static string Numbered(int round) =>
        round == 0
            ? ""
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"_{(char)('A' + ((round - 1) % 26))}{(round > 26 ? $"{round / 26}" : "")}"
            );
}
