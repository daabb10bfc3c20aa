package pipeline.job.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.text.Json;

class NodeRequestTest {

    @Test
    void a_request_is_one_line_and_reads_back_the_same() {
        NodeRequest request = new NodeRequest(
                "a.B$C",
                List.of(
                        Json.tree("x\ny \u001e ü"),
                        Json.tree(5),
                        Json.tree(null),
                        Json.tree(Map.of("k", List.of(1.5)))),
                "t0k");
        assertThat(request.toJson()).doesNotContain("\n").doesNotContain("\u001e");
        assertThat(NodeRequest.fromJson(request.toJson())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"program\":1,\"arguments\":[],\"token\":\"t\"}",
                "{\"program\":\"p\",\"arguments\":{},\"token\":\"t\"}",
                "{\"program\":\"p\",\"arguments\":[]}",
                "{\"program\":\"p\",\"arguments\":[],\"token\":\"t\""
            })
    void anything_else_is_refused(String line) {
        assertThatThrownBy(() -> NodeRequest.fromJson(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a request must be ");
    }
}
