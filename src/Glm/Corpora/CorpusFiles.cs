using Glm.Formats;
using Glm.Formats.Ledger;
using Glm.Formats.Loading;
using Glm.Formats.Sources;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Corpora;

/// <summary>Makes corpora, adds genomes to them, and embeds their proteins.</summary>
public static class CorpusFiles
{
    /// <summary>Number of proteins embedded at once.</summary>
    private const int EmbedRows = 8192;

    /// <summary>
    /// Adds genome files to a corpus, or makes one. Files are read side by side and in parts; memory grows by some 25 bytes per distinct
    /// protein and does not grow otherwise. Files whose content is already in the corpus are skipped, so repeating the call resumes after
    /// an interruption or a kill.
    /// </summary>
    /// <param name="folder">The corpus; made if it does not exist.</param>
    /// <param name="path">File, folder or pattern, as for <see cref="ScaffoldFiles.Load"/>.</param>
    /// <param name="options">Other files, and how scaffolds are cut, which must be the corpus' own; null for the defaults. Operon tables
    /// are not kept.</param>
    /// <param name="progress">Files read so far, and the windows and proteins they added.</param>
    /// <param name="cancellation">Stops; what was added before stays.</param>
    /// <exception cref="GlmException">A file is damaged; the folder is not a corpus, another process is writing to it, or it cannot be
    /// written.</exception>
    public static CorpusAddition Add(
        string folder,
        string path,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => AddAll(folder, [path], options, progress, cancellation);

    /// <summary>Adds the genomes of several files, folders or patterns.</summary>
    /// <param name="folder">The corpus; made if it does not exist.</param>
    /// <param name="paths">At least one; see <see cref="ScaffoldFiles.Load"/>.</param>
    /// <param name="options">See <see cref="Add"/>.</param>
    /// <param name="progress">Files read so far, and the windows and proteins they added.</param>
    /// <param name="cancellation">Stops; what was added before stays.</param>
    /// <exception cref="GlmException">As <see cref="Add"/>.</exception>
    public static CorpusAddition AddAll(
        string folder,
        IReadOnlyList<string> paths,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new LoadOptions();
        WindowCutter.Cut([], options.MinGenes, options.MaxGenes, options.Stride, options.KeepShort);
        TaxonFilter.Of(options); // before any file is looked at
        var source = SourceResolver.ResolveAll(paths, options);
        using var writer = CorpusBuilder.Open(folder, CorpusLimits.Of(options));
        var ledger = new LedgerBuilder(source.PassedOver);
        if (source.Operons is { } operons)
            ledger.PassOver(new PassedOverFile(operons, "a corpus keeps no operons", IsUnreadable: false));
        source = source with { Operons = null };
        var reading = new CorpusReading(options, ledger, writer.FilesSoFar());
        var (read, known, windows, genes, proteins) = (0, 0, 0L, 0L, 0L);
        var dropped = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            foreach (var part in reading.Read(source, writer.IsEmpty, progress, cancellation))
            {
                if (part.IsLast && writer.HasAll(part.Sha256))
                    known++;
                else if (part.IsLast)
                    read++;
                if (!writer.Has(part.Sha256, part.Number))
                {
                    var step = writer.Add(part);
                    (windows, genes, proteins) = (windows + step.Windows, genes + step.Genes, proteins + step.NewProteins);
                    foreach (var (reason, count) in step.Dropped)
                        dropped[reason] = dropped.GetValueOrDefault(reason) + count;
                }
                progress?.Report(
                    new ProgressReport(
                        "add genomes",
                        read + known,
                        Math.Max(1, source.Genomes.Count),
                        "files",
                        [new("windows", windows, "N0"), new("new proteins", proteins, "N0")]
                    )
                );
            }
        }
        finally
        {
            writer.Flush();
        }
        return new CorpusAddition(read, known, windows, genes, proteins, dropped) { Ledger = ledger.Build() };
    }

