package pipeline.cli.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;

/** Takes the maps that a command writes several of, and prints their names. */
final class MapDirectory {

    private static final String ENDING = ".mapfile";

    private final MapContext context;
    private final Path directory;
    private final MapFormOption form;

    MapDirectory(MapContext context, String directory, MapFormOption form) {
        this.context = context;
        this.directory = context.path(directory);
        this.form = form;
    }

    /**
     * Writes one.
     *
     * @param typed what it was made of; a file gives it its name
     * @param part stands behind the name and before its ending
     */
    void write(String typed, String part, MapDocument document) throws MapfileException {
        Path file = directory.resolve(name(typed, part));
        try {
            Files.createDirectories(directory);
            if (Files.exists(file) && Files.isSameFile(file, context.path(typed))) {
                throw new UserErrorException(
                        ExitCode.USAGE, file + " is the map that was read; name another directory");
            }
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.FAILED, "the map cannot be written to " + directory + ": " + IoErrorText.of(e), e);
        }
        MapfileForm as =
                form.isTyped() ? form.form(document.form()) : Mapfile.fittingForm(document.form(), document.map());
        Mapfile.write(file, out -> document.write(out, as));
        context.environment().out().print(file + "\n");
    }

    private static String name(String typed, String part) {
        boolean isFile = typed.indexOf(':') < 0 && !typed.equals("-");
        String name = isFile ? typed.substring(typed.lastIndexOf('/') + 1) : "map";
        int dot = name.lastIndexOf('.');
        return dot <= 0
                ? name + part + (part.isEmpty() ? "" : ENDING)
                : name.substring(0, dot) + part + name.substring(dot);
    }
}
