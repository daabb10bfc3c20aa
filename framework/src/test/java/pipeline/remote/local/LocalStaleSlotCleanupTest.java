package pipeline.remote.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.shell.SlotContract;
import pipeline.testing.LeakCheck;

/** What masters that were killed left on a host, and who throws it away. */
class LocalStaleSlotCleanupTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path directory;

    private final LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void what_is_old_and_dead_is_thrown_away_and_nothing_else() throws Exception {
        Slot living = open("0-living");
        Path runner = Path.of(Objects.requireNonNull(living.trace()).directory());
        Path slots = runner.getParent();
        String deadJournal = Files.readString(runner.resolve("journal"))
                .replaceFirst("^slot (\\S+) \\S+ \\S+ \\S+", "slot $1 1 1 1");
        Path old = slot(slots, "1-dead.old", deadJournal + "start 1.1 5.0\nend 1.1 0 6.0\n");
        Path torn = slot(slots, "1-torn.old", "");
        Path recent = slot(slots, "1-dead.recent", deadJournal + "start 1.1 5.0\n");
        Path fence = Files.createFile(slots.resolve("1-dead.fence"));
        Path told = Files.createFile(slots.resolve("1-dead.told"));
        Path recentFence = Files.createFile(slots.resolve("1-recent.fence"));
        for (Path aged : List.of(old, torn, fence, told, runner)) {
            age(aged, 92);
        }
        age(recent, 88);
        age(recentFence, 6);

        Slot next = open("2-next");

        assertThat(List.of(old, torn, fence, told))
                .allSatisfy(gone -> assertThat(gone).doesNotExist());
        assertThat(List.of(recent, recentFence, runner))
                .allSatisfy(kept -> assertThat(kept).exists());
        living.leave().get(20, SECONDS);
        next.leave().get(20, SECONDS);
    }

    @Test
    void a_slot_that_was_never_given_anything_goes_with_its_runner() throws Exception {
        Slot living = open("0-living");
        Path runner = Path.of(Objects.requireNonNull(living.trace()).directory());
        Path slots = runner.getParent();
        String journal = Files.readString(runner.resolve("journal"));
        String dead = journal.replaceFirst("^slot (\\S+) \\S+ \\S+ \\S+", "slot $1 1 1 1");
        Path empty = slot(slots, "1-dead.empty", dead);
        Path used = slot(slots, "1-dead.used", dead + "start 1.1 5.0\n");
        Path elsewhere = slot(slots, "1-dead.elsewhere", dead.replaceFirst(" \\S+ (\\S+)\n$", " other-boot $1\n"));
        Path justMade = slot(slots, "1-dead.made", "");

        Slot next = open("2-next");

        assertThat(empty).doesNotExist();
        assertThat(List.of(runner, used, elsewhere, justMade))
                .allSatisfy(kept -> assertThat(kept).exists());
        assertThat(living.run("1.1", "exit 3", new SlotContract.Captured()).get(20, SECONDS))
                .isEqualTo(3);
        living.settled("1.1");
        living.leave().get(20, SECONDS);
        next.leave().get(20, SECONDS);
    }

    @Test
    void the_first_slot_reports_whose_slots_and_fences_are_left_and_nobody_of_whom_a_runner_lives() throws Exception {
        Slot living = open("0-living");
        Path runner = Path.of(Objects.requireNonNull(living.trace()).directory());
        Path slots = runner.getParent();
        String journal = Files.readString(runner.resolve("journal")) + "start 1.1 5.0\n";
        String dead = journal.replaceFirst("^slot (\\S+) \\S+ \\S+ \\S+", "slot $1 1 1 1");
        slot(slots, "0-living.broken", dead);
        slot(slots, "1-used.1", dead);
        slot(slots, "1-used.2", dead);
        slot(slots, "2-elsewhere.1", dead.replaceFirst(" \\S+ (\\S+)\n", " other-boot $1\n"));
        slot(slots, "3-made.1", "");
        slot(slots, "3-made.2", dead);
        for (String file :
                List.of("0-living.fence", "1-used.fence", "4-gone.fence", "5-gone.told", "* foreign.fence")) {
            Files.createFile(slots.resolve(file));
        }

        Slot first = open("6-next");
        Slot second = open("6-next");

        assertThat(first.formerOwners()).containsExactlyInAnyOrder("1-used", "2-elsewhere", "4-gone", "5-gone");
        assertThat(second.formerOwners()).isEmpty();
        for (Slot slot : List.of(living, first, second)) {
            slot.leave().get(20, SECONDS);
        }
    }

    @Test
    void the_fence_goes_with_its_dead_owner_but_not_while_a_runner_is_there_that_may_have_been_sent_a_job()
            throws Exception {
        Slot living = open("0-living");
        Path slots = Path.of(Objects.requireNonNull(living.trace()).directory()).getParent();
        Path fence = Files.createFile(slots.resolve("0-living.fence"));
        forget("0-living", true);
        assertThat(fence).exists();

        forget("0-living", false);
        assertThat(fence).exists();

        forget("0-living", true);
        assertThat(fence).doesNotExist();
        living.leave().get(20, SECONDS);
    }

    private void forget(String owner, boolean isDead) throws Exception {
        transport
                .host("anything")
                .forget(new SlotOwner(owner, directory.toString()), isDead)
                .get(20, SECONDS);
    }

    private Slot open(String owner) throws Exception {
        return transport
                .host("anything")
                .openSlot(new SlotOwner(owner, directory.toString()))
                .get(20, SECONDS);
    }

    private static Path slot(Path slots, String name, String journal) throws IOException {
        Path slot = Files.createDirectory(slots.resolve(name));
        Files.writeString(slot.resolve("journal"), journal);
        Files.writeString(slot.resolve("out"), "");
        return slot;
    }

    private static void age(Path path, int days) throws IOException {
        FileTime time = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.setLastModifiedTime(each, time);
            }
        }
    }
}