    /// <summary>
    /// Embeds the proteins of a corpus that have no vector yet, block by block; repeating the call resumes after an interruption or a
    /// kill.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="embedder">The embedder of the vectors that are there, if there are any.</param>
    /// <param name="progress">Proteins with a vector.</param>
    /// <param name="cancellation">Stops; the vectors made before stay.</param>
    /// <param name="normalizer">That of the embedder; null to have one fitted to the vectors.</param>
    /// <returns>The number of vectors made.</returns>
    /// <exception cref="GlmException">There is no corpus, another process is writing to it, or its vectors come from another
    /// embedder.</exception>
    public static int Embed(
        string folder,
        IProteinEmbedder embedder,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default,
        Normalizer? normalizer = null
    )
    {
        using var writer = CorpusBuilder.Open(folder, limits: null);
        // A normaliser that is not the noted one may be what a kill left, and is replaced here.
        using var corpus = normalizer is null ? Corpus.Open(folder) : Corpus.OpenWithAnyNormalizer(folder);
        CheckSource(corpus, embedder.Name);
        CheckWidth(corpus, embedder.Width, embedder.Name);
        KeepSpace(corpus, (embedder as FamilyEmbedder)?.Space);
        if (normalizer is not null && normalizer.Width != embedder.Width)
            throw new GlmException(
                $"{embedder.Name} makes vectors of {embedder.Width} numbers, and the normaliser is for {normalizer.Width}. Give that "
                    + $"of the embedder, or leave it out to fit one."
            );
        var first = corpus.Vectors?.Count ?? 0;
        var isNormalizerSet = normalizer is null;
        try
        {
            for (var start = first; start < corpus.ProteinCount; start += embedder.BlockSize)
            {
                cancellation.ThrowIfCancellationRequested();
                var proteins = corpus.Proteins(start, embedder.BlockSize);
                var block = BlockProgress.Of(progress, start, corpus.ProteinCount);
                var vectors = embedder.Embed(proteins, block, cancellation);
                CheckOrigin(corpus, vectors);
                SetNormalizer();
                writer.AddVectors(embedder.Name, embedder.Width, vectors.Values, vectors.Origin);
                progress?.Report(new ProgressReport("embed", start + proteins.Count, corpus.ProteinCount, "proteins"));
            }
            SetNormalizer();
            writer.NoteNormalizer(embedder.Name);
        }
        finally
        {
            writer.Flush();
        }
        return corpus.ProteinCount - first;

        // Not before there is a step to note it: a corpus whose normaliser no step knows does not open.
        void SetNormalizer()
        {
            if (!isNormalizerSet)
                writer.SetNormalizer(normalizer!);
            isNormalizerSet = true;
        }
    }

    /// <summary>
    /// Makes family codes of a corpus' own families: searches for homologs where that is still to be done, makes the space, and gives a
    /// vector to every protein. Where the corpus has a space already, proteins that came later are embedded in it. Repeating the call
    /// resumes after an interruption or a kill.
    /// </summary>
    /// <param name="folder">The corpus; its space becomes its file <c>families.npz</c>.</param>
    /// <param name="engine">What finds homologs.</param>
    /// <param name="options">Of the codes; null for the defaults.</param>
    /// <param name="progress">Proteins searched, then coded.</param>
    /// <param name="cancellation">Stops; what was found before stays.</param>
    /// <returns>The number of vectors made, and how many of those proteins have no homolog.</returns>
    /// <exception cref="GlmException">There is no corpus, another process is writing to it, or its vectors come from another
    /// embedder.</exception>
    public static (int Vectors, int WithoutHomolog) EmbedFamilies(
        string folder,
        IHomologyEngine engine,
        FamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using (var before = Corpus.Open(folder))
            if (before.Vectors is { Count: > 0 } vectors)
            {
                if (vectors.Families is not { } known)
                    throw new GlmException(
                        $"{folder}: its vectors come from {LineText.Quoted(vectors.Source)}, and family codes would be others; all must "
                            + $"come from one embedder. Continue with the first, or make the corpus again."
                    );
                using var embedder = new FamilyEmbedder(known, engine);
                return (Embed(folder, embedder, progress, cancellation), embedder.WithoutHomolog);
            }
        FindHomologs(folder, engine, progress: progress, cancellation: cancellation);
        FamilySpace space;
        Half[] values;
        bool[] isLone;
        using (var corpus = Corpus.Open(folder))
            (space, values, isLone) = FamilySpace.BuildWithVectors(
                new CorpusProteins(corpus),
                corpus.Homologs?.ToGraph(FamilySpace.Edges, cancellation)
                    ?? HomologyGraph.Within(HomologySearch.NameOf(engine), [], [], cancellation: cancellation),
                options,
                progress,
                cancellation
            );
        using var writer = CorpusBuilder.Open(folder, limits: null);
        using (var corpus = Corpus.Open(folder))
            KeepSpace(corpus, space);
        writer.AddVectors(space.Name, space.Width, values);
        writer.Flush();
        return (isLone.Length, isLone.Count(lone => lone));
    }

