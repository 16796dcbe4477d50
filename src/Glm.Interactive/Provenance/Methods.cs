using System.Text;
using Glm.Runtime;

namespace Glm.Interactive.Provenance;

/// <summary>
/// What was done, as a paragraph for the methods of a paper, with the works to cite. It says only what the records say.
/// </summary>
/// <param name="Text">Sentences, with the keys of citations in brackets. Holds untrusted text.</param>
/// <param name="BibTeX">The entries of those keys; empty where there are none.</param>
public sealed record Methods(string Text, string BibTeX)
{
    private const int LongestSummary = 300;

    private static readonly (string Key, string Entry)[] Works =
    [
        (
            "hwang2024glm",
            """
            @article{hwang2024glm,
              title = {Genomic language model predicts protein co-regulation and function},
              author = {Hwang, Yunha and Cornman, Andre L. and Kellogg, Elizabeth H. and Ovchinnikov, Sergey and Girguis, Peter R.},
              journal = {Nature Communications}, volume = {15}, pages = {2880}, year = {2024}, doi = {10.1038/s41467-024-46947-9}
            }
            """
        ),
        (
            "lin2023esm2",
            """
            @article{lin2023esm2,
              title = {Evolutionary-scale prediction of atomic-level protein structure with a language model},
              author = {Lin, Zeming and Akin, Halil and Rao, Roshan and Hie, Brian and Zhu, Zhongkai and others},
              journal = {Science}, volume = {379}, number = {6637}, pages = {1123--1130}, year = {2023}, doi = {10.1126/science.ade2574}
            }
            """
        ),
        (
            "elnaggar2022prottrans",
            """
            @article{elnaggar2022prottrans,
              title = {ProtTrans: Toward Understanding the Language of Life Through Self-Supervised Learning},
              author = {Elnaggar, Ahmed and Heinzinger, Michael and Dallago, Christian and Rehawi, Ghalia and others},
              journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence}, volume = {44}, number = {10},
              pages = {7112--7127}, year = {2022}, doi = {10.1109/TPAMI.2021.3095381}
            }
            """
        ),
        (
            "hyatt2010prodigal",
            """
            @article{hyatt2010prodigal,
              title = {Prodigal: prokaryotic gene recognition and translation initiation site identification},
              author = {Hyatt, Doug and Chen, Gwo-Liang and LoCascio, Philip F. and Land, Miriam L. and Larimer, Frank W. and
                Hauser, Loren J.},
              journal = {BMC Bioinformatics}, volume = {11}, pages = {119}, year = {2010}, doi = {10.1186/1471-2105-11-119}
            }
            """
        ),
        (
            "buchfink2021diamond",
            """
            @article{buchfink2021diamond,
              title = {Sensitive protein alignments at tree-of-life scale using DIAMOND},
              author = {Buchfink, Benjamin and Reuter, Klaus and Drost, Hajk-Georg},
              journal = {Nature Methods}, volume = {18}, pages = {366--368}, year = {2021}, doi = {10.1038/s41592-021-01101-x}
            }
            """
        ),
        (
            "steinegger2017mmseqs2",
            """
            @article{steinegger2017mmseqs2,
              title = {MMseqs2 enables sensitive protein sequence searching for the analysis of massive data sets},
              author = {Steinegger, Martin and S{\"o}ding, Johannes},
              journal = {Nature Biotechnology}, volume = {35}, pages = {1026--1028}, year = {2017}, doi = {10.1038/nbt.3988}
            }
            """
        ),
        (
            "martin2024pst",
            """
            @article{martin2024pst,
              title = {Protein Set Transformer: a protein-based genome language model to power high-diversity viromics},
              author = {Martin, Cody and Gitter, Anthony and Anantharaman, Karthik},
              journal = {bioRxiv}, year = {2024}, doi = {10.1101/2024.07.26.605391}
            }
            """
        ),
        (
            "mcinnes2018umap",
            """
            @article{mcinnes2018umap,
              title = {UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction},
              author = {McInnes, Leland and Healy, John and Melville, James},
              journal = {arXiv:1802.03426}, year = {2018}
            }
            """
        ),
        (
            "vandermaaten2008tsne",
            """
            @article{vandermaaten2008tsne,
              title = {Visualizing Data using t-SNE},
              author = {van der Maaten, Laurens and Hinton, Geoffrey},
              journal = {Journal of Machine Learning Research}, volume = {9}, pages = {2579--2605}, year = {2008}
            }
            """
        ),
        (
            "hu2022lora",
            """
            @inproceedings{hu2022lora,
              title = {LoRA: Low-Rank Adaptation of Large Language Models},
              author = {Hu, Edward J. and Shen, Yelong and Wallis, Phillip and Allen-Zhu, Zeyuan and Li, Yuanzhi and others},
              booktitle = {International Conference on Learning Representations}, year = {2022}
            }
            """
        ),
        (
            "loshchilov2019adamw",
            """
            @inproceedings{loshchilov2019adamw,
              title = {Decoupled Weight Decay Regularization},
              author = {Loshchilov, Ilya and Hutter, Frank},
              booktitle = {International Conference on Learning Representations}, year = {2019}
            }
            """
        ),
    ];

