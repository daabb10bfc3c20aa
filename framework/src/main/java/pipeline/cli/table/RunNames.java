package pipeline.cli.table;

import java.util.List;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.store.Progress;
import pipeline.store.query.QueryCondition;

/** The names of the runs in a job table. */
public final class RunNames {

    private RunNames() {}

    public static List<String> of(TableContext context) {
        return context.table().progress(QueryCondition.always()).stream()
                .map(Progress::jobName)
                .distinct()
                .toList();
    }

    /** Returns what is said of a name that no job has. */
    public static UserErrorException unknown(TableContext context, String name) {
        return new UserErrorException(
                ExitCode.FAILED,
                "no job in %s has the name %s%s"
                        .formatted(context.table().describe(), name, DidYouMean.didYouMean(name, of(context))));
    }
}
