package pipeline.cli.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import pipeline.text.VisibleText;

/** The files {@code summary.txt} and {@code summary.json} in the directory of a run, and the end of its log. */
final class SummaryFiles {

    private SummaryFiles() {}

    /** Writes that the run goes on, which stays there if the process is killed. */
    static void begin(RunHead head) throws IOException {
        List<String> lines = new ArrayList<>(head(head));
        lines.add("running; if its process is gone, it was killed, and pipeline status -j %s says how far it came"
                .formatted(head.jobName()));
        write(head, lines, VisibleText.json(SummaryJson.running(head)));
    }

    /** Writes how it ended. */
    static void end(EndedRun run) throws IOException {
        RunHead head = run.head();
        write(head, lines(run, true), VisibleText.json(SummaryJson.of(run)));
        if (head.logFile().isPresent()) {
            Files.writeString(
                    head.logFile().get(),
                    text(lines(run, false)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static List<String> lines(EndedRun run, boolean withResults) {
        RunEnding ending = run.ending();
        List<String> lines = new ArrayList<>(head(run.head()));
        lines.add("ended: %s, exit code %d%s"
                .formatted(
                        ending.ended(),
                        ending.exitCode(),
                        ending.how().isEmpty() ? "" : ": " + VisibleText.line(ending.how())));
        if (withResults) {
            ending.results().text().lines().forEach(lines::add);
        }
        lines.addAll(SummaryText.whole(run));
        ending.notes().again().forEach(command -> lines.add("again: " + VisibleText.line(command)));
        return lines;
    }

    private static List<String> head(RunHead head) {
        return List.of("command: " + VisibleText.line(head.command()), "started: " + head.started());
    }

    private static void write(RunHead head, List<String> lines, String json) throws IOException {
        write(head.directory().resolve(SummaryKeeper.TEXT), text(lines));
        write(head.directory().resolve("summary.json"), json + "\n");
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    /** A reader of the file gets the former one or the new one, and never half of it. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(".summary-" + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
