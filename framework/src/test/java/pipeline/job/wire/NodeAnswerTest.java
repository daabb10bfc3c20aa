package pipeline.job.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.text.Json;

class NodeAnswerTest {

    @Test
    void a_result_reads_back_the_same() {
        NodeAnswer answer = new NodeAnswer(Json.tree(Map.of("sha256", "\u001e\n")), null);
        assertThat(answer.toJson()).doesNotContain("\n").doesNotContain("\u001e");
        assertThat(NodeAnswer.fromJson(answer.toJson())).isEqualTo(answer);
    }

    @Test
    void an_answer_without_a_result_reads_back_the_same() {
        NodeAnswer nothing = new NodeAnswer(null, null);
        assertThat(NodeAnswer.fromJson(nothing.toJson())).isEqualTo(nothing);
        NodeAnswer error = new NodeAnswer(null, "java.io.IOException: no");
        assertThat(NodeAnswer.fromJson(error.toJson())).isEqualTo(error);
    }

    @Test
    void a_reason_for_leaving_an_item_out_reads_back_the_same() {
        NodeAnswer skip = NodeAnswer.skipping("no \"data\"\n");
        assertThat(NodeAnswer.fromJson(skip.toJson())).isEqualTo(skip);
        assertThat(skip.skip()).isEqualTo("no \"data\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "null", "[]", "{}", "{\"result\":1}", "{\"result\":1,\"error\":2}"})
    void anything_else_is_refused(String line) {
        assertThatThrownBy(() -> NodeAnswer.fromJson(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an answer must be ");
    }
}
