using System.Text.Json.Serialization;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>How to train. Immutable. One flat block; the reason stands beside each default.</summary>
public sealed record TrainingOptions
{
    /// <summary>The largest budget of <see cref="Minutes"/>: a year.</summary>
    public const double MostMinutes = 366 * 24 * 60;

    /// <summary>
    /// What a triplet loss over functions counts where <see cref="TripletWeight"/> does not say: beside losses of some tenths it is a
    /// nudge, as the losses of masked genes are what a model is for.
    /// </summary>
    public const double DefaultTripletWeight = 0.1;

    /// <summary>
    /// For a model of <see cref="GlmConfig.Genomes"/> and family vectors: about ten minutes of two cores for some dozens of genomes.
    /// </summary>
    public static TrainingOptions Genomes { get; } =
        new()
        {
            Recipe = TrainingRecipe.Contrast,
            Epochs = 20, // after which a model knows its training genes ever better, and others hardly
            BatchSize = 16, // as many updates as possible from a pass of some thousand windows
            LearningRate = 3e-4, // the closed form is to be improved, not forgotten
            Schedule = LearningRateSchedule.Linear,
            MaskProbability = 0.3, // twice the genes to learn from, and enough neighbours left
        };

    /// <summary>
    /// The options that suit a model: <see cref="Genomes"/> for one whose heads begin at their neighbours, as those of
    /// <see cref="GlmConfig.Genomes"/>, and the defaults for others.
    /// </summary>
    /// <param name="model">To be trained.</param>
    public static TrainingOptions For(GlmModel model) =>
        model.Config.Initialization == GlmInitialization.Neighbours ? Genomes : new TrainingOptions();

    /// <summary>Optimiser steps. Null: as <see cref="Epochs"/> says.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// Passes over the training windows, used where <see cref="Steps"/> is null. 100 passes suit data of a few hundred windows.
    /// </summary>
    public int Epochs { get; init; } = 100;

    /// <summary>
    /// Time that the run may take, in minutes, all parts of a resumed one together; reading and preparing data comes before it. Where
    /// <see cref="Steps"/> is null, a few steps that change nothing are timed first, and the run has as many as fit: from there on it is
    /// the run of that many <see cref="Steps"/>, to the bit. Where the time is over all the same, the run ends early, is evaluated and
    /// saved. Null: no limit.
    /// </summary>
    public double? Minutes { get; init; }

    /// <summary>Windows per step. The publication used 3,000 on four GPUs; 32 fits a CPU.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Pieces in which a step computes its batch, one after the other: the batch and what is learned from it stay the same, but for
    /// rounding and for what dropout draws, and take as much less memory. At most one per window. Where memory runs out there will be
    /// more.
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// What windows are balanced by: a taxon has the share of each pass that <see cref="BalancePower"/> of its windows gives it, so that
    /// one with very many genomes does not decide what is learned. Null: every window counts alike.
    /// </summary>
    public WindowUnit? Balance { get; init; }

    /// <summary>
    /// The power of a taxon's number of windows that its share in a balanced pass grows with, 0 to 1. The square root, as is customary for
    /// languages of unequal size; 0 makes taxa count alike, and repeats the windows of small ones very often, 1 changes nothing.
    /// </summary>
    public double BalancePower { get; init; } = 0.5;

    /// <summary>The rate after warm-up, from where <see cref="Schedule"/> goes on.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>
    /// Steps of linear warm-up. Null: those of the recipe, 5,000 as published or, corrected, a tenth of the steps, at most 5,000.
    /// </summary>
    public int? WarmupSteps { get; init; }

    /// <summary>What the learning rate does after its warm-up. It stays, as published.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>
    /// By how much of itself, times the learning rate, each weight of a matrix shrinks per step; 0.01 to 0.1 is customary. Biases and
    /// LayerNorms do not shrink. None, as published.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// What an exponential moving average of the weights keeps per step, such as 0.999; the average is what is evaluated, and what the
    /// model becomes at the end. Null: no average.
    /// </summary>
    public double? EmaDecay { get; init; }

    /// <summary>With how many digits the steps compute. Evaluations compute in float32.</summary>
    public ComputePrecision Precision { get; init; }

    /// <summary>Probability that a gene is masked, above 0 to 1.</summary>
    public double MaskProbability { get; init; } = 0.15;

    /// <summary>Share of the windows held out for evaluation, 0 to below 1.</summary>
    public double EvaluationFraction { get; init; } = 0.1;

    /// <summary>
    /// What is held out as a whole. Null: genomes, or scaffolds where there is one genome only. A taxon asks most: no relative of what is
    /// evaluated is trained on.
    /// </summary>
    public WindowUnit? EvaluateBy { get; init; }

    /// <summary>
    /// Steps between evaluations. Null: so many that all evaluations together take at most 3% of the time, but at most twenty and at
    /// least three, beside the one before the first step; twenty for the published recipe and where there is a <see cref="Patience"/>.
    /// </summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>
    /// Training stops early after so many evaluations in a row without a smaller held-out loss, and the model becomes the one of the
    /// smallest. Null: all steps are done, and the model is that of the last.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Losses, clipping and optimiser: <see cref="TrainingRecipe.Corrected"/>, the default, or <see cref="TrainingRecipe.Published"/>, the
    /// published code to the digit, oddities included.
    /// </summary>
    [JsonPropertyOrder(-1)] // others follow from it, so where two runs are compared it comes first
    public TrainingRecipe Recipe { get; init; } = TrainingRecipe.Corrected;

