namespace Glm.Statistics;

/// <summary>
/// The best harmonic mean of precision and recall over all thresholds, item by item, as predictions of protein function are judged (CAFA's
/// protein-centric Fmax). Immutable.
/// </summary>
/// <param name="Value">2 · precision · recall / (precision + recall), 0 to 1; NaN where no item has a label.</param>
/// <param name="Threshold">Where it is reached, 0 to 1; the lowest of several. A label is predicted whose score is at least that.</param>
/// <param name="Precision">Mean share of an item's predicted labels that it has, over the items of which some label is predicted.</param>
/// <param name="Recall">Mean share of an item's labels that are predicted, over all items.</param>
/// <param name="Coverage">Share of the items of which some label is predicted, 0 to 1.</param>
public readonly record struct FMax(double Value, double Threshold, double Precision, double Recall, double Coverage);
