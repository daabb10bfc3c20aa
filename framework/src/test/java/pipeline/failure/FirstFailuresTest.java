package pipeline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pipeline.job.FailureKind;

class FirstFailuresTest {

    private final FirstFailures failures = new FirstFailures(3);

    @Test
    void of_each_cause_some_are_first_and_all_others_repeat_them() {
        assertThat(IntStream.range(0, 5).mapToObj(i -> add(i, "no flux in obs_%d.wav".formatted(i))))
                .containsExactly(
                        FirstFailures.Place.FIRST,
                        FirstFailures.Place.FIRST,
                        FirstFailures.Place.FIRST,
                        FirstFailures.Place.FIRST_REPEATED,
                        FirstFailures.Place.REPEATED);
        assertThat(add(6, "No module named 'numpy'")).isEqualTo(FirstFailures.Place.FIRST);
    }

    private FirstFailures.Place add(int number, String message) {
        return failures.add(
                new FailedJob(number, "n" + number, FailureKind.PROGRAM, 1, "exit code 1: " + message, List.of()));
    }
}
