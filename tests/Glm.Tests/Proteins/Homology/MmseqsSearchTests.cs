using Glm.Proteins.Homology;

namespace Glm.Tests.Proteins.Homology;

public sealed class MmseqsSearchTests() : InstalledSearchTests(MmseqsSearch.Find(), "MMseqs2", "-s 5.7");
