using Glm.Proteins.Homology;

namespace Glm.Tests.Proteins.Homology;

public sealed class DiamondSearchTests() : InstalledSearchTests(DiamondSearch.Find(), "DIAMOND", "--sensitive");
