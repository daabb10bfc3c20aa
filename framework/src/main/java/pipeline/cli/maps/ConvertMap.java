package pipeline.cli.maps;

import picocli.CommandLine.Command;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapDocument;

/** Writes a map in another form. */
@Command(
        name = "convert",
        customSynopsis = "pipeline mapfile convert [OPTION...] MAP",
        description = {
            "Writes a map in another form, with its order and its comments, if that form has comments.",
            "Example: pipeline mapfile convert --form json -o my.json my.mapfile"
        })
final class ConvertMap extends ChangingMapCommand {
    @Override
    void check(MapContext context) {
        if (!destination.form.isTyped()) {
            throw new UserErrorException(ExitCode.USAGE, "say in which form: --form");
        }
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) {
        return document;
    }
}
