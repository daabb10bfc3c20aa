package pipeline.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parameter sets in Python are those of Java: both read the same samples, see RawParsetTest. */
@Timeout(60)
class PythonParsetIT {

    private static final String CHECK = """
            import json, os, sys
            from pipeline_parset import Parset, ParsetError
            for path in sys.argv[2:]:
                with open(path[:-len("parset")] + "json", encoding="utf-8") as file:
                    expected = json.load(file)
                if "told" in expected:
                    try:
                        Parset.read(path)
                        sys.exit("%s was read" % path)
                    except ParsetError as error:
                        assert str(error) == path + ":" + expected["told"], str(error)
                    print(os.path.basename(path))
                    continue
                parset = Parset.read(path)
                assert {key: parset[key] for key in parset} == expected["values"], path
                for key, elements in expected["lists"].items():
                    assert parset.list(key) == elements, (path, key, parset.list(key))
                for prefix, subset in expected["subsets"].items():
                    assert parset.subset(prefix) == subset, (path, prefix)
                for change in expected["changes"]:
                    changed = Parset(parset.text())
                    changed[change["key"]] = change["value"]
                    place = parset.text().rindex(change["old"])
                    wanted = parset.text()[:place] + change["new"] + parset.text()[place + len(change["old"]):]
                    assert changed.text() == wanted, (path, change, changed.text())
                for key, value in expected["refused"]:
                    before = parset.text()
                    try:
                        parset[key] = value
                        sys.exit("%s took %s = %s" % (path, key, value))
                    except ValueError:
                        assert parset.text() == before
                parset.write(sys.argv[1])
                assert Parset.read(sys.argv[1]) == parset and len(os.listdir(os.path.dirname(sys.argv[1]))) == 2
                print(os.path.basename(path))
            """;

    @TempDir
    private Path directory;

    @Test
    void the_samples_are_read_and_changed_as_is_expected_of_them() throws Exception {
        String root = System.getProperty("pipeline.root");
        Path check = Files.writeString(directory.resolve("check.py"), CHECK);
        ProcessBuilder python = new ProcessBuilder(
                "/usr/bin/env",
                "python3",
                "-B",
                check.toString(),
                directory.resolve("copy").toString());
        try (Stream<Path> samples = Files.list(Path.of(root, "framework/src/test/resources/parsets"))) {
            samples.map(Path::toString)
                    .filter(name -> name.endsWith(".parset"))
                    .sorted()
                    .forEach(python.command()::add);
        }
        python.environment()
                .put("PYTHONPATH", Path.of(root, "nodes/src/main/python").toString());
        Process process = python.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "imaging.parset", "nameless.parset", "quotes.parset", "windows.parset", "words.parset");
    }
}
