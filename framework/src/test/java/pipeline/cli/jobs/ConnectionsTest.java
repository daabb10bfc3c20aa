package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;
    private long first;
    private long second;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
        first = terminal.enterElsewhere(71);
        second = terminal.enterElsewhere(72);
    }

    @Test
    void masters_and_workers_are_listed() {
        assertThat(terminal.type("connections", "--keys", "user,host,pid,state", "--output", "csv", "--host", "head7"))
                .isZero();
        assertThat(terminal.out())
                .isEqualTo("id,user,host,pid,state\r\n%d,olaf,head7,71,running\r\n%d,olaf,head7,72,running\r\n"
                        .formatted(first, second));
    }

    @Test
    void they_are_chosen_by_a_query_and_put_in_order() {
        assertThat(terminal.type(
                        "connections",
                        "--where",
                        "{'pid': {'$gte': 71}, 'user': 'olaf'}",
                        "--order-by",
                        "pid desc",
                        "--keys",
                        "pid",
                        "--output",
                        "jsonl"))
                .isZero();
        assertThat(terminal.out())
                .isEqualTo("{\"id\":%d,\"pid\":72}\n{\"id\":%d,\"pid\":71}\n".formatted(second, first));
        assertThat(terminal.type("connections", "--where", "{'id': 99}")).isZero();
        assertThat(terminal.err()).startsWith("nobody uses ");
    }

    @Test
    void killing_with_yes_asks_all_that_fit_to_end() {
        assertThat(terminal.type("connections", "kill", "--yes", "--where", "{'pid': 71}"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("asked to end: 1\n");
        assertThat(terminal.err()).contains("at their next heartbeat, within 10 s");
        assertThat(states()).isEqualTo("ending running");
        assertThat(terminal.type("connections", "kill", "--yes", "--where", "{'pid': 71}"))
                .isZero();
        assertThat(terminal.err()).isEqualTo("1 had ended or been asked before\n");
    }

    @Test
    void killing_lists_and_asks_which() {
        terminal.answer("99", "", "x y", Long.toString(second), "q");

        assertThat(terminal.type("connections", "kill")).isZero();
        assertThat(terminal.err())
                .contains("99 is not in the list\n", "'x y' is not in the list\n")
                .contains("End which? (its id, a: all, q: quit, nothing: list again) ");
        assertThat(terminal.out()).isEqualTo("asked to end: 1\n");
        assertThat(states()).isEqualTo("running ending");
    }

    @Test
    void a_kills_all() {
        terminal.answer("a");

        assertThat(terminal.type("connections", "kill")).isZero();
        assertThat(states()).isEqualTo("ending ending");
    }

    @Test
    void the_end_of_the_input_is_quit() {
        terminal.answer();

        assertThat(terminal.type("connections", "kill")).isZero();
        assertThat(terminal.type("connections", "kill")).isZero();
        assertThat(states()).isEqualTo("running running");
    }

    @Test
    void killing_needs_somebody_to_ask() {
        assertThat(terminal.type("connections", "kill")).isEqualTo(2);
        assertThat(terminal.err()).contains("--yes ends all that fit without asking");
        assertThat(states()).isEqualTo("running running");
    }

    @Test
    void an_unknown_number_kills_nobody() {
        assertThat(terminal.type("connections", "kill", "--yes", Long.toString(first), "99", "-j", "night"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("there is no master or worker 99; nobody was ended");
        assertThat(states()).isEqualTo("running running");
    }

    @Test
    void its_own_process_is_never_killed() {
        assertThat(terminal.type("connections", "kill", "--yes", "1")).isEqualTo(2);
        assertThat(terminal.type("connections", "kill", "--yes")).isZero();
        assertThat(terminal.out()).isEqualTo("asked to end: 2\n");
    }

    private String states() {
        TableTerminal reader = new TableTerminal(directory);
        reader.type("connections", "--host", "head7", "--keys", "state", "--output", "tsv");
        return reader.out()
                .replaceAll("(?m)^.*\t", "")
                .replace('\n', ' ')
                .strip()
                .replaceFirst("^state ", "");
    }
}
