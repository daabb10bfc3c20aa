package pipeline.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.HostileTexts;

class HostileConfigurationsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[remote]\n",
                "[remote]\ninit = ",
                "[hosts]\na = ",
                "[deploy]\nengine_ppath = [",
                "[remote n["
            })
    void a_configuration_is_read_within_the_limit(String beginning) {
        Path file = directory.resolve("pipeline.cfg");
        new HostileTexts(
                        "configurations that begin with " + beginning.strip(),
                        List.of(
                                " ",
                                "\n",
                                "=",
                                ":",
                                "[",
                                "]",
                                "a",
                                "[a]\n",
                                "key = x\n",
                                "\n ",
                                "%(a)s",
                                "%%",
                                "%",
                                "#",
                                ",",
                                "'",
                                "\"",
                                "$",
                                "[remote n1]\n"))
                .feed(
                        text -> {
                            Files.writeString(file, beginning + text);
                            Configuration configuration = Configuration.read(file, Map.of("job_name", "x"), Map.of());
                            Section section = configuration.section("remote");
                            section.text("init");
                            section.place("a");
                            section.list("key");
                            configuration.section("deploy", "n1").places("engine_ppath");
                            configuration.entries("hosts");
                            configuration.check();
                        },
                        ConfigurationException.class);
    }
}
