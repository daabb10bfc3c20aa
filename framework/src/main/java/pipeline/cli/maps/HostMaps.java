package pipeline.cli.maps;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.spi.FoundSize;
import pipeline.recipe.spi.MapFinder;
import pipeline.scan.FoundFile;

/** Makes the maps that recipes read of the files on hosts, where {@code HOSTSET:GLOB} is typed; each is looked for once. Thread-safe. */
public final class HostMaps implements MapFinder {

    private final CliEnvironment environment;
    private final HostSearch search;
    private final MapContext context;
    private final boolean keepsSizes;
    private final Map<String, DataMap> found = new HashMap<>();
    private final Map<String, Map<String, FoundSize>> sizes = new HashMap<>();

    /**
     * How the hosts are reached.
     *
     * @param directory where relative patterns begin; empty for where jobs start
     */
    public record Place(
            ConfigurationOptions configuration, MiniClusterOption miniCluster, Optional<String> directory) {}

    /**
     * Makes one that has looked for nothing.
     *
     * @param keepsSizes whether anybody will ask how large the files are
     */
    public HostMaps(CliEnvironment environment, ScanReach reach, Place place, boolean keepsSizes) {
        this.keepsSizes = keepsSizes;
        this.environment = environment;
        this.search =
                new HostSearch(reach, place.configuration(), ScanOptions.of(place.miniCluster(), place.directory()));
        this.context = new MapContext(environment, reach, place.configuration());
    }

    @Override
    public synchronized Optional<DataMap> find(Path named) throws MapfileException {
        String text = named.toString();
        if (MapArgument.of(text, environment.directory()).file().isPresent()) {
            return Optional.empty();
        }
        DataMap known = found.get(text);
        if (known == null) {
            known = searched(text);
            found.put(text, known);
        }
        return Optional.of(known);
    }

    @Override
    public synchronized Optional<FoundSize> size(String host, String file) {
        return Optional.ofNullable(sizes.getOrDefault(host, Map.of()).get(file));
    }

    private void keepSize(FoundFile file) {
        if (keepsSizes) {
            Long bytes = file.size();
            sizes.computeIfAbsent(file.host(), host -> new HashMap<>())
                    .put(file.name(), new FoundSize(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes)));
        }
    }

    private DataMap searched(String text) throws MapfileException {
        try {
            DataMap map =
                    new MapSource(context, search, this::keepSize).read(text).map();
            Mapfile.check(text, map);
            return map;
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserErrorException(ExitCode.FAILED, "interrupted while looking for " + text, e);
        }
    }
}
