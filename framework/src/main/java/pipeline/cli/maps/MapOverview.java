package pipeline.cli.maps;

import picocli.CommandLine.Command;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.ExitCode;

/** Shows what there is. */
@Command(
        name = "mapfile",
        customSynopsis = "pipeline mapfile COMMAND [OPTION...] [ARGUMENT...]",
        description = "Makes mapfiles, looks at them and changes them.")
final class MapOverview extends MapCommand implements CommandGroup.HelpOnly {

    @Override
    ExitCode run(MapContext context) {
        return ExitCode.DONE;
    }
}
