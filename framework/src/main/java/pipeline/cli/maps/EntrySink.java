package pipeline.cli.maps;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileWriter;
import pipeline.scan.FoundFile;

/** Writes found files into a map, and keeps the first that its form cannot hold. */
final class EntrySink {

    private final MapfileWriter writer;
    private @Nullable MapfileException refusal;

    EntrySink(MapfileWriter writer) {
        this.writer = writer;
    }

    void add(FoundFile file) {
        if (refusal != null) {
            return;
        }
        try {
            writer.add(MapEntry.of(file.host(), file.name()));
        } catch (MapfileException e) {
            refusal = e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws what the form could not hold. */
    void check() throws MapfileException {
        if (refusal != null) {
            throw refusal;
        }
    }
}
