package pipeline.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pipeline.recipe.UsageException;

class LocaleCheckTest {

    @Test
    void an_argument_that_the_locale_spoiled_is_refused() {
        assertThatThrownBy(() ->
                        LocaleCheck.check(List.of("foreach", "gr\ufffdn"), "ANSI_X3.4-1968", LocaleCheckTest::nothing))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("argument 2 cannot be read")
                .hasMessageContaining("set LC_ALL=C.UTF-8");
        assertThatCode(() -> LocaleCheck.check(List.of("green"), "ANSI_X3.4-1968", LocaleCheckTest::nothing))
                .doesNotThrowAnyException();
    }

    @Test
    void an_argument_that_is_not_utf_8_is_refused_and_one_that_holds_the_replacement_itself_is_not() {
        List<String> args = List.of("foreach", "gr\ufffdn", "x");
        byte[] typed = "java\0-jar\0x\0foreach\0gr\ufffdn\0x\0".getBytes(UTF_8);
        byte[] latin = "java\0-jar\0x\0foreach\0gr\u00fcn\0x\0".getBytes(ISO_8859_1);
        assertThatCode(() -> LocaleCheck.check(args, "UTF-8", () -> typed)).doesNotThrowAnyException();
        for (Supplier<byte[]> commandLine : List.<Supplier<byte[]>>of(() -> latin, LocaleCheckTest::nothing)) {
            assertThatThrownBy(() -> LocaleCheck.check(args, "UTF-8", commandLine))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("argument 2 is not UTF-8: ");
        }
        assertThatCode(() -> LocaleCheck.check(List.of("green"), "UTF-8", () -> latin))
                .doesNotThrowAnyException();
    }

    private static byte[] nothing() {
        return new byte[0];
    }
}
