using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>Every family and operon of a simulation, with made-up symbols and products.</summary>
internal sealed class GeneRepertoire
{
    private const int SymbolStream = 1;
    private const int OperonStream = 2;
    private const int LoneStream = 3;
    private const int OrderStream = 4;

    // Lone families with such products are mobile: they have many copies in arbitrary places.
    private const string Transposase = "transposase";
    private const string Toxin = "toxin of a toxin-antitoxin system";
    private const double MobileShare = 0.05;
    private const double UncharacterisedShare = 0.35;

    // csharpier-ignore
    private static readonly string[] Pathways =
    [
        "molybdate", "zinc", "phosphonate", "arabinose", "histidine", "riboflavin", "cobalamin", "thiamine", "spermidine",
        "glycogen", "nitrate", "sulfate", "trehalose", "tryptophan", "heme", "biotin", "urea", "formate", "lipoate", "pilus",
        "capsule", "lysine", "copper", "maltose", "glycerol", "proline", "purine", "rhamnose", "methionine", "siderophore",
    ];

    // The first roles are superfamilies: whatever the pathway, their proteins descend from one archetype.
    // csharpier-ignore
    private static readonly string[] Roles =
    [
        "ABC transporter ATP-binding protein", "transporter permease", "sensor histidine kinase", "response regulator",
        "short-chain dehydrogenase", "substrate-binding protein", "synthase subunit alpha", "synthase subunit beta", "carboxylase",
        "aminotransferase", "kinase", "isomerase", "hydrolase", "assembly chaperone", "transcriptional repressor",
        "accessory protein",
    ];

    // csharpier-ignore
    private static readonly string[] LoneProducts =
    [
        "LysR family transcriptional regulator", "GNAT family acetyltransferase", "methyltransferase", "alpha/beta hydrolase",
        "MFS transporter", "DNA repair protein", "tRNA ligase", "ribosome-associated GTPase", "outer membrane lipoprotein",
        "ATP-dependent protease", "cold shock protein", "peptidyl-prolyl isomerase", "thioredoxin", "glycosyltransferase",
        "metallophosphoesterase", Toxin,
    ];

    private readonly double[] _loneWeights;
    private readonly int[] _firstInOperon; // the first family of each operon
    private readonly GeneFamily[] _settled; // lone families that are not mobile, in their usual order around a circle
    private readonly Dictionary<int, int> _placeOf = []; // in that order, by the family's index

    public GeneRepertoire(SimulationOptions options)
    {
        var symbols = Symbols(options.Seed);
        var random = new SeededRandom(options.Seed, OperonStream);
        var operons = new List<OperonPlan>();
        var count = 0;
        var operonCount = options.SharedOperons + (options.Classes * options.OperonsPerClass);
        for (var i = 0; i < operonCount; i++)
            operons.Add(
                MakeOperon(
                    symbols[i],
                    Pathways[i % Pathways.Length],
                    i < options.SharedOperons ? null : (i - options.SharedOperons) / options.OperonsPerClass
                )
            );

        random = new SeededRandom(options.Seed, LoneStream);
        var lone = new GeneFamily[options.LoneFamilies];
        _loneWeights = new double[lone.Length];
        for (var i = 0; i < lone.Length; i++)
        {
            var mobile = random.Chance(MobileShare);
            var known = !mobile && !random.Chance(UncharacterisedShare);
            var product =
                mobile ? Transposase
                : known ? LoneProducts[random.Next(LoneProducts.Length)]
                : "hypothetical protein";
            lone[i] = new GeneFamily(
                count,
                FamilyId(count),
                known ? symbols[(operonCount + i) % symbols.Length] + "Z" : null,
                product,
                -1
            );
            // From 1 to 4, skewed to 1.
            var draw = random.NextDouble();
            _loneWeights[i] = mobile ? 8 : 1 + (3 * draw * draw * draw);
            count++;
        }
        (Operons, LoneFamilies) = (operons, lone);
        _settled = [.. lone.Where(family => !IsMobile(family))];
        new SeededRandom(options.Seed, OrderStream).Shuffle(_settled.AsSpan());
        for (var place = 0; place < _settled.Length; place++)
            _placeOf.Add(_settled[place].Index, place);
        _firstInOperon = [.. operons.Select(operon => operon.Families[0].Index)];

        OperonPlan MakeOperon(string symbol, string pathway, int? taxonomicClass)
        {
            var size = random.Between(options.MinOperonGenes, options.MaxOperonGenes);
            var roles = Enumerable.Range(0, Roles.Length).ToArray();
            random.Shuffle(roles.AsSpan());
            var families = new GeneFamily[size];
            for (var i = 0; i < size; i++, count++)
            {
                var role = roles[i % roles.Length];
                families[i] = new GeneFamily(
                    count,
                    FamilyId(count),
                    symbol + (char)('A' + i),
                    $"{pathway} {Roles[role]}",
                    role < Archetypes ? role : -1
                );
            }
            return new OperonPlan(
                $"{symbol}{string.Concat(Enumerable.Range(0, size).Select(i => (char)('A' + i)))}",
                families,
                taxonomicClass
            );
        }

        static string FamilyId(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"F{index + 1:000}");
    }

    /// <summary>How many superfamilies there are.</summary>
    public static int Archetypes => 5;

    public IReadOnlyList<OperonPlan> Operons { get; }

    public IReadOnlyList<GeneFamily> LoneFamilies { get; }

    /// <summary>Draws a lone family; common ones come up more often.</summary>
    public GeneFamily DrawLone(SeededRandom random) => LoneFamilies[random.Pick(_loneWeights)];

    /// <summary>Whether a family is at home nowhere.</summary>
    public static bool IsMobile(GeneFamily family) => family.Product is Transposase or Toxin;

    /// <summary>The lone family that usually stands after another family that is not mobile; null where every lone one is
    /// mobile.</summary>
    public GeneFamily? FollowerOf(GeneFamily family)
    {
        if (_settled.Length == 0)
            return null;
        if (_placeOf.TryGetValue(family.Index, out var place))
            return _settled[(place + 1) % _settled.Length];
        // The families of an operon are numbered one after the other; whatever member comes last, the operon is followed by one family.
        var operon = Array.BinarySearch(_firstInOperon, family.Index);
        return _settled[(operon >= 0 ? operon : ~operon - 1) % _settled.Length];
    }

    // Pronounceable and all different: consonant, vowel, consonant.
    private static string[] Symbols(long seed)
    {
        const string Onsets = "bdfhklmnprstvz";
        const string Vowels = "aeiou";
        const string Codas = "bdlmnrsv";
        var symbols = (from onset in Onsets from vowel in Vowels from coda in Codas select $"{onset}{vowel}{coda}").ToArray();
        var random = new SeededRandom(seed, SymbolStream);
        random.Shuffle(symbols.AsSpan());
        return symbols;
    }
}
