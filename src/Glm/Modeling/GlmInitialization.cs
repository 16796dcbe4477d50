namespace Glm.Modeling;

/// <summary>How the weights of a fresh model are drawn.</summary>
public enum GlmInitialization
{
    /// <summary>
    /// As published: every weight normal with <see cref="GlmConfig.InitializerRange"/>, zero biases. The range suits the published width;
    /// in a narrow model every map shrinks what it reads, the feed-forward blocks begin as linear ones, and attention as a plain mean of
    /// the window, from which training on many families hardly gets away.
    /// </summary>
    Published,

    /// <summary>
    /// Every map keeps the scale of what it reads, whatever the width (1 / √ of its inputs), and every head begins by reading one
    /// neighbour: in the first layer the nearest gene that is read towards this one, that which is read away from it, the second nearest,
    /// and so on, whichever side it is on; in later ones the gene before, the next one, the second before. In the first layer a head hands
    /// the neighbour's protein on undistorted, as far as its size allows, and each feature of the feed-forward block looks at one
    /// neighbour. The last feed-forward block begins by adding nothing: a <see cref="Training.TrainingRecipe.StartsInClosedForm"/> finds
    /// what it should add.
    /// </summary>
    Neighbours,
}
