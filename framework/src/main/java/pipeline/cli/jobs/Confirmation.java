package pipeline.cli.jobs;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.store.Progress;
import pipeline.store.query.QueryCondition;
import pipeline.text.VisibleText;

/** Says what is about to be deleted, and asks. */
final class Confirmation {

    @Option(names = "--yes", order = 30, description = "Do not ask.")
    boolean isGiven;

    /**
     * Shows how many jobs are meant, and asks whether to go on.
     *
     * @throws UserErrorException if there is nobody to ask
     */
    boolean isAgreed(TableContext context, QueryCondition meant) throws IOException {
        List<Progress> touched = context.table().progress(meant);
        long total = touched.stream().mapToLong(Progress::total).sum();
        if (total == 0) {
            context.err().print("no jobs fit; nothing was deleted\n");
            return false;
        }
        context.err().print("to be deleted, with all their attempts:\n");
        touched.forEach(progress -> context.err().print(line(progress)));
        if (isGiven) {
            return true;
        }
        if (!context.environment().tty().isAnswering()) {
            throw new UserErrorException(
                    ExitCode.USAGE, "nobody can be asked, so nothing was deleted; --yes deletes without asking");
        }
        boolean isAgreed = context.environment().tty().agrees("Delete %d of them?".formatted(total), context.err());
        if (!isAgreed) {
            context.err().print("nothing was deleted\n");
        }
        return isAgreed;
    }

    private static String line(Progress progress) {
        String counts = Stream.of(
                        counted(progress.pending(), "pending"),
                        counted(progress.reserved(), "reserved"),
                        counted(progress.success(), "success"),
                        counted(progress.error(), "error"),
                        counted(progress.ignore(), "ignore"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return "  %s -j %s: %s\n"
                .formatted(VisibleText.line(progress.recipe()), VisibleText.line(progress.jobName()), counts);
    }

    private static String counted(long count, String status) {
        return count == 0 ? "" : count + " " + status;
    }
}
