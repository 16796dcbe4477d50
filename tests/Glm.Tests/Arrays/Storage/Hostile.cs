using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Arrays.Storage;

/// <summary>Feeds a reader damaged copies of a good file: it must complain in one line or read something, in bounded memory.</summary>
internal static class Hostile
{
    private const long MaxAllocation = 200L << 20;

    /// <summary>One line that names the file.</summary>
    public static GlmException Refused(string path, Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<GlmException>(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains(Path.GetFileName(path), exception.Message);
        return exception;
    }

    /// <summary>Cuts the file at every byte; each cut must be refused.</summary>
    public static void TruncateEverywhere(TemporaryFolder folder, string name, byte[] good, Action<string> read)
    {
        for (var length = 0; length < good.Length; length++)
        {
            var path = folder.Write(name, good[..length]);
            Refused(path, () => read(path));
        }
    }

    /// <summary>Flips bits, overwrites and swaps bytes at random places (seeded); a damaged file may still be readable.</summary>
    public static int Damage(TemporaryFolder folder, string name, byte[] good, int rounds, Action<string> read)
    {
        var random = new Random(20240501);
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bad = (byte[])good.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bad.Length);
                bad[at] = random.Next(3) switch
                {
                    0 => (byte)(bad[at] ^ (1 << random.Next(8))),
                    1 => (byte)random.Next(256),
                    _ => bad[random.Next(bad.Length)],
                };
            }
            var path = folder.Write(name, bad);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (GlmException exception)
            {
                refused++;
                Assert.DoesNotContain('\n', exception.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
        }
        return refused;
    }
}
