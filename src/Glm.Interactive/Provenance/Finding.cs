namespace Glm.Interactive.Provenance;

/// <summary>What comparing one result or input found.</summary>
/// <param name="Name">Of the result or input, and where it stands. Untrusted text.</param>
/// <param name="Verdict">How it compares.</param>
/// <param name="Detail">Which figures differ, and by how much; what is missing; empty where there is nothing to say.</param>
/// <param name="Difference">The largest relative difference of its numbers; 0 for none.</param>
public sealed record Finding(string Name, Verdict Verdict, string Detail = "", double Difference = 0);
