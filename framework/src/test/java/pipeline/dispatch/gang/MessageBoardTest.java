package pipeline.dispatch.gang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.log.LogMessage;

class MessageBoardTest {

    private final MessageBoard board = new MessageBoard("g", 3);
    private final List<String> answers = new ArrayList<>();
    private final long[] numbers = new long[3];

    @Test
    void a_barrier_lets_all_go_when_the_last_has_come() {
        ask(0, "barrier", "a", "");
        ask(2, "barrier", "a", "");
        assertThat(answers).isEmpty();
        ask(1, "barrier", "a", "");
        assertThat(answers).containsExactlyInAnyOrder("0: ", "1: ", "2: ");
    }

    @Test
    void a_barrier_ends_when_somebody_has_ended_who_does_not_come() {
        ask(0, "barrier", "a", "");
        board.ended(2);
        assertThat(taken()).containsExactly("0! member 2 of gang g has ended and does not come to the barrier a");
        ask(1, "barrier", "", "");
        assertThat(taken()).containsExactly("1! member 2 of gang g has ended and does not come to the barrier");
    }

    @Test
    void each_member_receives_all_that_is_broadcast_in_order_whenever_it_comes() {
        ask(1, "receive", "", "");
        ask(0, "broadcast", "", "1");
        ask(0, "broadcast", "", "2");
        ask(1, "receive", "", "");
        ask(2, "receive", "", "");
        ask(2, "receive", "", "");
        assertThat(taken()).containsExactly("0: ", "1: 1", "0: ", "1: 2", "2: 1", "2: 2");
        board.ended(0);
        ask(1, "receive", "", "");
        assertThat(taken()).containsExactly("1! the control program has ended and sends nothing more");
    }

    @Test
    void the_values_of_the_members_are_gathered_in_the_order_of_their_ranks() {
        ask(0, "gather", "", "");
        ask(2, "send", "", "\"two\"");
        ask(2, "send", "", "\"and more\"");
        ask(1, "send", "", "{\"a\":1}");
        assertThat(taken()).containsExactly("2: ", "2: ", "1: ", "0: [{\"a\":1},\"two\"]");
        board.ended(2);
        ask(1, "send", "", "3");
        ask(0, "gather", "", "");
        assertThat(taken()).as("what was sent before its end counts").containsExactly("1: ", "0: [3,\"and more\"]");
        ask(1, "send", "", "4");
        ask(0, "gather", "", "");
        assertThat(taken()).containsExactly("1: ", "0! member 2 of gang g has ended and sends nothing more");
    }

    @Test
    void values_by_name_are_there_for_all_and_can_be_waited_for() {
        ask(1, "get", "k", "");
        ask(2, "await", "k", "");
        ask(0, "put", "k", "1");
        ask(0, "put", "k", "2");
        ask(1, "get", "k", "");
        assertThat(taken()).containsExactly("1: ", "0: ", "2: 1", "0: ", "1: 2");
    }

    @Test
    void all_that_wait_for_each_other_are_reported() {
        ask(0, "barrier", "a", "");
        ask(1, "receive", "", "");
        ask(2, "await", "k", "");
        String why =
                "all that run of gang g wait for each other: control of gang g for the barrier a, member 1 of gang g for a"
                        + " broadcast, member 2 of gang g for the value of k";
        assertThat(taken()).containsExactly("0! " + why, "1! " + why, "2! " + why);
    }

    @Test
    void what_comes_again_after_a_broken_connection_is_answered_again_and_counts_once() {
        ask(1, "send", "", "1");
        again(1, "send", "", "1");
        ask(2, "send", "", "2");
        ask(0, "gather", "", "");
        again(0, "gather", "", "");
        assertThat(taken()).containsExactly("1: ", "1: ", "2: ", "0: [1,2]", "0: [1,2]");
        ask(0, "barrier", "", "");
        again(0, "barrier", "", "");
        ask(1, "barrier", "", "");
        ask(2, "barrier", "", "");
        assertThat(taken()).as("the last connection hears").containsExactly("0: ", "1: ", "2: ");
    }

    @Test
    void what_is_not_for_a_rank_is_refused() {
        ask(1, "broadcast", "", "1");
        ask(0, "receive", "", "");
        ask(0, "dance", "", "");
        assertThat(taken())
                .containsExactly(
                        "1! only the control program of a gang does that: broadcast",
                        "0! only members of a gang do that, not its control program: receive",
                        "0! nobody knows the request dance");
    }

    @Test
    void a_second_process_of_a_member_does_not_take_the_answer_of_the_first() {
        ask(1, "receive", "", "");
        board.asked(1, "other", new LogMessage.Request(1, "receive", "", ""), reply -> answers.add(reply.error()));
        assertThat(taken()).containsExactly("another process of member 1 of gang g waits for an answer already");
        ask(0, "broadcast", "", "1");
        board.asked(
                1, "other", new LogMessage.Request(2, "send", "", "5"), reply -> answers.add("other " + reply.value()));
        assertThat(taken()).containsExactly("0: ", "1: 1", "other ");
    }

    @Test
    void messages_that_nobody_takes_do_not_fill_the_memory_of_the_master() {
        String large = "\"" + "x".repeat(250 << 10) + "\"";
        for (int i = 0; i < 100; i++) {
            ask(0, "broadcast", "", large);
        }
        assertThat(taken()).last().asString().contains("more than 16 MiB that nobody has taken");
        for (int i = 0; i < 10; i++) {
            ask(1, "receive", "", "");
            ask(2, "receive", "", "");
        }
        ask(0, "broadcast", "", large);
        assertThat(taken()).last().isEqualTo("0: ");
    }

    private void ask(int rank, String what, String name, String value) {
        numbers[rank]++;
        again(rank, what, name, value);
    }

    private void again(int rank, String what, String name, String value) {
        board.asked(
                rank,
                "process",
                new LogMessage.Request(numbers[rank], what, name, value),
                reply -> answers.add(rank + (reply.error().isEmpty() ? ": " : "! ") + reply.value() + reply.error()));
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(answers);
        answers.clear();
        return taken;
    }
}
