using Glm.Corpora;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>A corpus stays where it is: its place as seen from the session's folder, and a checksum of what was in it.</summary>
internal sealed class CorpusType() : SavedType(typeof(Corpus), "corpus")
{
    public override void Write(ObjectWriter writer, object value)
    {
        var corpus = (Corpus)value;
        writer.WriteText(writer.Place.PathTo(corpus.Folder));
        writer.WriteText(corpus.Checksum);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var folder = reader.Place.PathOf(reader.ReadText());
        var checksum = reader.ReadText();
        var corpus = reader.Place.Hold(Corpus.Open(folder));
        return corpus.Checksum == checksum
            ? corpus
            : throw new GlmException(
                $"{folder}: this corpus is not as it was when the session was saved: steps were added to it, or it is another one. Put "
                    + $"the corpus of then in its place, or restore the other variables by name."
            );
    }
}
