package pipeline.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.job.HostName;
import pipeline.recipe.UsageException;

/** Host names as they are typed after {@code --host}. */
final class HostSetOption {

    private HostSetOption() {}

    /**
     * Gives the names of a host set; none if nothing was typed.
     *
     * @throws UsageException if it holds no name, or is no host set
     */
    static Set<String> typed(@Nullable String hosts) {
        Set<String> names = new LinkedHashSet<>();
        if (hosts != null) {
            try {
                HostSet.parse(hosts).forEach(names::add);
            } catch (HostSetException e) {
                throw new UsageException("--host: " + e.getMessage());
            }
            for (String name : names) {
                String problem = HostName.problem(name);
                if (problem != null) {
                    throw new UsageException("--host: " + problem);
                }
            }
            if (names.isEmpty()) {
                throw new UsageException("--host names no host");
            }
        }
        return names;
    }
}
