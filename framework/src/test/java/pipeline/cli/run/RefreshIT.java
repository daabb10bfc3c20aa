package pipeline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ListedRecipe;
import pipeline.cli.PickyRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** How far a refresh reaches, when a run begins with one, and what help says of commands that need none of SSH. */
@ExtendWith(LeakCheck.class)
class RefreshIT {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        configure("");
        EngineFactory wiring =
                new EngineFactory(Map.of("HOME", directory.resolve("home").toString()));
        terminal = new Terminal(directory, wiring, List.of(ListedRecipe.class, PickyRecipe.class));
    }

    @Test
    void a_restriction_holds_for_what_is_added_and_what_is_removed() throws Exception {
        configure("stale_timeout = 1s");
        assertThat(refresh("--host", "lce[001-002]", "echo a")).startsWith("added: 0,");
        assertThat(refresh("--host", "localhost", "echo a", "echo b")).startsWith("added: 2,");
        waitUntilStale();
        assertThat(refresh("--host", "lce001", "echo c"))
                .isEqualTo("added: 0, removed: 0, re_pended: 0, orphaned: 0\n");
        assertThat(refresh("echo c")).startsWith("added: 1, removed: 2,");
    }

    @Test
    void hosts_that_are_none_are_reported() {
        for (String word : List.of("work", "jobs refresh")) {
            for (String hosts : List.of("a[", "")) {
                List<String> words = new ArrayList<>(List.of(word.split(" ", -1)));
                words.addAll(List.of("listed_recipe", "-j", "x", "--host", hosts, "echo a"));
                assertThat(terminal.type(words.toArray(String[]::new))).isEqualTo(2);
                assertThat(terminal.err())
                        .startsWith("pipeline: --host")
                        .endsWith("Try: pipeline " + word + " listed_recipe --help\n");
            }
        }
    }

    @Test
    void a_run_begins_with_a_refresh_unless_it_is_told_otherwise() throws Exception {
        for (String[] told : new String[][] {
            {"auto_refresh = true", "", "gone"},
            {"auto_refresh = true", "--no-refresh", "there"},
            {"auto_refresh = false", "", "there"},
            {"auto_refresh = false", "--refresh", "gone"}
        }) {
            configure("stale_timeout = 1s\n" + told[0]);
            refresh("echo old");
            waitUntilStale();
            List<String> words = new ArrayList<>(List.of("listed_recipe", "-j", "x"));
            if (!told[1].isEmpty()) {
                words.add(told[1]);
            }
            words.add("echo new");
            assertThat(terminal.type(words.toArray(String[]::new))).isZero();
            terminal.type("jobs", "--where", "{'key': {'command': 'echo old'}}", "--output", "jsonl");
            assertThat(terminal.out().isEmpty() ? "gone" : "there")
                    .as("%s %s", told[0], told[1])
                    .isEqualTo(told[2]);
            terminal.type("jobs", "purge", "--where", "{}", "--yes");
        }
    }

    @Test
    void help_of_workers_and_refreshes_names_only_what_they_have() {
        for (String word : List.of("work", "jobs refresh")) {
            List<String> words = new ArrayList<>(List.of(word.split(" ", -1)));
            words.addAll(List.of("picky_recipe", "--help"));
            assertThat(terminal.type(words.toArray(String[]::new))).isZero();
            assertThat(terminal.out())
                    .contains("Shows what it was told, 100% of it.")
                    .contains("  pipeline " + word + " picky_recipe -j first --pattern x some.mapfile\n")
                    .contains("--host=HOSTS")
                    .doesNotContain("-p, --max-per-node", "--mini-cluster", "-n, --dry-run");
        }
        terminal.type("work", "picky_recipe", "--help");
        assertThat(terminal.out()).contains("[OPTION...] [MAPFILE [COMMAND...]]\n", "--processes=N");
    }

    private String refresh(String... words) {
        List<String> all = new ArrayList<>(List.of("jobs", "refresh", "listed_recipe", "-j", "x"));
        all.addAll(List.of(words));
        assertThat(terminal.type(all.toArray(String[]::new))).as(terminal.err()).isZero();
        return terminal.out();
    }

    private void configure(String jobs) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n[jobs]\n" + jobs + "\n");
    }

    private void waitUntilStale() {
        try (JobTable table = JobTables.inFile(directory.resolve("home/.local/state/pipeline/jobs.sqlite"))) {
            Instant end = table.now().plusMillis(1100);
            await().until(() -> table.now().isAfter(end));
        }
    }
}
