using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Counts the coding sequences of annotated records.</summary>
internal static class CdsCounts
{
    /// <summary>Counts by the names of <see cref="FileSummary.Counts"/>; reads the records one by one.</summary>
    public static Dictionary<string, long> Of(IEnumerable<AnnotatedRecord> found)
    {
        long records = 0,
            all = 0,
            translated = 0,
            residues = 0,
            plus = 0,
            minus = 0,
            neither = 0,
            allPlus = 0,
            allMinus = 0,
            pseudo = 0,
            compound = 0,
            partial = 0,
            exceptions = 0,
            withEc = 0,
            withGo = 0,
            contradictory = 0;
        foreach (var record in found)
        {
            records++;
            contradictory += StatedLengths.Agree(record) ? 0 : 1;
            foreach (var cds in record.Cds)
            {
                var strand = cds.Location.Strand;
                all++;
                if (strand == Strand.Forward)
                    allPlus++;
                if (strand == Strand.Reverse)
                    allMinus++;
                if (cds.IsPseudo)
                    pseudo++;
                if (cds.Location.Parts.Count > 1)
                    compound++;
                if (cds.Location.Partial != PartialEnds.None)
                    partial++;
                if (cds.Exceptions.Count > 0)
                    exceptions++;
                if (cds.EcNumbers.Count > 0)
                    withEc++;
                if (cds.GoTerms.Count > 0)
                    withGo++;
                if (cds.Translation is not { } translation)
                    continue;
                translated++;
                residues += translation.Length;
                if (strand == Strand.Forward)
                    plus++;
                else if (strand == Strand.Reverse)
                    minus++;
                else
                    neither++;
            }
        }
        var counts = new Dictionary<string, long>
        {
            ["records"] = records,
            ["cds"] = all,
            ["cds_translated"] = translated,
            ["protein_length_sum"] = residues,
            ["plus"] = plus,
            ["minus"] = minus,
            ["strand_mixed_or_none"] = neither,
            ["cds_all_plus"] = allPlus,
            ["cds_all_minus"] = allMinus,
            ["cds_pseudo"] = pseudo,
            ["cds_compound"] = compound,
            ["cds_partial"] = partial,
            ["cds_transl_except"] = exceptions,
            ["cds_with_EC"] = withEc,
            ["cds_with_GO"] = withGo,
        };
        // Loading refuses such a file.
        if (contradictory > 0)
            counts["records_of_other_length"] = contradictory;
        return counts;
    }
}
