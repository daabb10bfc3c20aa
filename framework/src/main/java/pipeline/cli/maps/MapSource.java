package pipeline.cli.maps;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.scan.FileScan;
import pipeline.scan.FoundFile;
import pipeline.text.ShellQuoting;

/** Reads maps as they are typed. */
final class MapSource {

    private final MapContext context;
    private final HostSearch search;
    private final Consumer<FoundFile> found;

    MapSource(MapContext context, HostSearch search) {
        this(context, search, file -> {});
    }

    /**
     * Makes one.
     *
     * @param found takes what is found on hosts, besides
     */
    MapSource(MapContext context, HostSearch search, Consumer<FoundFile> found) {
        this.context = context;
        this.search = search;
        this.found = found;
    }

    /**
     * Reads one, which may be empty.
     *
     * @throws UserErrorException if it is to be made of the files on hosts, and these cannot all be listed
     */
    MapDocument read(String typed) throws ConfigurationException, MapfileException, InterruptedException {
        MapArgument argument = MapArgument.of(typed, context.environment().directory());
        if (argument.isStandardInput()) {
            context.takeStandardInput();
        }
        if (argument.file().isPresent()) {
            return MapDocument.read(argument.file().get());
        }
        return search.search(
                context.hostSet("the hosts in " + ShellQuoting.quote(typed), argument.hosts()),
                List.of(argument.glob()),
                scan -> {
                    DataMap map = complete(argument, scan);
                    return MapDocument.of(map, MapfileForm.DICTS);
                });
    }

    private DataMap complete(MapArgument argument, FileScan scan) throws IOException {
        List<MapEntry> entries = new ArrayList<>();
        ScanReport report = new ScanReport(scan.read(file -> {
            entries.add(MapEntry.of(file.host(), file.name()));
            found.accept(file);
        }));
        report.print(context.err());
        ExitCode status = report.status();
        if (report.files() == 0 && report.isComplete()) {
            throw new UserErrorException(
                    status, ShellQuoting.quote(argument.text()) + " is no map, since nothing fits on any of the hosts");
        }
        if (status != ExitCode.DONE) {
            throw new UserErrorException(
                    status,
                    "%s is no map of all that there is; look at what was reported above, or take what there is: pipeline mapfile scan --partial -o FILE %s %s"
                            .formatted(
                                    ShellQuoting.quote(argument.text()),
                                    ShellQuoting.quote(argument.hosts()),
                                    ShellQuoting.quote(argument.glob())));
        }
        return DataMap.of(entries);
    }
}