    /// <summary>
    /// Takes over vectors made elsewhere for the proteins that have none yet, in the order of <c>proteins.faa</c> and up to the first that
    /// the vectors lack: what does not fit into memory comes in several files, each with the proteins that follow those of the one before.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="vectors">By the ids of the corpus' <c>proteins.faa</c>; ids that it does not need now are ignored.</param>
    /// <param name="cancellation">Stops; the vectors taken before stay.</param>
    /// <returns>The number of vectors taken.</returns>
    /// <exception cref="GlmException">There is no corpus, another process is writing to it, the widths or spaces differ, or the next
    /// protein has no vector.</exception>
    public static int Embed(string folder, ProteinVectors vectors, CancellationToken cancellation = default)
    {
        using var writer = CorpusBuilder.Open(folder, limits: null);
        // A normaliser that is not the noted one may be what a kill left, and is replaced here.
        using var corpus = vectors.Normalizer is null ? Corpus.Open(folder) : Corpus.OpenWithAnyNormalizer(folder);
        // One embedder may have made several files; codes of two spaces have nothing to do with each other.
        if (vectors.Families is not null || FamilySpace.IsName(corpus.Vectors?.Source ?? ""))
            CheckSource(corpus, vectors.Source);
        CheckWidth(corpus, vectors.Width, vectors.Source);
        CheckOrigin(corpus, vectors);
        KeepSpace(corpus, vectors.Families);
        var first = corpus.Vectors?.Count ?? 0;
        var next = first;
        var isNormalizerSet = vectors.Normalizer is null;
        var block = new List<Half>();
        try
        {
            for (var start = first; start < corpus.ProteinCount && start == next; start += EmbedRows)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Clear();
                foreach (var protein in corpus.Proteins(start, EmbedRows))
                {
                    var row = vectors.RowOf(protein.Id);
                    if (row < 0 && next == first)
                        throw new GlmException(
                            $"{vectors.Source}: it has no vector for protein {next + 1} of the corpus, {protein.Id}, which is "
                                + $"the next without one. Embed the sequences of the corpus' {CorpusArray.Proteins.Name}, with its ids "
                                + $"and in its order."
                        );
                    if (row < 0)
                        break;
                    block.AddRange(vectors[row]);
                    next++;
                }
                SetNormalizer();
                if (block.Count > 0)
                    writer.AddVectors(
                        vectors.Source,
                        vectors.Width,
                        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block),
                        vectors.Origin
                    );
            }
            SetNormalizer();
            writer.NoteNormalizer(vectors.Source);
        }
        finally
        {
            writer.Flush();
        }
        return next - first;

        // Before the first step, and not before it is sure that there is something to add.
        void SetNormalizer()
        {
            if (!isNormalizerSet)
                writer.SetNormalizer(vectors.Normalizer!);
            isNormalizerSet = true;
        }
    }

    /// <summary>
    /// Searches for the homologs of the proteins that none were searched for yet, among all proteins of the corpus; repeating the call
    /// resumes after an interruption or a kill, which costs one block of <see cref="HomologySearch.QueryBlock"/> proteins at most.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="engine">The one that found the homologs that are there, if there are any.</param>
    /// <param name="options">What counts as a hit; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops; the hits found before stay.</param>
    /// <returns>The number of proteins that were searched for.</returns>
    /// <exception cref="GlmException">There is no corpus, another process is writing to it, or its homologs were found by another
    /// engine.</exception>
    public static int FindHomologs(
        string folder,
        IHomologyEngine engine,
        HomologyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => FindHomologs(folder, engine, options, HomologySearch.QueryBlock, progress, cancellation);

    /// <summary>As above, with a given number of proteins per step.</summary>
    internal static int FindHomologs(
        string folder,
        IHomologyEngine engine,
        HomologyOptions? options,
        int block,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        using var writer = CorpusBuilder.Open(folder, limits: null);
        using var corpus = Corpus.Open(folder);
        var first = corpus.Homologs?.SearchedCount ?? 0;
        if (first == corpus.ProteinCount)
            return 0;
        var source = HomologySearch.NameOf(engine);
        if (corpus.Homologs is { } before && Program(before.Source) != Program(source))
            throw new GlmException(
                $"{folder}: its homologs were found by {LineText.Quoted(before.Source)}, and {LineText.Quoted(source)} would add others; "
                    + $"all must come from one program. Continue with the first, or make the corpus again."
            );
        try
        {
            using var index = engine.Index(new CorpusProteins(corpus), options ?? new HomologyOptions(), cancellation);
            for (var start = first; start < corpus.ProteinCount; start += block)
            {
                var proteins = corpus.Proteins(start, block);
                var hits = index.Search(proteins, BlockProgress.Of(progress, start, corpus.ProteinCount), cancellation);
                writer.AddHomologs(source, start, proteins.Count, hits);
                writer.Flush();
            }
        }
        finally
        {
            writer.Flush();
        }
        return corpus.ProteinCount - first;

        // Versions of one program may follow each other.
        static string Program(string source) => source.Split(' ')[0];
    }

    /// <summary>
    /// The space of family codes stays with them. It comes before the first of them and then never changes, so that it is not written
    /// again with every addition.
    /// </summary>
    private static void KeepSpace(Corpus corpus, FamilySpace? space)
    {
        if (space is not null && corpus.Vectors is not { Count: > 0 })
            FamilySpaceFile.Write(Path.Combine(corpus.Folder, FamilySpaceFile.FileName), space);
    }

    private static void CheckSource(Corpus corpus, string source)
    {
        if (corpus.Vectors is { Count: > 0 } before && before.Source != source)
            throw new GlmException(
                $"{corpus.Folder}: its vectors come from {LineText.Quoted(before.Source)}, and {LineText.Quoted(source)} would add "
                    + $"others; all must come from one embedder. Continue with the first, or make the corpus again."
            );
    }

    private static void CheckWidth(Corpus corpus, int width, string source)
    {
        if (corpus.Vectors is { } before && before.Width != width)
            throw new GlmException(
                $"{corpus.Folder}: its vectors have {before.Width} numbers and those of {source} {width}; all must come from one "
                    + $"embedder. Use the same one, or make the corpus again."
            );
    }

    private static void CheckOrigin(Corpus corpus, ProteinVectors vectors)
    {
        if (corpus.Vectors?.Origin is { } before && vectors.Origin is { } other && !before.Fits(other))
            throw new GlmException(
                $"{corpus.Folder}: its vectors are of {before}, and {LineText.Quoted(vectors.Source)} would add some of {other}; all "
                    + $"must be of one model, layer and pooling. Continue with the first, or make the corpus again."
            );
    }
}
