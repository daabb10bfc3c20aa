package pipeline.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.console.LiveScreen;
import pipeline.dispatch.AwayHost;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.text.DisplayWidth;
import pipeline.time.VirtualTime;

/** The bottom of a terminal in the middle of a run, as it is kept in {@code screens}; {@code -Dscreens.rewrite=true} writes it anew. */
class ProgressScreensTest {

    private static final Path KEPT = Path.of("src/test/resources/screens");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-28T03:12:40Z"), ZoneId.of("Europe/Amsterdam"));
    private static final List<LiveScreen.Size> SIZES = List.of(
            new LiveScreen.Size(80, 24),
            new LiveScreen.Size(140, 50),
            new LiveScreen.Size(60, 24),
            new LiveScreen.Size(80, 10));

    private final VirtualTime time = new VirtualTime();
    private final List<AwayHost> away = new ArrayList<>();
    private final RunProgress progress = new RunProgress(time, () -> away);

    @ParameterizedTest
    @CsvSource({"244, 10", "6000, 500", "100000, 500"})
    void a_screen_shows_how_far_the_run_is_and_which_hosts_are_away_or_slow(int jobs, int hosts) throws IOException {
        go(jobs, hosts);

        StringBuilder shown = new StringBuilder();
        for (LiveScreen.Size size : SIZES) {
            List<String> lines = ProgressReporter.lines("night", progress.view(), CLOCK, size, 0);
            assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, size.rows() / 3));
            assertThat(lines).allMatch(line -> DisplayWidth.of(line) < size.columns());
            shown.append("%d columns, %d rows\n".formatted(size.columns(), size.rows()));
            lines.forEach(line -> shown.append(line).append('\n'));
        }
        Path file = KEPT.resolve("%d-jobs-%d-hosts.txt".formatted(jobs, hosts));
        if (Boolean.getBoolean("screens.rewrite")) {
            Files.createDirectories(KEPT);
            Files.writeString(file, shown, UTF_8);
        }
        assertThat(shown.toString()).isEqualTo(Files.readString(file, UTF_8));
    }

    /** After 40 minutes two fifths are done, every 29th failed, four run on each host, and four hosts are away for two causes. */
    private void go(int count, int hosts) {
        List<ComputeJob> jobs = IntStream.range(0, count)
                .mapToObj(i -> ComputeJob.command(
                        "lce%03d".formatted(i % hosts + 1), "qc.sh", "/data/L2026_%06d/observation.wav".formatted(i)))
                .toList();
        JobListener listener = progress.listener("1");
        progress.scheduled("1", jobs);
        int ended = count * 2 / 5;
        int slots = 4 * hosts;
        for (int from = 0; from < ended; from += slots) {
            int to = Math.min(from + slots, ended);
            for (int i = from; i < to; i++) {
                listener.started(jobs.get(i), i + 1);
            }
            time.advance(MINUTE.multipliedBy(38).multipliedBy(to - from).dividedBy(ended));
            for (int i = from; i < to; i++) {
                Attempt attempt = new Attempt(i + 1, 1, null, Duration.ofMinutes(2), null, null);
                listener.ended(
                        i % 29 == 28
                                ? Outcome.failed(
                                        jobs.get(i), attempt, new Failure(FailureKind.PROGRAM, 1, "exit code 1"))
                                : Outcome.succeeded(jobs.get(i), attempt, null));
            }
        }
        for (int i = ended; i < ended + slots; i++) {
            if (i % hosts > 3) {
                listener.started(jobs.get(i), i + 1);
                time.advance(Duration.ofMillis(120_000 / slots));
            }
        }
        int parked = count / hosts * 3 / 5;
        for (String host : List.of("lce001", "lce002", "lce003")) {
            away.add(new AwayHost(
                    host, false, host + ": ssh: connect to " + host + " port 22: No route to host", parked, MINUTE));
        }
        away.add(new AwayHost(
                "lce004", true, "drained by you: disk is being changed", parked, MINUTE.multipliedBy(1500)));
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);
}
