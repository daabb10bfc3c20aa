package pipeline.store.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.JobTable;
import pipeline.store.query.QueryCondition;
import pipeline.testing.stores.StorePlace;

/** A process of its own that claims and completes jobs until none is pending, and prints their numbers. */
final class ClaimingProcess {

    private ClaimingProcess() {}

    /** Runs one and gives the numbers of the jobs that it had. */
    static List<String> run(StorePlace place, int threads) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // of a process of the same number in another namespace Java would warn on standard output
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                ClaimingProcess.class.getName(),
                String.valueOf(threads),
                place.url()));
        if (place.user() != null) {
            command.add(place.user());
        }
        if (place.password() != null) {
            command.add(place.password());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("a claiming process ended with code " + process.exitValue());
        }
        return printed.lines().toList();
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        StorePlace place = new StorePlace(args[1], args.length > 2 ? args[2] : null, args.length > 3 ? args[3] : null);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (JobTable table = Tables.open(place)) {
            long member = new TableSamples(table).member();
            Callable<List<Long>> claiming = () -> claim(table, member);
            for (Future<List<Long>> claimed : executor.invokeAll(Collections.nCopies(threads, claiming))) {
                claimed.get().forEach(System.out::println);
            }
        } finally {
            executor.shutdown();
        }
    }

    private static List<Long> claim(JobTable table, long member) {
        List<Long> claimed = new ArrayList<>();
        while (table.count(QueryCondition.always()).containsKey(JobStatus.PENDING)) {
            List<Finish> endings = new ArrayList<>();
            for (ClaimedJob claim : table.claim(member, QueryCondition.always(), 3)) {
                claimed.add(claim.row().id());
                endings.add(new Finish(claim.reservation(), new Finish.Succeeded(null), TableSamples.run()));
            }
            table.finishAndReserve(member, endings, List.of());
        }
        return claimed;
    }
}
