package pipeline.cli.table;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.HostGroups;
import pipeline.hostset.HostSetException;
import pipeline.store.JobTable;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.settings.JobsSettings;

/**
 * What a command works with: the open table, its settings, and what is around.
 *
 * @param groups what can be typed as {@code @group}
 * @param reach the way to the hosts, if the command said that it needs them
 */
public record TableContext(
        JobTable table,
        JobsSettings settings,
        HostGroups groups,
        Optional<HostOpener.HostAccess> reach,
        CliEnvironment environment) {

    /**
     * What a command has when there is no table yet.
     *
     * @param message says so
     */
    public record Empty(String message, CliEnvironment environment) {}

    public HostOpener.HostAccess hosts() {
        return reach.orElseThrow(() -> new IllegalStateException("the command did not say that it needs the hosts"));
    }

    /**
     * Reads a host set that was typed, in which {@code @group} may stand.
     *
     * @param option is named in messages
     * @throws UserErrorException if it is none
     */
    public List<String> hostSet(String option, String text) {
        try {
            return groups.hosts(text).stream().toList();
        } catch (HostSetException e) {
            throw new UserErrorException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    public PrintStream out() {
        return environment.out();
    }

    public PrintStream err() {
        return environment.err();
    }

    /** Reads a query by the store's clock. */
    public QueryCondition condition(String query, List<QueryField> vocabulary) {
        return QueryArguments.condition(query, vocabulary, table.now());
    }
}
