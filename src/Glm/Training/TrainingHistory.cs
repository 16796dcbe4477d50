namespace Glm.Training;

/// <summary>One optimiser step.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Loss">Total loss of the batch's masked genes before the update.</param>
/// <param name="LearningRate">The rate that the update used.</param>
/// <param name="PseudoAccuracy">Share of the batch's masked genes that the closest of the predictions identifies, 0 to 1; NaN if none was
/// masked.</param>
/// <param name="AbsoluteAccuracy">The same for the most likely prediction.</param>
/// <param name="GenesPerSecond">Genes read per second of this step.</param>
public sealed record TrainingStep(
    int Step,
    double Loss,
    double LearningRate,
    double PseudoAccuracy,
    double AbsoluteAccuracy,
    double GenesPerSecond
)
{
    /// <summary>
    /// Squared error of the closest prediction: nearly all of <see cref="Loss"/>, or, times
    /// <see cref="TrainingRecipe.PredictionWeight"/>, its part beside a contrast.
    /// </summary>
    public double PredictionLoss { get; init; } = double.NaN;

    /// <summary>
    /// Cross-entropy of the likelihoods against the closest prediction. Its weight in <see cref="Loss"/> is small, and none beside a
    /// contrast, which learns them itself.
    /// </summary>
    public double LikelihoodLoss { get; init; } = double.NaN;

    /// <summary>
    /// The <see cref="Modeling.TripletLoss"/> over functions of the batch, 0 to 4.2; 0 where the batch has no triplet, and NaN in a run
    /// without a function. Not in <see cref="Loss"/>, so that runs with and without compare: what is learned is that, and this times
    /// <see cref="TrainingOptions.TripletWeight"/>.
    /// </summary>
    public double TripletLoss { get; init; } = double.NaN;

    /// <summary>Euclidean norm of the gradient before it was clipped.</summary>
    public double GradientNorm { get; init; } = double.NaN;

    /// <summary>Windows read per second of this step.</summary>
    public double WindowsPerSecond { get; init; } = double.NaN;

    /// <summary>Floating-point operations per second of this step, see <see cref="Modeling.ModelFlops"/>.</summary>
    public double FlopsPerSecond { get; init; } = double.NaN;

    /// <summary>Duration of the run up to the end of this step; what passed between the parts of a resumed run does not count.</summary>
    public double Seconds { get; init; } = double.NaN;
}

/// <summary>Figures on the held-out windows, with masks that are the same at every evaluation.</summary>
/// <param name="Step">After how many steps; 0 is the model as it was before training.</param>
/// <param name="Loss">Total loss.</param>
/// <param name="PseudoAccuracy">See <see cref="TrainingStep"/>.</param>
/// <param name="AbsoluteAccuracy">See <see cref="TrainingStep"/>.</param>
/// <param name="MaskedGenes">How many masked genes the figures rest on.</param>
public sealed record EvaluationPoint(int Step, double Loss, double PseudoAccuracy, double AbsoluteAccuracy, int MaskedGenes)
{
    /// <summary>Whether the likelihoods mean what they say; null where a run of an earlier version did not count it.</summary>
    public Calibration? Calibration { get; init; }
}

/// <summary>What a training run did, all parts of a resumed run together. Immutable by convention.</summary>
/// <param name="Steps">In order.</param>
/// <param name="Evaluations">In order, the untrained model first; empty where nothing is held out.</param>
/// <param name="ChanceAccuracy">Accuracy of choosing a gene of the window at random: mean of 1 / window length over held-out
/// genes.</param>
/// <param name="TrainingWindows">Windows trained on.</param>
/// <param name="EvaluationWindows">Windows held out.</param>
/// <param name="Parameters">Trainable numbers in the model.</param>
/// <param name="Interrupted">True if the run was stopped before its last step.</param>
/// <param name="Seconds">Duration; what passed between the parts of a resumed run does not count.</param>
/// <param name="SavedTo">Folder of the saved model; null if none was asked for.</param>
public sealed record TrainingHistory(
    IReadOnlyList<TrainingStep> Steps,
    IReadOnlyList<EvaluationPoint> Evaluations,
    double ChanceAccuracy,
    int TrainingWindows,
    int EvaluationWindows,
    long Parameters,
    bool Interrupted,
    double Seconds,
    string? SavedTo
)
{
    /// <summary>What was held out as a whole.</summary>
    public WindowUnit EvaluatedBy { get; init; } = WindowUnit.Genome;

    /// <summary>The ids of the held-out genomes or scaffolds, or the names of the held-out taxa. Untrusted text.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>
    /// What baselines make of the genes that the evaluations hide: lines in the curve. Empty where none were asked for.
    /// </summary>
    public IReadOnlyList<BaselineScore> Baselines { get; init; } = [];

    /// <summary>
    /// Pseudo-accuracy of random training genes, as many as the model makes predictions, on the genes that the evaluations hide: choosing
    /// the best of several with the answer in hand beats chance by itself. NaN where nothing was evaluated.
    /// </summary>
    public double RandomGenesAccuracy { get; init; } = double.NaN;

    /// <summary>Predictions of the model per gene.</summary>
    public int Predictions { get; init; } = 4;

    /// <summary>
    /// Floating-point operations per second that the machine reaches in products of matrices (<see cref="Runtime.MachineSpeed"/>): that
    /// of which <see cref="TrainingStep.FlopsPerSecond"/> is a share; of several processes, what they reach together. NaN where it was not
    /// measured, as in runs of a moment or that report no progress, or where the steps were faster: the machine was busy then.
    /// </summary>
    public double PeakFlops { get; init; } = double.NaN;

    /// <summary>The most memory that the process held so far, in bytes, all that it did before included; 0 where unknown.</summary>
    public long PeakMemory { get; init; }

    /// <summary>How the run went on; null for one that was done in one piece.</summary>
    public ResumedRun? Resumed { get; init; }

    /// <summary>True where no smaller held-out loss came for as long as <see cref="TrainingOptions.Patience"/> says.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>After how many steps the model was as it is now: those of the best evaluation where there was a patience.</summary>
    public int ModelStep { get; init; }

    /// <summary>What the user should know, a sentence each: damaged checkpoints that were passed over, another number of threads, memory
    /// that ran out.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
