package pipeline.cli.options;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.cli.configured.ConfiguredGroups;
import pipeline.hostset.HostSetException;
import pipeline.recipe.UsageException;

/** Host names as they are typed after {@code --host}. */
final class HostSetOption {

    private HostSetOption() {}

    /**
     * Returns the names of a host set; none if nothing was typed.
     *
     * @param groups knows what groups stand for
     * @throws UsageException if it holds no name, or is no host set
     */
    static Set<String> typed(@Nullable String hosts, ConfiguredGroups groups) {
        Set<String> names = new LinkedHashSet<>();
        if (hosts != null) {
            try {
                groups.hosts(hosts).forEach(names::add);
            } catch (HostSetException e) {
                throw new UsageException("--host: " + e.getMessage());
            }
            if (names.isEmpty()) {
                throw new UsageException("--host names no host");
            }
        }
        return names;
    }
}
