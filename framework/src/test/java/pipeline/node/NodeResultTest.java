package pipeline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.text.Json;

class NodeResultTest {

    @Test
    void ok_has_no_result_and_code_0() {
        assertThat(NodeResult.ok().json()).isEmpty();
        assertThat(NodeResult.ok().code()).isZero();
    }

    @Test
    void a_result_is_kept_as_json() {
        assertThat(NodeResult.of(Map.of("a", 1)).json()).contains(Json.read("{\"a\":1}"));
        assertThat(NodeResult.of("x").code()).isZero();
    }

    @Test
    void null_is_no_result() {
        assertThatThrownBy(() -> NodeResult.of(null)).hasMessageContaining("NodeResult.ok()");
    }

    @Test
    void an_exit_code_is_kept() {
        assertThat(NodeResult.exit(255).code()).isEqualTo(255);
        assertThat(NodeResult.exit(3).json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void a_code_that_no_process_can_end_with_is_refused(int code) {
        assertThatThrownBy(() -> NodeResult.exit(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an exit code must be between 0 and 255, but was " + code);
    }
}
