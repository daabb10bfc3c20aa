package pipeline.recipes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pipeline.mapfile.MapEntry;
import pipeline.parset.ClusterDescription;
import pipeline.recipe.Description;

/** Makes a map of names under which all hosts see files: each with the host that stores it and its name there. */
@Description(
        value = "Makes a map of files by names that say which host stores each, and what it is called there.",
        arguments = "FILE...",
        details = {
            "The names are such as all hosts of a cluster see over the network: /net/sub3/lse012/data1/L2010_SB001.MS is"
                    + " /data1/L2010_SB001.MS on lse012. --pattern says how they are made. The entries are in the order of the"
                    + " names.",
            "Where the configuration or --clusterdesc names a description of the cluster, hosts that it does not have are reported.",
        },
        example = "/net/sub3/localhost/etc/passwd")
public final class Storagemapper extends MappingRecipe {

    @Override
    void check(PathPattern given) {
        require(given, PathPattern.HOST, "which is the host of the entry");
        require(given, PathPattern.PATH, "which is the name of the file there");
    }

    @Override
    List<MapEntry> entries(List<PathPattern.Name> names, Optional<ClusterDescription> cluster) {
        Set<String> hosts = new LinkedHashSet<>();
        names.forEach(name -> hosts.add(name.host().orElseThrow()));
        cluster.ifPresent(known -> warnOfUnknownHosts(hosts, known));
        return names.stream()
                .map(name ->
                        MapEntry.of(name.host().orElseThrow(), "/" + name.path().orElseThrow()))
                .toList();
    }
}
