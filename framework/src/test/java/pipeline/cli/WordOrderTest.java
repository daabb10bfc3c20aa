package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CommandNode;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;

class WordOrderTest {

    private final CommandNode root =
            CommandTree.of(Terminal.nowhere(), RecipeCatalogue::load, new FakeEngine(FakeJobRunner.succeeding()));

    @ParameterizedTest
    @CsvSource({
        "jobs -c F progress, jobs progress -c F",
        "-c F jobs progress, jobs progress -c F",
        "-cF jobs progress -j x, jobs progress -cF -j x",
        "jobs --config=F -j show show 1, jobs show --config=F -j show 1",
        "jobs -j show, jobs -j show",
        "jobs -c F 5, jobs -c F 5",
        "jobs --help show, jobs show --help",
        "connections -r D kill --all, connections kill -r D --all",
        "-c F foreach -j x map -- ls -l, foreach -c F -j x map -- ls -l",
        "-vc F foreach -j x map, foreach -vc F -j x map",
        "work -c F foreach -j x, work foreach -c F -j x",
        "-c F work -j x foreach, work foreach -c F -j x",
        "jobs refresh -j x foreach map, jobs refresh foreach -j x map",
        "-j x jobs -c F refresh foreach map, jobs refresh foreach -j x -c F map",
        "jobs refresh -j x, jobs refresh -j x",
        "--mini-cluster foreach -j x map, foreach --mini-cluster -j x map",
        "drain -c F n1, drain -c F n1",
        "--radius 5 foreach -j x map, --radius 5 foreach -j x map",
        "--help, --help",
        "-c F, -c F",
        "-c F -- jobs, -c F -- jobs",
    })
    void options_may_stand_before_the_words_of_a_command(String typed, String read) {
        assertThat(WordOrder.of(root, List.of(typed.split(" ", -1)))).containsExactly(read.split(" ", -1));
    }

    @Test
    void nothing_typed_stays_nothing() {
        assertThat(WordOrder.of(root, List.of())).isEmpty();
    }
}
