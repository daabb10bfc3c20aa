package pipeline.cli.common;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The option that has SSH servers inside this process play the hosts. */
public final class MiniClusterOption {

    private static final int MOST_NODES = 1000;

    @Option(
            names = "--mini-cluster",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "",
            preprocessor = AttachedValueOnly.class,
            order = 4,
            description =
                    "Try it out: SSH servers inside this process play the hosts, one for each host, or N for all of"
                            + " them. Needs no configuration.")
    @Nullable
    String miniCluster;

    /** Returns whether it was typed. */
    public boolean isTyped() {
        return miniCluster != null;
    }

    /**
     * Returns the fixed number of nodes of the mini cluster; empty for one node for each host.
     *
     * @throws UsageException if what was typed is no such number
     */
    public OptionalInt nodes() {
        String text = miniCluster;
        if (text == null || text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int nodes = Integer.parseInt(text);
            if (nodes >= 1 && nodes <= MOST_NODES) {
                return OptionalInt.of(nodes);
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw new UsageException("--mini-cluster=N must be a whole number from 1 to %d, but was %s"
                .formatted(MOST_NODES, ShellQuoting.quote(text)));
    }
}
