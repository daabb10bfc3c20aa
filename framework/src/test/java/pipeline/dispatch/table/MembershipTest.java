package pipeline.dispatch.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.dispatch.FakeJobTable;
import pipeline.dispatch.rules.RunRules;
import pipeline.log.LogLevel;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.time.Scheduler;

@Timeout(30)
class MembershipTest {

    private static final RunRules QUICK = new RunRules(
            RunRules.DEFAULT.repeat(),
            RunRules.DEFAULT.limit(),
            RunRules.DEFAULT.attempts(),
            5,
            new RunRules.Presence(Duration.ofMillis(20), Duration.ofMillis(100)));

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final JobTable table = JobTables.inMemory();
    private final FakeJobTable fake = new FakeJobTable(table);
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private MasterLogging logging;
    private Membership membership;

    @BeforeEach
    void enter() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(levelname)s %(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.WARNING, "recipe", console);
        membership = Masters.enter(fake.table(), "recipe", "job", QUICK);
    }

    @AfterEach
    void leave() {
        membership.close();
        table.close();
        logging.close();
    }

    @Test
    void it_shows_that_it_lives_until_it_leaves() {
        Instant first = heartbeat();
        await().until(() -> heartbeat().isAfter(first));
        membership.close();
        assertThat(table.members(false)).isEmpty();
        assertThat(table.members(true)).hasSize(1);
    }

    @Test
    void who_is_asked_to_end_is_told_once_and_shows_that_it_lives_until_it_ends() {
        membership.onEnd(reasons::add, reasons::add);
        table.askToEnd(List.of(membership.id()));
        await().until(() -> !reasons.isEmpty());
        Instant told = heartbeat();
        await().until(() -> heartbeat().isAfter(told.plusMillis(60)));
        assertThat(reasons).containsExactly("asked to end by connections kill");
    }

    @Test
    void who_asks_late_hears_of_it_at_once() {
        table.askToEnd(List.of(membership.id()));
        await().until(() -> {
            membership.onEnd(reasons::add, reasons::add);
            return !reasons.isEmpty();
        });
    }

    @Test
    void who_was_taken_for_dead_is_told_to_let_go() {
        membership.onEnd(reason -> reasons.add("stop: " + reason), reasons::add);
        table.leave(membership.id());
        await().until(() -> !reasons.isEmpty());
        assertThat(reasons.get(0)).startsWith("taken for dead");
    }

    @Test
    void who_was_stopped_for_longer_than_the_orphan_timeout_goes_on() throws Exception {
        membership.close();
        NewMember far = new NewMember(
                NewMember.Kind.MASTER,
                "recipe",
                "job",
                "test",
                true,
                "",
                new ProcessIdentity("ann", "a system without boots", "", 77, 1),
                "");
        membership = Membership.enter(fake.table(), far, QUICK, Scheduler.system());
        membership.onEnd(reasons::add, reasons::add);
        for (int stop = 0; stop < 3; stop++) {
            fake.hold("heartbeat");
            fake.awaitHeld("heartbeat");
            Instant silent = heartbeat(membership.id());
            await().until(() -> table.now().isAfter(silent.plusMillis(150)));
            fake.letGo("heartbeat");
            await().until(() -> heartbeat(membership.id()).isAfter(silent.plusMillis(150)));
        }
        Instant last = heartbeat(membership.id());
        await().until(() -> heartbeat(membership.id()).isAfter(last));
        assertThat(reasons).isEmpty();
    }

    @Test
    void a_heartbeat_that_fails_warns_once_and_is_tried_again() {
        fake.breakDown("heartbeat", "freeOrphans");
        await().until(() -> console.toString(UTF_8).contains("trying again"));
        Instant silent = heartbeat();
        // who looks for orphans might take it for dead before it has shown again that it lives
        fake.repair("heartbeat");
        await().until(() -> heartbeat().isAfter(silent));
        assertThat(console.toString(UTF_8).lines().filter(line -> line.contains("heartbeat")))
                .containsExactly("WARNING cannot write the heartbeat to the job table, trying again:"
                        + " the disk of the job table is full");
    }

    @Test
    void a_table_that_cannot_be_left_only_warns() {
        fake.breakDown("leave");
        membership.close();
        assertThat(console.toString(UTF_8))
                .contains("others will find that this process is gone: the disk of the job table is full");
        fake.repair();
    }

    private Instant heartbeat() {
        return heartbeat(membership.id());
    }

    private Instant heartbeat(long member) {
        return table.members(true).stream()
                .filter(row -> row.id() == member)
                .findFirst()
                .orElseThrow()
                .heartbeat();
    }
}
