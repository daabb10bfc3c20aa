package pipeline.cli.maps;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;

/** The options that say where a map goes and in which form. */
final class MapDestination {

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = {"-o", "--output-map"},
            paramLabel = "FILE",
            order = 30,
            description = "Where to write the map; it appears whole or not at all. Default, and -: standard output.")
    @Nullable
    String file;

    @Mixin
    final MapFormOption form = new MapFormOption();

    boolean isTyped() {
        return file != null || form.isTyped();
    }

    /** Writes a map there, in the form that was typed, or else in its own if that can hold it. */
    void write(MapContext context, MapDocument document) throws MapfileException {
        MapfileForm own = document.form();
        MapfileForm as = form.isTyped() ? form.form(own) : Mapfile.fittingForm(own, document.map());
        if (as != own && !form.isTyped()) {
            context.err()
                    .print("written as %s: %s cannot hold it\n"
                            .formatted(MapFormOption.word(as), MapFormOption.word(own)));
        }
        if (document.comments() > 0 && !as.hasComments()) {
            context.err()
                    .print("%d comments are left out: %s has none\n"
                            .formatted(document.comments(), MapFormOption.word(as)));
        }
        write(context, out -> document.write(out, as));
    }

    /** Writes it there. */
    void write(MapContext context, Mapfile.Content content) throws MapfileException {
        String name = file;
        if (name != null && !name.equals(STANDARD_OUTPUT)) {
            Mapfile.write(context.path(name), content);
            return;
        }
        try {
            // the stream itself stays open, and says at the end whether all went out
            Writer out = new BufferedWriter(
                    new OutputStreamWriter(context.environment().out(), StandardCharsets.UTF_8), 1 << 16);
            content.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UserErrorException(ExitCode.FAILED, "the map cannot be written: " + IoErrorText.of(e), e);
        }
    }
}