    /// <summary>The methods of a session or an executed notebook; null where no command is on record that made anything.</summary>
    /// <param name="records">In the order in which they were run.</param>
    public static Methods? Of(IReadOnlyList<CommandRecord> records)
    {
        var telling = records.Where(record => record.Makes.Count > 0).ToArray();
        if (telling.Length == 0)
            return null;
        var text = new StringBuilder();
        var cited = new List<string>();
        foreach (var record in telling)
            text.Append(Sentence(record, cited)).Append(' ');
        var runtime = telling[^1].Runtime;
        var torch = telling.Select(record => record.Runtime).LastOrDefault(facts => facts.LibTorch.Length > 0);
        text.Append($"All of this was done with Glm.Interactive {runtime.Program} (.NET {runtime.DotNet}");
        if (torch is not null)
            text.Append(
                $", TorchSharp {torch.TorchSharp}, libtorch {torch.LibTorch} on {torch.Device} with {torch.Threads} "
                    + (torch.Threads == 1 ? "thread" : "threads")
            );
        text.Append($") on {LineText.Shown(runtime.Processor, 100)}.");
        return new Methods(text.ToString(), string.Join('\n', Works.Where(work => cited.Contains(work.Key)).Select(work => work.Entry)));
    }

    private static string Sentence(CommandRecord record, List<string> cited)
    {
        var (command, line) = (Command(record.Line), record.Line);
        var summary = LineText.Shown(record.Makes[0].Summary, LongestSummary);
        var said = $"{line} {summary}";
        var keys = new List<string>();
        foreach (
            var (word, key) in new[]
            {
                ("esm2", "lin2023esm2"),
                ("esm-2", "lin2023esm2"),
                ("prott5", "elnaggar2022prottrans"),
                ("prot_t5", "elnaggar2022prottrans"),
                ("prodigal", "hyatt2010prodigal"),
                ("diamond", "buchfink2021diamond"),
                ("mmseqs", "steinegger2017mmseqs2"),
                ("umap", "mcinnes2018umap"),
                ("tsne", "vandermaaten2008tsne"),
                ("t-sne", "vandermaaten2008tsne"),
                ("lora", "hu2022lora"),
            }
        )
            if (said.Contains(word, StringComparison.OrdinalIgnoreCase) && !keys.Contains(key))
                keys.Add(key);
        if (command is "model")
            keys.Insert(0, "hwang2024glm");
        if (command is "pst")
            keys.Insert(0, "martin2024pst");
        if (command is "train" or "finetune")
            keys.Add("loshchilov2019adamw");
        cited.AddRange(keys);
        var cites = keys.Count > 0 ? $" [{string.Join("; ", keys.Select(key => "@" + key))}]" : "";
        var seeds =
            record.Seeds.Count > 0
                ? $" ({string.Join(", ", record.Seeds.Select(seed => $"{seed.Key.TrimStart('-')} {seed.Value}"))})"
                : "";
        return command switch
        {
            "load" => $"Annotated genomes were read from {Files(record)}: {summary}{cites}.",
            "simulate" => $"Genomes were simulated{seeds}: {summary}.",
            "embed" => $"Proteins became vectors: {summary}{cites}.",
            "model" => $"A genomic language model{cites} was set up: {summary}.",
            "train" => $"It was trained with `{LineText.Shown(line, LongestSummary)}`{seeds}{cites}: {summary}.",
            "labels" => $"Labels were read from {Files(record)}: {summary}.",
            _ => $"`{LineText.Shown(line, LongestSummary)}`{seeds} gave {record.Makes[0].Variable}: {summary}{cites}.",
        };
    }

    private static string Command(string line) => line.Split(' ', 3) is [_, var command, ..] ? command : "";

    private static string Files(CommandRecord record) =>
        record.Inputs.Count switch
        {
            0 => "a source that is not a file",
            1 => $"{Name(record.Inputs[0])}",
            2 or 3 => string.Join(", ", record.Inputs.Select(Name)),
            _ => $"{record.Inputs.Count} files such as {Name(record.Inputs[0])}",
        };

    private static string Name(FileIdentity file) =>
        $"{LineText.Shown(file.Path.Split('/')[^1], 80)} (SHA-256 {(file.Sha256.Length > 12 ? file.Sha256[..12] : "unknown")}…)";
}
