package pipeline.recipe.spi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;

/** What the configuration of a run says to a recipe that asks. Thread-safe. */
public interface ConfigurationValues {

    /** Those of a run without a configuration. */
    ConfigurationValues NONE = new ConfigurationValues() {
        @Override
        public Optional<String> value(String section, String key) {
            return Optional.empty();
        }

        @Override
        public List<String> hosts(String hostSet) throws HostSetException {
            return HostSet.parse(hostSet).stream().toList();
        }
    };

    /** Returns a value with its references replaced; empty if the section has no such key, and neither has DEFAULT. */
    Optional<String> value(String section, String key);

    /** Returns all keys of a section with their values, references replaced; those of DEFAULT are among them. */
    default Map<String, String> items(String section) {
        return Map.of();
    }

    /** Returns the heads of all sections but DEFAULT, in the order of the file. */
    default List<String> sections() {
        return List.of();
    }

    /**
     * Returns the hosts of a host set, in which {@code @group} may stand.
     *
     * @throws HostSetException if the text is none, or there is no such group
     */
    List<String> hosts(String hostSet);

    /** Returns those of some hosts that the description of the cluster does not have; none if there is no description. */
    default List<String> outsideCluster(Collection<String> hosts) {
        return List.of();
    }
}