    /// <summary>
    /// What the <see cref="TripletLoss"/> over functions of genes counts beside the loss of the masked genes, 0 or more, where
    /// <see cref="Trainer"/> is given a function; 0 is training without. Null: <see cref="DefaultTripletWeight"/> with a function, and
    /// none without.
    /// </summary>
    public double? TripletWeight { get; init; }

    /// <summary>
    /// The parameters that learn, as ranges of the model's flat buffer: <c>[model.Parameters.Layout.Head.Range]</c> trains the head alone.
    /// Null: all.
    /// </summary>
    public IReadOnlyList<ParameterRange>? Trained { get; init; }

    /// <summary>
    /// Decides the split, the order of windows, the masks and the dropout. Equal seeds give equal results, to the bit, on one machine.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Folder in which the model is saved at the end, or when interrupted, and the state of the training meanwhile. A run of these options
    /// that was broken off there goes on, to the same numbers as if it had not been; one that is finished is not trained again. Null:
    /// nothing is saved.
    /// </summary>
    [JsonIgnore]
    public string? SaveTo { get; init; }

    /// <summary>
    /// Folder in which an event file for TensorBoard grows by a record per step; a run that goes on with the same folder has every step
    /// once. Null: none.
    /// </summary>
    [JsonIgnore]
    public string? TensorBoard { get; init; }

    /// <summary>How often the state is written into <see cref="SaveTo"/>.</summary>
    [JsonIgnore]
    public CheckpointInterval CheckpointEvery { get; init; } = CheckpointInterval.Standard;

    /// <summary>
    /// Whether the run in <see cref="SaveTo"/>, which must be there, goes on with its own model, and for more steps where
    /// <see cref="Steps"/>, <see cref="Epochs"/>, <see cref="Minutes"/> or <see cref="Patience"/> says so.
    /// <see cref="TrainingRun.Options"/> have it set.
    /// </summary>
    [JsonIgnore]
    public bool Resume { get; init; }

    /// <summary>Whether a run in <see cref="SaveTo"/> is given up for a new one.</summary>
    [JsonIgnore]
    public bool Restart { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Recipe.Validate();
        Check(Steps is null or >= 1, "steps", Steps, "at least 1");
        Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        Check(Minutes is null or (> 0 and <= MostMinutes), "budget of minutes", Minutes, "above 0 and at most a year");
        Check(BatchSize >= 1, "batch size", BatchSize, "at least 1");
        Check(Accumulate >= 1 && Accumulate <= BatchSize, "number of pieces of a batch", Accumulate, $"1 to the batch size, {BatchSize}");
        Check(Balance is null || Enum.IsDefined(Balance.Value), "unit that windows are balanced by", Balance, "one of those there are");
        Check(BalancePower is >= 0 and <= 1, "power of the balance", BalancePower, "0 to 1");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning rate", LearningRate, "above 0");
        Check(WarmupSteps is null or >= 0, "warm-up", WarmupSteps, "0 or more steps");
        Check(Enum.IsDefined(Schedule), "schedule of the learning rate", Schedule, "one of those there are");
        Check(WeightDecay >= 0 && LearningRate * WeightDecay < 1, "weight decay", WeightDecay, "0 or more, and below 1 / learning rate");
        Check(EmaDecay is null or (> 0 and < 1), "decay of the moving average", EmaDecay, "above 0 and below 1");
        Check(Enum.IsDefined(Precision), "precision", Precision, "one of those there are");
        Check(Patience is null or >= 1, "patience", Patience, "at least 1 evaluation");
        if (Patience is not null && EvaluationFraction == 0)
            throw new GlmException(
                $"{Setting.Of(nameof(Patience))} waits for a smaller held-out loss, and {Setting.Of(nameof(EvaluationFraction), 0)} holds "
                    + $"nothing out. Leave one of them out."
            );
        Check(
            TripletWeight is null || (TripletWeight >= 0 && double.IsFinite(TripletWeight.Value)),
            "triplet weight",
            TripletWeight,
            "0 or more"
        );
        Check(MaskProbability is > 0 and <= 1, "mask probability", MaskProbability, "above 0 and at most 1");
        Check(EvaluationFraction is >= 0 and < 1, "share held out for evaluation", EvaluationFraction, "0 to below 1");
        Check(EvaluateEvery is null or >= 1, "evaluation interval", EvaluateEvery, "at least 1 step");
        if (Resume && (Restart || SaveTo is null))
            throw new GlmException(
                $"{Setting.Of(nameof(Resume))} goes on with the run in {Setting.Of(nameof(SaveTo))}; "
                    + (Restart ? $"it cannot be combined with {Setting.Of(nameof(Restart))}." : "name that folder.")
            );

        static void Check(bool good, string name, object? value, string rule)
        {
            if (!good)
                throw new GlmException($"The {name} is {value}; it must be {rule}.");
        }
    }
}
