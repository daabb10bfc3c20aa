package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.ResultMismatchException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.testing.FakeJobRunner;
import pipeline.text.Json;

class MapResultsTest {

    private static final DataMap MAP = DataMap.of(List.of(
            MapEntry.of("a", "/a1"),
            MapEntry.of("a", "/a2", true),
            MapEntry.of("b", "/b1"),
            MapEntry.of("c", "/c1"),
            MapEntry.of("a", "/a3")));

    record Size(String file, long bytes) {}

    private static ComputeJob job(String host, String file) {
        return ComputeJob.command(host, "size", file).outputs(file + ".size");
    }

    private static Outcome success(String host, String file, Object result) {
        return Outcome.succeeded(job(host, file), FakeJobRunner.attempt(), Json.tree(result));
    }

    private static final List<Outcome> OUTCOMES = List.of(
            success("a", "/a1", new Size("/a1", 1)),
            FakeJobRunner.failure(job("b", "/b1"), "no such file"),
            Outcome.parked(job("c", "/c1"), "host is down"),
            success("a", "/a3", new Size("/a3", 3)));

    @Test
    void each_entry_has_its_own_result_also_after_skipped_and_failed_ones() {
        MapResults<Size> results = MapResults.of(MAP, OUTCOMES, Size.class);
        assertThat(results)
                .extracting(MapResult::state)
                .containsExactly(
                        MapResult.State.SUCCEEDED,
                        MapResult.State.SKIPPED,
                        MapResult.State.FAILED,
                        MapResult.State.PARKED,
                        MapResult.State.SUCCEEDED);
        assertThat(results.stream().filter(MapResult::isSuccess))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.value().orElseThrow().file())
                        .isEqualTo(result.entry().file()));
        assertThat(results.get(2).message()).isEqualTo("no such file");
        assertThat(results.get(1).message()).isEmpty();
        assertThat(results.values()).extracting(Size::bytes).containsExactly(1L, 3L);
    }

    @Test
    void the_output_map_has_length_and_order_and_what_failed_is_marked_skip() {
        MapResults<Size> results = MapResults.of(MAP, OUTCOMES, Size.class);
        assertThat(results.toMap().entries())
                .extracting(entry -> entry.host() + entry.file() + entry.skip())
                .containsExactly("a/a1.sizefalse", "a/a2true", "b/b1true", "c/c1true", "a/a3.sizefalse");
        assertThat(results.toMap(result -> List.of(result.value().orElseThrow().bytes() + ".out"))
                        .entries())
                .extracting(entry -> entry.index() + entry.file())
                .containsExactly("01.out", "1/a2", "2/b1", "3/c1", "43.out");
    }

    @Test
    void without_declared_outputs_the_files_stay() {
        DataMap map = DataMap.of(List.of(MapEntry.of("a", List.of("/x", "/y"), false)));
        Outcome outcome = FakeJobRunner.success(ComputeJob.command("a", "x"));
        assertThat(MapResults.of(map, List.of(outcome), String.class).toMap()).isEqualTo(map);
    }

    @Test
    void a_missing_result_is_named_and_never_left_out_in_silence() {
        MapResults<Size> results = MapResults.of(MAP, OUTCOMES, Size.class);
        assertThatThrownBy(results::requireAll)
                .isInstanceOf(RecipeFailure.class)
                .hasMessage("2 of 4 results are missing, so nothing is made of the others:\n"
                        + "  b: /b1: no such file\n  c: /c1: host is down");
        assertThatThrownBy(results::allValues).isInstanceOf(RecipeFailure.class);
        DataMap one = DataMap.of(List.of(MapEntry.of("a", "/a1"), MapEntry.of("a", "/a2")));
        MapResults<Size> withNothing = MapResults.of(
                one, List.of(OUTCOMES.get(0), FakeJobRunner.success(ComputeJob.command("a", "x"))), Size.class);
        assertThat(withNothing.requireAll()).hasSize(2);
        assertThatThrownBy(withNothing::allValues).hasMessageContaining("a: /a2: its job gave back nothing");
        MapResults<Size> leftOut = MapResults.of(
                one, List.of(OUTCOMES.get(0), Outcome.ignored(job("a", "/a2"), "bad weather")), Size.class);
        assertThat(leftOut.allValues()).extracting(Size::bytes).containsExactly(1L);
    }

    @Test
    void a_map_grows_by_the_files_that_are_made_of_an_entry() {
        DataMap split = MapResults.of(MAP, OUTCOMES, Size.class)
                .split(result -> List.of(
                                result.entry().file() + ".0", result.entry().file() + ".1")
                        .subList(0, (int) (result.value().orElseThrow().bytes() + 1) / 2));
        assertThat(split.entries())
                .extracting(entry -> entry.index() + entry.file() + (entry.skip() ? " skip" : ""))
                .containsExactly("0/a1.0", "1/a2 skip", "2/b1 skip", "3/c1 skip", "4/a3.0", "5/a3.1");
    }

    @Test
    void outcomes_that_do_not_belong_to_the_map_are_refused() {
        assertThatThrownBy(() -> MapResults.of(MAP, OUTCOMES.subList(0, 3), Size.class))
                .hasMessage("there must be one outcome for each of the 4 active entries, but were 3");
        assertThatThrownBy(() -> MapResults.of(
                        MAP, List.of(OUTCOMES.get(0), OUTCOMES.get(3), OUTCOMES.get(2), OUTCOMES.get(1)), Size.class))
                .hasMessage(
                        "the outcomes must be in the order of the map, but at index 2 the host is b in the map and a in"
                                + " the outcomes");
    }

    @Test
    void a_result_of_another_type_names_job_and_property() {
        Outcome wrong = success("a", "/a1", Map.of("file", "/a1", "bytes", "many"));
        assertThatThrownBy(() -> wrong.result(Size.class))
                .isInstanceOf(ResultMismatchException.class)
                .hasMessage(
                        "what job %d (size on a) gave back is no Size: property \"bytes\": Cannot coerce String value"
                                        .formatted(wrong.attempt().orElseThrow().number())
                                + " (\"many\") to long value");
        assertThat(OUTCOMES.get(1).result(Size.class)).isEmpty();
    }
}
